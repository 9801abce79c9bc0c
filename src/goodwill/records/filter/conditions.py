"""What one value must meet, each twice: for a row in the database and for a value in memory.

A condition is asked of values that are not empty; an empty one meets none. That, and `not` as its exact opposite,
is all the logic there is.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Literal, Protocol

from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual

Bound = tuple[Literal["lt", "lte", "gt", "gte"], Any]
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


class Condition(Protocol):
    def q(self, column: str) -> Q: ...

    def holds(self, value: Any) -> bool: ...


@dataclass(frozen=True)
class Among:
    """Is one of these."""

    values: tuple[Any, ...]

    def q(self, column: str) -> Q:
        return Q((column, self.values[0])) if len(self.values) == 1 else Q((f"{column}__in", self.values))

    def holds(self, value: Any) -> bool:
        return value in self.values


@dataclass(frozen=True)
class Within:
    """Lies within all of these bounds. Django takes a bound beyond the column's range for met, by empty values too:
    they are left out by name.
    """

    bounds: tuple[Bound, ...]

    def q(self, column: str) -> Q:
        return Q((f"{column}__isnull", False), *((f"{column}__{lookup}", bound) for lookup, bound in self.bounds))

    def holds(self, value: Any) -> bool:
        return all(_HOLDS[lookup](value, bound) for lookup, bound in self.bounds)


@dataclass(frozen=True)
class Contains:
    text: str

    def q(self, column: str) -> Q:
        return Q((f"{column}__contains", self.text))

    def holds(self, value: Any) -> bool:
        return self.text in value


@dataclass(frozen=True)
class Begins:
    """A range, which an index answers, and not LIKE."""

    text: str

    def q(self, column: str) -> Q:
        end = _after_all_with(self.text)
        return Q((f"{column}__gte", self.text)) & (Q((f"{column}__lt", end)) if end else Q())

    def holds(self, value: Any) -> bool:
        found: bool = value.startswith(self.text)
        return found


@dataclass(frozen=True)
class Ends:
    text: str

    def q(self, column: str) -> Q:
        return Q((f"{column}__endswith", self.text))

    def holds(self, value: Any) -> bool:
        found: bool = value.endswith(self.text)
        return found


@dataclass(frozen=True)
class Present:
    """Is not empty."""

    textual: bool

    def q(self, column: str) -> Q:
        return Q((f"{column}__gt", "")) if self.textual else Q((f"{column}__isnull", False))

    def holds(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class InCurrency:
    """An amount in this currency that meets a condition; in memory the value is a pair of amount and code."""

    column: str
    code: str
    amount: Condition

    def q(self, column: str) -> Q:
        return Q((self.column, self.code)) & self.amount.q(column)

    def holds(self, value: Any) -> bool:
        amount, code = value
        return code == self.code and self.amount.holds(amount)


KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Near:
    """Lies within so many kilometres of a point, on a plane that touches the earth there; in memory the value is a pair
    of latitude and longitude. The box around it comes first, which an index answers.
    """

    north_column: str
    east_column: str
    latitude: float
    longitude: float
    km: float

    @property
    def _narrowed(self) -> float:
        """How long a degree of longitude is beside one of latitude."""
        return max(cos(radians(self.latitude)), 0.01)

    def q(self, column: str) -> Q:
        high = self.km / KM_A_DEGREE
        wide = high / self._narrowed
        north = (F(self.north_column) - self.latitude) * KM_A_DEGREE
        east = (F(self.east_column) - self.longitude) * (KM_A_DEGREE * self._narrowed)
        return Q(
            (f"{self.north_column}__gte", self.latitude - high),
            (f"{self.north_column}__lte", self.latitude + high),
            (f"{self.east_column}__gte", self.longitude - wide),
            (f"{self.east_column}__lte", self.longitude + wide),
        ) & Q(LessThanOrEqual(north * north + east * east, self.km**2))

    def holds(self, value: Any) -> bool:
        latitude, longitude = value
        north = (latitude - self.latitude) * KM_A_DEGREE
        east = (longitude - self.longitude) * (KM_A_DEGREE * self._narrowed)
        return bool(north * north + east * east <= self.km**2)


def _after_all_with(prefix: str) -> str:
    """The first text, by code points, after all that begin so; empty when nothing comes after them."""
    while prefix:
        last = ord(prefix[-1])
        if last < 0x10FFFF:
            return prefix[:-1] + chr(0xE000 if last == 0xD7FF else last + 1)
        prefix = prefix[:-1]
    return ""
