"""The quickest way for what most files are made of: persons with names, mails and phones, and nothing odd.

The first such row of each shape (which targets it has values for) goes the long way, and what that made is a pattern:
other rows of the shape differ in names, mails and phones alone, and in what follows from these. The next ones go both
ways, and if one does not come out alike, its shape goes the long way for good.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from goodwill.areas.people.contact_values import SHORTEST_NUMBER, ContactValue, read_contact
from goodwill.areas.people.duplicate_keys import keys_of
from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.projections.parties import SHORTEST_PHONE
from goodwill.kernel import changes, search
from goodwill.kernel.mailbox import plain_address
from goodwill.kernel.text import digits, fold, sort_key_of, words_of
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.plain import Plain

MOST_SHAPES, TRIALS = 64, 10
LONGEST_NAME = 90
_NAMES = ("given_name", "family_name")
_POINT = re.compile(r"(mail|phone):[0-9a-z_]+")
_DIALLED = re.compile(r"[0-9+() ./-]{3,40}", re.ASCII)
_PERSON, _MAIL, _PHONE = PartyKind.PERSON.value, ContactKind.MAIL.value, ContactKind.PHONE.value
_OF_POINT = ("value", "shown", "fold", "national")


class Quick:
    """Patterns by shape; None stands for a shape that goes the long way."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[str, ...], _Pattern | None] = {}
        self._tried: dict[tuple[str, ...], tuple[_Pattern, int]] = {}

    def __call__(self, given: Given) -> "Plain | None":
        """What a row leaves, if that is quickly told."""
        pattern = self._patterns.get(tuple(given.values))
        return pattern.plain(given) if pattern and not (given.kept or given.is_new) else None

    def learn(self, given: Given, plain: "Plain") -> None:
        """From a row that went the long way, and what that made of it."""
        shape = tuple(given.values)
        if shape in self._patterns or len(self._patterns) >= MOST_SHAPES or given.kept:
            return
        if not _is_simple(shape) or plain.kind != _PERSON:
            self._patterns[shape] = None
        elif (told := _Told.of(given, shape)) is not None:
            self._try(shape, given, told, plain)

    def _try(self, shape: tuple[str, ...], given: Given, told: "_Told", plain: "Plain") -> None:
        pattern, times = self._tried.get(shape) or (_Pattern.of(told, shape, plain), 0)
        quickly = pattern.plain(given) if pattern else None
        if pattern is None or quickly not in (None, plain):
            self._patterns[shape] = None
        elif times + 1 == TRIALS:
            self._patterns[shape] = pattern
        else:
            self._tried[shape] = pattern, times + 1


def _is_simple(shape: Sequence[str]) -> bool:
    points = [target for target in shape if target not in _NAMES]
    return len(points) < len(shape) and all(_POINT.fullmatch(one) and "fax" not in one for one in points)


class _Told(NamedTuple):
    """What a simple row says: its names in their order, and its points in that of the file."""

    names: list[str]
    points: list[tuple[str, str]]
    """Kinds and values."""

    @classmethod
    def of(cls, given: Given, shape: Sequence[str]) -> "_Told | None":
        """None where anything is odd about it."""
        values, points = given.values, []
        for target in shape:
            texts = values[target]
            if len(texts) > 1:
                return None
            if target in _NAMES:
                if len(texts[0]) > LONGEST_NAME:
                    return None
            elif target[0] == "m":
                points.append((_MAIL, plain_address(texts[0])))
            else:
                points.append((_PHONE, _dialled(texts[0])))
        if not all(value for _kind, value in points):
            return None
        return cls([values[name][0] for name in _NAMES if name in values], points)


def _dialled(text: str) -> str:
    """A phone as it is kept; nothing for one that has to be looked at."""
    plain = _DIALLED.fullmatch(text) and len(digits(text)) >= SHORTEST_NUMBER
    return " ".join(text.split()) if plain else ""


