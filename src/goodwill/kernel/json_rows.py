"""Rows that hang on another as one JSON text, so that they are read in its query."""

from typing import Any

from django.db.models import Aggregate, Func, TextField


class JsonList(Aggregate):
    """A value of each row, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="JSON_AGG(%(expressions)s)::text", **extra)


class JsonArray(Func):
    """Several values of a row, for a JsonList."""

    function = "JSON_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_BUILD_ARRAY", **extra)
