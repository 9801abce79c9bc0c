"""Cards in the shape of a table: a column for each thing that any of them has, its meaning known from the start."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from goodwill.transfer.mapping.targets import MESSENGERS, NETWORKS, NUMBERS, TARGETS
from goodwill.transfer.readers.encoding import detect_encoding
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.header import MAX_COLUMNS, Column
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.table import SAMPLE, Table
from goodwill.transfer.readers.vcard.card import OWN_UID, Card, PostalAddress, Value
from goodwill.transfer.readers.vcard.read import read_cards

Cell = tuple[str, int]
"""A target, and which of several with this target."""

_PHONES = {"cell": "mobile", "iphone": "mobile", "pager": "pager", "main": "main", "car": "car", "isdn": "isdn"}
_PARTS = ("po_box", "street2", "street", "city", "region", "postcode", "country")


def open_cards(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """Reads the file once to learn which columns there are. The number of a row is the line where its card begins."""
    order: dict[Cell, None] = {}
    count = pictures = 0
    for found in read_cards(source, reading):
        count += isinstance(found, Card)
        pictures += isinstance(found, Card) and any(photo.data for photo in found.photos)
        if isinstance(found, Card) and len(order) < MAX_COLUMNS:
            order.update(dict.fromkeys(card_cells(found)))
    if not count:
        raise unreadable("no_cards")
    places = tuple(sorted(order, key=_place)[:MAX_COLUMNS])
    encoding = detect_encoding(source, reading.language, reading.encoding)
    known = replace(reading, encoding=encoding.name, fallback=encoding.fallback)
    table = Table([_column(target, number) for target, number in places], _CardFile(source, known, places), known)
    table.sample += islice(table.rows(), SAMPLE)
    if pictures:
        table.problems.append(problem("pictures", count=pictures))
    return table


@dataclass(frozen=True, slots=True)
class _CardFile:
    source: Input
    reading: Reading
    places: tuple[Cell, ...]
    is_exact: bool = True
    has_tail: bool = False

    def rows(self, _names: list[str]) -> Iterator[Row]:
        """A problem between two cards comes with the card before it, or the first."""
        waiting: list[Problem] = []
        last: Row | None = None
        for found in read_cards(self.source, self.reading):
            if isinstance(found, Problem):
                waiting.append(found)
                continue
            if last is not None:
                yield last._replace(problems=(*last.problems, *waiting))
                waiting = []
            last = self._row(found)
        if last is not None:
            yield last._replace(problems=(*last.problems, *waiting))

    def repaired(self, _row: Row, _width: int) -> Row | None:
        return None

    def _row(self, card: Card) -> Row:
        cells = card_cells(card)
        row = [cells.pop(place, "") for place in self.places]
        beyond = [problem("values_beyond", card.line, raw=", ".join(cells.values())[:2000])] if cells else []
        return Row(card.line, row, (*card.problems, *beyond))


def card_cells(card: Card) -> dict[Cell, str]:
    """What the card holds, by target. Pictures inside of the card are left to those who read cards."""
    cells: dict[Cell, str] = {}
    used: Counter[str] = Counter()
    for target, value, label in _told(card):
        if value and target in TARGETS:
            used[target] += 1
            place = _cell(target, used[target])
            cells[place] = value
            family, _colon, number = place[0].partition(":")
            if label and f"{family}_label:{number}" in TARGETS:
                cells[f"{family}_label:{number}", 1] = label
    return cells


def _cell(target: str, number: int) -> Cell:
    """The second mail without a label is mail:2; the second phone at work is one more phone:work."""
    family, _, label = target.partition(":")
    numbered = f"{family}:{number}"
    return (numbered, 1) if label == "1" and numbered in TARGETS else (target, number)


def _told(card: Card) -> Iterator[tuple[str, str, str]]:
    """Targets, values, and labels that are words of somebody's own."""
    for phone in card.phones:
        yield _phone_target(phone), phone.value, phone.label
    for mail in card.mails:
        yield _labelled("mail", mail), mail.value, mail.label
    for website in card.websites:
        yield _labelled("website", website), website.value, website.label
    yield from ((target, value, "") for target, value in (*_identity(card), *_places(card), *_around(card)))


