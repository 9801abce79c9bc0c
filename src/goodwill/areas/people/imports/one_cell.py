"""A column of names that holds everything: "Fay Rivers, fay@rivers.example, 07700 900777"."""

import re
from collections.abc import Iterator

from goodwill.areas.people.names import names_firm
from goodwill.kernel.text import digits
from goodwill.transfer.mapping.targets import KEEP_NOTE
from goodwill.transfer.values import Given

_MAIL = re.compile(r"<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_PHONE = re.compile(
    r"(?:(?:tel(?:efon|ephone)?|phone|mob(?:ile?|il)?|handy|cell|fax|t|m)\b[.:]?\s*)?(\+?[\d(][\d\s()./-]{5,}\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;|\n]\s*|\s+[-–/]\s+")
_LEAST_DIGITS, _MOST_DIGITS = 7, 15


def take_apart(given: Given) -> None:
    """Of a name with a mail or phone in it: these are taken out, then the name, a company, an address; the rest is
    kept in a note."""
    full = given.one("full_name")
    if "@" not in full and len(digits(full)) < _LEAST_DIGITS:
        return
    told = parts_of(full)
    if not told.keys() & {"mail:1", "phone:1"}:
        return
    del given.values["full_name"]
    for target, texts in told.items():
        held = given.values.setdefault(target, [])
        held += [text for text in texts if text not in held]


def parts_of(full: str) -> dict[str, list[str]]:
    """By target, what a cell says."""
    found: dict[str, list[str]] = {}
    mails = [mail.strip("<>") for mail in _MAIL.findall(full)]
    rest = [piece.strip(" .:<>()\"'") for piece in _BETWEEN.split(_MAIL.sub(", ", full))]
    names: list[str] = []
    place: list[str] = []
    for piece in filter(None, rest):
        phone = _PHONE.fullmatch(piece)
        if phone and _LEAST_DIGITS <= len(digits(piece)) <= _MOST_DIGITS:
            found.setdefault("phone:1", []).append(phone[1])
        elif place or any(map(str.isdigit, piece)):
            place.append(piece)
        else:
            names.append(piece)
    if place:
        found["address:1"] = [", ".join(place)]
    if mails:
        found["mail:1"] = mails
    return dict(_named(names)) | found


def _named(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """ "Field, Anna" is one name, and what has the legal form of a company one behind the name."""
    if len(names) > 1 and all(" " not in name for name in names[:2]):
        names = [f"{names[1]} {names[0]}", *names[2:]]
    firm = next((name for name in names[1:] if names_firm(name)), "")
    if names:
        yield "full_name", names[:1]
    if firm:
        yield "company", [firm]
    if more := [name for name in names[1:] if name != firm]:
        yield KEEP_NOTE, more
