"""Rows that hang on a record, fetched in the query of the record itself: few of them, as JSON, made into objects."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.functions import JSONObject

T = TypeVar("T", bound=models.Model)


class _Gathered(models.Subquery):
    """All rows of the one column of a query, in their order, as one JSON array."""

    template = "(SELECT json_group_array(json(gathered.it)) FROM (%(subquery)s) gathered)"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "(SELECT jsonb_agg(gathered.it) FROM (%(subquery)s) gathered)"
        return self.as_sql(compiler, connection, template=template)


def gathered(rows: "models.QuerySet[Any]") -> models.Subquery:
    """What to annotate a query with; `made_of` reads it."""
    model: type[models.Model] = rows.model
    names = _columns(model)
    return _Gathered(rows.values(it=JSONObject(**{name: models.F(name) for name in names})))


def made_of(model: type[T], told: Sequence[dict[str, Any]] | None) -> list[T]:
    """The objects; a column that holds JSON itself is read when somebody asks for it."""
    names = _columns(model)
    readers = {name: read for name in names if (read := _reader(model._meta.get_field(name)))}
    found = []
    for row in told or ():
        row |= {name: read(row[name]) for name, read in readers.items() if row[name] is not None}
        found.append(model.from_db(connection.alias, names, [row[name] for name in names]))
    return found


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(str(field.attname) for field in fields if not isinstance(field, models.JSONField))


def _reader(field: Any) -> Callable[[Any], Any] | None:
    """What JSON has no form for; SQLite has none for truth either."""
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return date.fromisoformat
    return bool if isinstance(field, models.BooleanField) else None


def _moment(text: str) -> datetime:
    """SQLite's have no zone and are in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