def _places(card: Card) -> Iterator[tuple[str, str]]:
    taken: Counter[str] = Counter()
    for address in card.addresses:
        yield from _address_told(address, taken)


def _around(card: Card) -> Iterator[tuple[str, str]]:
    for handle in card.messengers:
        yield f"im:{handle.service if handle.service in MESSENGERS else 1}", handle.value
    for handle in card.networks:
        service = {"twitter": "x"}.get(handle.service, handle.service)
        yield (f"social:{service}" if service in NETWORKS else "website:1"), handle.value
    yield from _related(card.related)
    for number, date in enumerate(card.dates, 1):
        yield f"event:{number}", date.value
        yield f"event_label:{number}", date.label


def _related(related: list[Value]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    number = 0
    for value in related:
        kind = next(iter(value.kinds), "")
        target = {"child": "children"}.get(kind, kind)
        if target == "children" or (target in ("spouse", "manager", "assistant") and target not in taken):
            taken.add(target)
            yield target, value.value
        else:
            number += 1
            yield f"relation:{number}", value.value
            yield f"relation_label:{number}", value.label or kind


def _identity(card: Card) -> Iterator[tuple[str, str]]:
    yield "external_id", card.uid
    is_ours = card.uid.startswith(OWN_UID)
    yield "party_kind", "household" if is_ours and card.kind == "group" else "company" if card.is_company else ""
    if not card.is_company:
        yield "full_name", card.full_name
    yield "given_name", card.given_name
    yield "middle_name", card.additional_names
    yield "family_name", card.family_name
    yield "prefix", card.prefixes
    yield "suffix", card.suffixes
    yield "nickname", ", ".join(card.nicknames)
    yield "phonetic_given_name", card.phonetic_given_name
    yield "phonetic_family_name", card.phonetic_family_name
    yield "company", card.organization or (card.full_name if card.is_company else "")
    yield "department", ", ".join(card.units)
    yield "job_title", card.title
    yield "profession", card.role
    yield "birthday", card.birthday
    yield "anniversary", card.anniversary
    yield "gender", card.gender or card.gender_text
    yield "language", ", ".join(card.languages)
    yield "timezone", card.timezone
    yield "tags", ", ".join(category for category in card.categories if "," not in category)
    yield from (("tag", category) for category in card.categories if "," in category)
    yield ("description" if is_ours else "note"), card.note
    yield "changed_at", card.revised
    if card.place:
        yield "latitude", str(card.place[0])
        yield "longitude", str(card.place[1])
    yield "photo", next((photo.uri for photo in card.photos if photo.uri), "")


def _phone_target(phone: Value) -> str:
    kinds = phone.kinds
    if "fax" in kinds:
        return "phone:home_fax" if "home" in kinds else "phone:fax"
    for kind in kinds:
        if kind in _PHONES:
            return f"phone:{_PHONES[kind]}"
    if "assistant" in phone.label.lower():
        return "phone:assistant"
    return _labelled("phone", phone)


def _labelled(family: str, value: Value) -> str:
    label = next((kind for kind in (*value.kinds, value.label.lower()) if f"{family}:{kind}" in TARGETS), "1")
    return f"{family}:{label}"


def _address_told(address: PostalAddress, taken: Counter[str]) -> Iterator[tuple[str, str]]:
    label = next((kind for kind in address.kinds if kind in ("work", "home", "other")), "1" if address.label else "")
    if taken[label]:
        label = next((number for number in ("", "1", "2", "3") if not taken[number]), "3")
    taken[label] += 1
    if address.label and label in NUMBERS:
        yield f"address_label:{label}", address.label
    for part, value in zip(_PARTS, address.parts, strict=True):
        yield (f"{part}:{label}" if label else part), value
    if not any(address.parts):
        yield (f"address:{label}" if label else "address"), address.formatted


def _column(target: str, number: int) -> Column:
    name = str(TARGETS[target].name) + (f" ({number})" if number > 1 else "")
    return Column(name, target, target)


def _place(cell: Cell) -> tuple[int, int]:
    return _ORDER[cell[0]], cell[1]


_ORDER = {key: place for place, key in enumerate(TARGETS)}
