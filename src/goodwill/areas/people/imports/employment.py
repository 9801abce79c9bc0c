"""A person's time at a company: what a row tells of it, and which of those that are known it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Optional

from goodwill.transfer.options import FieldPolicy

if TYPE_CHECKING:
    from goodwill.areas.people.imports.sheets import Sheet

_COLUMNS = (("since", "started", "company_since"), ("until", "ended", "company_until"))


@dataclass(eq=False, slots=True)
class Employment:
    company: "Sheet"
    department: str = ""
    since: date | None = None
    role: str = ""
    """At one that is not the main one."""
    until: date | None = None
    tie: int | None = None
    """The number of one that is here."""
    main: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    """What is to be changed of one that is here."""

    def among(self, known: Iterable["Employment"]) -> Optional["Employment"]:
        """The one of these that is meant: of an open one the open one, of one that is over the one of that time.

        One that is open in a file that is older than its end is known by its beginning.
        """
        found = [one for one in known if _same(one.company, self.company)]
        if self.until is None:
            began_so = (one for one in found if self.since and one.since == self.since)
            return next((one for one in found if one.until is None), None) or next(began_so, None)
        fitting = [one for one in found if one._overlaps(self.since, self.until)]
        return min(fitting, key=lambda one: (one.until != self.until, one.since != self.since), default=None)

    def _overlaps(self, since: date | None, until: date) -> bool:
        if until == self.until and since in (None, self.since):
            return True
        return (self.since or date.min) < until and (since or date.min) < (self.until or date.max)

    def learn(self, told: "Employment", policy: str, own: Mapping[str, str]) -> bool:
        """Take the days that are not known yet, or are believed; whether anything is new."""
        before = self.since, self.until
        for name, column, target in _COLUMNS:
            now, value, believed = getattr(self, name), getattr(told, name), own.get(target, policy)
            if value in (None, now) or believed == FieldPolicy.KEEP:
                continue
            if now is None or believed == FieldPolicy.OVERWRITE:
                setattr(self, name, value)
                self.values[column] = value
        return (self.since, self.until) != before


def _same(one: "Sheet", other: "Sheet") -> bool:
    return one is other or bool(one.party.pk and one.party.pk == other.party.pk)
