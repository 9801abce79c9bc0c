"""What a unique constraint refused, in the words that its model has for it."""

from django.apps import apps
from django.db import IntegrityError
from django.db.models import Model, UniqueConstraint

from goodwill.kernel.errors import Invalid


def said_of(error: IntegrityError) -> Invalid | None:
    """None where no model has words for it. PostgreSQL names the constraint, SQLite the table with the columns."""
    said = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and _is_named(said, model, constraint):
                words = constraint.violation_error_message
                return None if words == constraint.default_violation_error_message else Invalid(str(words))
    return None


def _is_named(said: str, model: type[Model], constraint: UniqueConstraint) -> bool:
    if f'"{constraint.name}"' in said:
        return True
    known = {field.name: f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields}
    columns = [known[name] for name in constraint.fields]
    return bool(columns) and said == "UNIQUE constraint failed: " + ", ".join(columns)