class _Pattern(NamedTuple):
    shape: tuple[str, ...]
    names: tuple[str, ...]
    """The columns of the names that the shape has."""
    plain_type: "type[Plain]"
    party: changes.Pattern
    points: tuple[changes.Pattern, ...]
    country: str
    told: tuple[Any, ...]
    words: int
    keys: int
    """Where the search and the keys of doubles stand in what projections are told."""

    @classmethod
    def of(cls, told: _Told, shape: tuple[str, ...], plain: "Plain") -> "_Pattern | None":
        record, parts, made = plain.ahead
        if len(parts) != len(told.points):
            return None
        names = tuple(name.removesuffix("_name") for name in _NAMES if name in shape)
        points = tuple(changes.Pattern(part, _OF_POINT) for part in parts)
        phone = next((one for one, (kind, _value) in zip(points, told.points, strict=True) if kind == _PHONE), None)
        country = str(phone.constant("country")) if phone else ""
        read = [read_contact(kind, value, country) for kind, value in told.points]
        _columns, words, keys = _followed(names, told, read, made)
        if words not in made or keys not in made:
            return None
        party = changes.Pattern(record, tuple(_columns))
        places = made.index(words), made.index(keys)
        return cls(shape, names, type(plain), party, points, country, made, *places)

    def plain(self, given: Given) -> "Plain | None":
        told = _Told.of(given, self.shape)
        if told is None:
            return None
        read = [read_contact(kind, value, self.country) for kind, value in told.points]
        met_by = tuple([(kind, one.fold) for (kind, _value), one in zip(told.points, read, strict=True)])
        if len(met_by) > 1 and len(set(met_by)) < len(met_by):
            return None
        columns, words, keys = _followed(self.names, told, read, self.told)
        parts = tuple(
            [
                pattern.row((value, one.shown[:320], one.fold[:320], one.national[:40]))
                for pattern, (_kind, value), one in zip(self.points, told.points, read, strict=True)
            ]
        )
        made = list(self.told)
        made[self.words], made[self.keys] = words, keys
        ahead = self.party.row(tuple(columns.values())), parts, tuple(made)
        return self.plain_type(
            _PERSON, columns["name"], columns["name_fold"], columns["name_sort"], met_by, False, ahead
        )


def _followed(
    names: Sequence[str], told: _Told, read: Sequence[ContactValue], made: Sequence[Any]
) -> tuple[dict[str, str], Any, Any]:
    """The columns of the party that differ between rows of a shape, its words in the search, its keys of doubles."""
    name = " ".join(told.names)
    folded = fold(name)
    columns = {"name": name, "name_fold": folded[:400], "name_sort": sort_key_of(words_of(folded))}
    columns.update(zip(names, told.names, strict=True))
    if "family" in columns:
        columns["family_fold"] = fold(columns["family"])[:200]
    mails: list[ContactValue] = []
    phones: list[ContactValue] = []
    numbers: list[str] = []
    nationals: list[str] = []
    for (kind, _value), one in zip(told.points, read, strict=True):
        if kind == _MAIL:
            mails.append(one)
        else:
            phones.append(one)
            numbers += (one.shown, one.fold)
            if len(one.national) >= SHORTEST_PHONE:
                nationals.append(one.national[:40])
    if mails:
        columns["primary_mail"] = mails[0].shown[:254]
    if phones:
        columns["primary_phone"] = phones[0].shown[:80]
    owner = _of_document(made)
    words = search.words_of_new(name, [one.fold for one in mails], numbers, *owner)
    given, family = columns.get("given", ""), columns.get("family", "")
    lowered = [one.shown.lower() for one in mails]
    keys = sorted(keys_of(_PERSON, name, given=given, family=family, phones=nationals, mails=lowered))
    return columns, words, keys


def _of_document(made: Sequence[Any]) -> tuple[int | None, int | None]:
    """Owner and team, of what the search was told."""
    for one in made:
        if type(one) is tuple and len(one) == 5:
            return one[3], one[4]
    return None, None
