"""Simple rows: a person with names, mails, phones, pages, a job, one address and the name of a company, nothing odd.

A shape is the targets that a row has values for, sorted out once; `Shape.told` is what a row of it says.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from goodwill.areas.people.contact_values import SHORTEST_NUMBER
from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.names import names_firm, names_household, split_name
from goodwill.kernel.mailbox import plain_address
from goodwill.kernel.text import digits
from goodwill.transfer.values import Given

LONGEST, LONGEST_POSTCODE = 90, 20
SAME = frozenset({"country", "language", "timezone", "phase", "source", "owner", "team", "regard"})
"""Few values are common in their columns: rows with the same ones are alike."""
_NAMES, _FULL = ("given_name", "family_name"), "full_name"
_PLACES = frozenset({"street", "postcode", "city", "region"})
_MAIL, _PHONE, _WEB = ContactKind.MAIL.value, ContactKind.PHONE.value, ContactKind.WEB.value
_POINT = re.compile(r"(mail|phone|website)(?::(?!company$)[0-9a-z_]+)?")
_DIALLED = re.compile(r"[0-9+() ./-]{3,40}", re.ASCII)
_PAGE = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
_KINDS = {"mail": _MAIL, "phone": _PHONE, "website": _WEB}


class Told(NamedTuple):
    """What a simple row says: its names in their order, its points in that of the file as kinds and values, and the
    parts of its address by column."""

    names: Sequence[str]
    points: list[tuple[str, str]]
    places: dict[str, str]
    role: str
    department: str
    company: str


class Shape(NamedTuple):
    names: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    """Targets and kinds."""
    places: tuple[tuple[str, str], ...]
    """Targets and columns of the address."""
    has_role: bool
    has_department: bool
    has_company: bool
    same: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of a party that its names fill."""
        return tuple(name.removesuffix("_name") for name in (_NAMES if _FULL in self.names else self.names))

    def alike(self, given: Given) -> tuple[str, ...]:
        """What rows have in common that are told from one pattern."""
        return tuple(["\n".join(given.values[target]) for target in self.same]) if self.same else ()

    def told(self, given: Given) -> Told | None:
        """None where anything is odd about it."""
        values = given.values
        for texts in values.values():
            if len(texts) > 1 or len(texts[0]) > LONGEST:
                return None
        names = self._names(given)
        points = [(kind, _point(kind, values[target][0])) for target, kind in self.points]
        for _kind, value in points:
            if not value:
                return None
        places = {column: " ".join(values[target][0].split()) for target, column in self.places}
        if names is None or (places and not self._is_one_address(given, places)):
            return None
        role = values["job_title"][0] if self.has_role else ""
        department = values["department"][0] if self.has_department else ""
        company = " ".join(values["company"][0].split()) if self.has_company else ""
        return Told(names, points, places, role, department, company)

    def _names(self, given: Given) -> Sequence[str] | None:
        if self.names[0] != _FULL:
            return [given.values[name][0] for name in self.names]
        full = " ".join(given.values[_FULL][0].split())
        if names_household(full) or names_firm(full) or any(map(str.isdigit, full)) or "@" in full:
            return None
        parts = split_name(full)
        found = parts.given, parts.family
        return found if all(found) and " ".join(found) == full else None

    def _is_one_address(self, given: Given, places: dict[str, str]) -> bool:
        lines = (given.values[target][0].splitlines() for target, column in self.places if column == "street")
        return len(places.get("postcode", "")) <= LONGEST_POSTCODE and all(len(each) == 1 for each in lines)


@lru_cache(maxsize=256)
def shape_of(targets: tuple[str, ...]) -> Shape | None:
    """None where a row with these says more than is simple."""
    names = [target for target in targets if target in (*_NAMES, _FULL)]
    if not names or (_FULL in names and len(names) > 1):
        return None
    points, places, same, labels = [], [], [], set()
    for target in targets:
        family, _colon, label = target.partition(":")
        if (point := _POINT.fullmatch(target)) and "fax" not in target:
            points.append((target, _KINDS[point[1]]))
        elif family in _PLACES and label != "company":
            places.append((target, family))
            labels.add(label)
        elif target in SAME:
            same.append(target)
        elif target not in names and target not in ("job_title", "department", "company"):
            return None
    has_company, has_department = "company" in targets, "department" in targets
    if len(labels) > 1 or len(places) > len({column for _target, column in places}):
        return None
    if has_department and not has_company:
        return None
    ordered = tuple(name for name in (*_NAMES, _FULL) if name in names)
    told = tuple(points), tuple(places), "job_title" in targets, has_department, has_company, tuple(same)
    return Shape(ordered, *told)


def _point(kind: str, text: str) -> str:
    """As it is kept; nothing for one that has to be looked at."""
    if kind == _MAIL:
        return plain_address(text)
    if kind == _WEB:
        return text if _PAGE.fullmatch(text) else ""
    plain = " / " not in text and _DIALLED.fullmatch(text) and len(digits(text)) >= SHORTEST_NUMBER
    return " ".join(text.split()) if plain else ""
