"""What Django does with values that come out of the file."""

from typing import Any

from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations
from django.db.models.expressions import Col

_TYPED = frozenset({"BooleanField", "DateField", "DateTimeField", "TimeField"})


class DatabaseOperations(SQLiteOperations):
    def get_db_converters(self, expression: Any) -> list[Any]:
        """None for a stored column that the cursor knows by its type: its values are made already, and moments bear
        their zone. Reading an object spent a third of its time on looking at them again."""
        if isinstance(expression, Col) and expression.output_field.get_internal_type() in _TYPED:
            return []
        found: list[Any] = super().get_db_converters(expression)
        return found
