"""The quickest way for what most files are made of: simple rows (`simple`), told from a pattern.

The first row of each shape goes the long way, and what that made is a pattern: other rows of the shape differ in few
columns alone, and in what follows from these. The next ones go both ways, and if one does not come out alike, its shape
goes the long way for good. Companies are told from a pattern as well, each once while it is remembered.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from goodwill.areas.people.contact_values import ContactValue, read_contact
from goodwill.areas.people.duplicate_keys import keys_of, packed, place
from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.imports.simple import Shape, Told, shape_of
from goodwill.areas.people.projections.parties import SHORTEST_PHONE
from goodwill.kernel import changes, search
from goodwill.kernel.text import fold, sort_key_of, words_of
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.plain import Plain

MOST_SHAPES, TRIALS = 256, 10
MOST_COMPANIES = 5000
_PERSON, _COMPANY = PartyKind.PERSON.value, PartyKind.COMPANY.value
_MAIL, _PHONE, _WEB = ContactKind.MAIL.value, ContactKind.PHONE.value, ContactKind.WEB.value
_OF_POINT = ("value", "shown", "fold", "national")
_OF_COMPANY = ("name", "name_fold", "name_sort")
Key = tuple[tuple[str, ...], tuple[str, ...]]
"""The targets of a row, and those of its values that are the same in all rows of a pattern."""


class Quick:
    """Patterns by shape; None stands for a shape that goes the long way."""

    def __init__(self) -> None:
        self._patterns: dict[Key, _Pattern | None] = {}
        self._tried: dict[Key, tuple[_Pattern, int]] = {}

    def __call__(self, given: Given) -> "Plain | None":
        """What a row leaves, if that is quickly told."""
        targets = tuple(given.values)
        shape = shape_of(targets)
        pattern = self._patterns.get((targets, shape.alike(given))) if shape else None
        return pattern.plain(given) if pattern and not (given.kept or given.is_new) else None

    def learn(self, given: Given, plain: "Plain") -> None:
        """From a row that went the long way, and what that made of it."""
        targets = tuple(given.values)
        shape = shape_of(targets)
        if shape is None or given.kept:
            return
        key = targets, shape.alike(given)
        if key in self._patterns or (key not in self._tried and len(self._patterns) + len(self._tried) >= MOST_SHAPES):
            return
        if plain.kind != _PERSON:
            self._patterns[key] = None
        elif (told := shape.told(given)) is not None:
            self._try(key, given, _Pattern.of(told, shape, plain), plain)

    def _try(self, key: Key, given: Given, made: "_Pattern | None", plain: "Plain") -> None:
        pattern, times = self._tried.pop(key, (made, 0))
        quickly = pattern.plain(given) if pattern else None
        if pattern is None or (quickly and quickly.whole() != plain.whole()):
            self._patterns[key] = None
        elif times + 1 == TRIALS:
            self._patterns[key] = pattern
        else:
            self._tried[key] = pattern, times + 1


class _Places(NamedTuple):
    """Where the search and the keys of doubles stand in what projections are told, and whose the party is."""

    words: int
    keys: int
    owner: tuple[int | None, int | None]

    @classmethod
    def of(cls, words: Any, keys: Any, made: Sequence[Any]) -> "_Places | None":
        if words not in made or keys not in made:
            return None
        return cls(made.index(words), made.index(keys), words[-2:])

    def filled(self, made: Sequence[Any], words: Any, keys: Any) -> tuple[Any, ...]:
        found = list(made)
        found[self.words], found[self.keys] = words, keys
        return tuple(found)


class _Companies:
    """Companies of which nothing but the name differs."""

    def __init__(self, plain: "Plain", places: _Places) -> None:
        self._plain, self._places = plain, places
        self._party = changes.Pattern(plain.ahead[0], _OF_COMPANY)
        self._told: dict[str, Plain] = {}

    @classmethod
    def of(cls, plain: "Plain | None") -> "_Companies | None":
        if plain is None or plain.points or plain.ahead[1]:
            return None
        made = plain.ahead[2]
        places = _Places.of(*_company_told(plain.name, _owner_in(made))[1:], made)
        return cls(plain, places) if places else None

    def called(self, name: str) -> "Plain":
        if (known := self._told.get(name)) is not None:
            return known
        columns, words, keys = _company_told(name, self._places.owner)
        told = self._places.filled(self._plain.ahead[2], words, keys)
        found = self._plain._replace(
            name=name, name_fold=columns[1], name_sort=columns[2], ahead=(self._party.row(columns), (), told)
        )
        if len(self._told) >= MOST_COMPANIES:
            self._told.clear()
        self._told[name] = found
        return found


def _company_told(name: str, owner: tuple[int | None, int | None]) -> tuple[tuple[str, str, str], Any, Any]:
    folded = fold(name)
    columns = name, folded[:400], sort_key_of(words_of(folded))
    return columns, search.words_of_new(name, (), (), *owner), packed(keys_of(_COMPANY, name))


class _Pattern(NamedTuple):
    shape: Shape
    names: tuple[str, ...]
    """The columns of the names that the shape has."""
    plain_type: "type[Plain]"
    party: changes.Pattern
    points: tuple[changes.Pattern, ...]
    address: changes.Pattern | None
    tie: changes.Pattern | None
    companies: _Companies | None
    country: str
    address_country: str
    made: tuple[Any, ...]
    places: _Places

    @classmethod
    def of(cls, told: Told, shape: Shape, plain: "Plain") -> "_Pattern | None":
        record, parts, made = plain.ahead
        companies = _Companies.of(plain.company)
        if len(parts) != len(told.points) + bool(told.places) + bool(told.company):
            return None
        if bool(plain.company) != bool(told.company) or (plain.company and not companies):
            return None
        count = len(told.points)
        points = tuple(changes.Pattern(part, _OF_POINT) for part in parts[:count])
        phone = next((one for one, (kind, _value) in zip(points, told.points, strict=True) if kind == _PHONE), None)
        country = str(phone.constant("country")) if phone else ""
        at = str(changes.Pattern(parts[count], ()).constant("country")) if told.places else ""
        address = changes.Pattern(parts[count], tuple(_address(told, at))) if told.places else None
        tie = changes.Pattern(parts[-1], tuple(_job(told)), ("other_id",)) if companies else None
        read = [read_contact(kind, value, country) for kind, value in told.points]
        columns, words, keys = _followed(shape.columns, told, read, _owner_in(made))
        places = _Places.of(words, keys, made)
        if places is None:
            return None
        party = changes.Pattern(record, tuple(columns), ("company_id",) if companies else ())
        all_of = party, points, address, tie, companies, country, at, made, places
        return cls(shape, shape.columns, type(plain), *all_of)

    def plain(self, given: Given) -> "Plain | None":
        told = self.shape.told(given)
        if told is None:
            return None
        read = [read_contact(kind, value, self.country) for kind, value in told.points]
        met_by = tuple([(kind, one.fold) for (kind, _value), one in zip(told.points, read, strict=True)])
        if len(met_by) > 1 and len(set(met_by)) < len(met_by):
            return None
        columns, words, keys = _followed(self.names, told, read, self.places.owner)
        parts = [
            pattern.row((value, one.shown[:320], one.fold[:320], one.national[:40]))
            for pattern, (_kind, value), one in zip(self.points, told.points, read, strict=True)
        ]
        if self.address:
            parts.append(self.address.row(tuple(_address(told, self.address_country).values())))
        if self.tie:
            parts.append(self.tie.row(tuple(_job(told).values())))
        ahead = self.party.row(tuple(columns.values())), tuple(parts), self.places.filled(self.made, words, keys)
        company = self.companies.called(told.company) if self.companies else None
        name = columns["name"], columns["name_fold"], columns["name_sort"]
        return self.plain_type(_PERSON, *name, met_by, False, ahead, company)


def _followed(
    names: Sequence[str], told: Told, read: Sequence[ContactValue], owner: tuple[int | None, int | None]
) -> tuple[dict[str, str], Any, Any]:
    """The columns of the party that differ between rows of a shape, its words in the search, its keys of doubles."""
    name = " ".join(told.names)
    folded = fold(name)
    columns = {"name": name, "name_fold": folded[:400], "name_sort": sort_key_of(words_of(folded))}
    columns.update(zip(names, told.names, strict=True))
    if "family" in columns:
        columns["family_fold"] = fold(columns["family"])[:200]
    if told.role:
        columns["role"], columns["role_fold"] = told.role, fold(told.role)[:240]
    mails, numbers, nationals, pages = _reached(told, read)
    if mails:
        columns["primary_mail"] = mails[0].shown[:254]
    if numbers:
        columns["primary_phone"] = numbers[0][:80]
    if pages:
        columns["website"] = pages[0][:300]
    texts = [one.fold for one in mails]
    if city := told.places.get("city"):
        columns["city"], columns["city_fold"] = city, fold(city)[:200]
        texts.append(columns["city_fold"])
    keys = keys_of(
        _PERSON,
        name,
        given=columns.get("given", ""),
        family=columns.get("family", ""),
        company=told.company,
        phones=nationals,
        mails=[one.shown.lower() for one in mails],
        places=[place(**told.places)] if told.places else (),
    )
    return columns, search.words_of_new(name, texts, numbers, *owner), packed(keys)


def _reached(told: Told, read: Sequence[ContactValue]) -> tuple[list[ContactValue], list[str], list[str], list[str]]:
    """Mails, numbers in both their forms, national ones that count for doubles, pages."""
    mails: list[ContactValue] = []
    numbers: list[str] = []
    nationals: list[str] = []
    pages: list[str] = []
    for (kind, _value), one in zip(told.points, read, strict=True):
        if kind == _MAIL:
            mails.append(one)
        elif kind == _WEB:
            pages.append(one.shown)
        else:
            numbers += (one.shown, one.fold)
            if len(one.national) >= SHORTEST_PHONE:
                nationals.append(one.national[:40])
    return mails, numbers, nationals, pages


def _address(told: Told, country: str) -> dict[str, str]:
    """The columns of the address that differ."""
    at = told.places.get
    parts = (at("street"), at("postcode"), at("city"), at("region"), country)
    found = {**told.places, "fold": fold(" ".join([part for part in parts if part]))[:1200]}
    if city := at("city"):
        found["city_fold"] = fold(city)[:200]
    return found


def _job(told: Told) -> dict[str, str]:
    """The columns of the tie that differ."""
    found = {"role": told.role, "department": told.department}
    return {name: text for name, text in found.items() if text}


def _owner_in(made: Sequence[Any]) -> tuple[int | None, int | None]:
    """Owner and team, of what the search was told."""
    for one in made:
        if type(one) is tuple and len(one) == 5:
            return one[3], one[4]
    return None, None
