"""What rows are sorted by, and what lies behind a row in that order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

from goodwill.kernel.wholerow import WholeRow


@dataclass(frozen=True)
class Key:
    """One column of the order, or an alias for its `expression`. Empty ones come last in both directions."""

    column: str
    descending: bool
    nullable: bool
    django: Any  # the Django field behind it
    expression: Any = None

    def ordering(self, backward: bool) -> OrderBy:
        descending = self.descending != backward
        nulls: dict[str, Any] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backward else {"nulls_last": True}
        return OrderBy(F(self.column), descending=descending, **nulls)

    def filled(self) -> "Key":
        """The same where no row is empty."""
        return replace(self, nullable=False)


@dataclass(frozen=True)
class Position:
    """One value for each key of the sort, the id last."""

    values: tuple[Any, ...]


def part(records: "QuerySet[Any]", keys: Sequence[Key], position: Position | None, backward: bool) -> "QuerySet[Any]":
    """The rows behind the position, or all of them, in order."""
    if position is not None:
        records = records.filter(beyond(keys, position.values, backward))
    return records.order_by(*(key.ordering(backward) for key in keys))


def beyond(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Any:
    """What lies behind a row. Compared as a whole where all columns go one way and none is empty."""
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        operator: Literal["<", ">"] = "<" if keys[0].descending != backward else ">"
        compared = [Value(value, _plain(key.django)) for key, value in zip(keys, values, strict=True)]
        return WholeRow([key.column for key in keys], operator, compared)
    return _beyond_each(keys, values, backward)


def _beyond_each(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Q:
    key, value = keys[0], values[0]
    rest = _beyond_each(keys[1:], values[1:], backward) if len(keys) > 1 else Q(pk__in=())
    if value is None:
        filled = Q((f"{key.column}__isnull", False)) if backward else Q(pk__in=())
        return filled | (Q((f"{key.column}__isnull", True)) & rest)
    lookup = "lt" if key.descending != backward else "gt"
    behind = Q((f"{key.column}__{lookup}e", value)) & (Q((f"{key.column}__{lookup}", value)) | rest)
    return behind | Q((f"{key.column}__isnull", True)) if key.nullable and not backward else behind


def _plain(django: Any) -> Any:
    """A field that prepares a value for the database; of a foreign key, the one that it points at."""
    return getattr(django, "target_field", django)
