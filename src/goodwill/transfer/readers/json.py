"""JSON: a list of objects, however deep it lies, as a table; also a record alone, and objects line by line.

The file is read piece by piece: memory is that of one object. What left a Goodwill is told apart in `json_ours`.
"""

import codecs
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, BinaryIO

from goodwill.transfer.mapping.synonyms import target_named
from goodwill.transfer.readers import json_ours
from goodwill.transfer.readers.encoding import detect_encoding
from goodwill.transfer.readers.errors import Problem, Unreadable, problem, unreadable
from goodwill.transfer.readers.flattening import Path, exact_number, flattened, name_of, sound, whole_number
from goodwill.transfer.readers.header import MAX_COLUMNS, Column
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.records import MAX_CELL
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.sheet import Sheet
from goodwill.transfer.readers.table import SAMPLE, Table

MAX_OBJECT = 16_000_000
"""Letters of one object."""
_PIECE = 1 << 16
_DEEPEST = 3
"""Objects around a list, as programs that answer requests put there."""
_SPACE = " \t\r\n\ufeff"
_DECODER = json.JSONDecoder(parse_int=whole_number, parse_float=exact_number, parse_constant=lambda _name: None)


def open_json(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """The list named in `reading`, else the record that left a Goodwill with everything, else the longest list. Reads
    the file once to learn which columns there are."""
    encoding = detect_encoding(source, reading.language, reading.encoding).name
    lists: dict[str, _List] = {}
    problems: list[Problem] = []
    try:
        _survey(source, encoding, lists)
    except Unreadable as broken:  # what comes before is good
        if not lists:
            raise
        problems.append(broken.problem)
    _leave_parts(lists)
    if not lists:
        raise unreadable("no_objects")
    chosen = reading.sheet if reading.sheet in lists else _main(lists)
    found = lists[chosen]
    file = JsonFile(source, encoding, chosen, json_ours.columns(found.type, found.mark, found.keys))
    if file.ours is None:
        file = replace(file, paths=tuple(found.paths))
    columns = _named(file.ours.headers if file.ours else [name_of(path) for path in file.paths])
    if len(columns) > MAX_COLUMNS:
        raise unreadable("too_many_columns", found=len(columns), limit=MAX_COLUMNS)
    known = replace(reading, encoding=encoding, sheet=chosen, header_row=0)
    table = Table(columns, file, known, [*problems, *_told(lists, chosen, reading)], about=found.type)
    table.sample += islice(table.rows(), min(SAMPLE, found.count))
    return table


def list_lists(source: Input, encoding: str = "") -> list[Sheet]:
    """The lists of a file, where a sheet may be chosen."""
    lists: dict[str, _List] = {}
    with suppress(Unreadable):
        _survey(source, detect_encoding(source, "", encoding).name, lists)
    _leave_parts(lists)
    return [Sheet(name, found.count, len(found.paths)) for name, found in lists.items()]


def _leave_parts(lists: "dict[str, _List]") -> None:
    """Where one record left a Goodwill with everything, take out what is told with it and is nothing alone."""
    parts = [name for name, found in lists.items() if json_ours.is_told_with_its_record(found.type, found.mark)]
    if len(parts) < len(lists):
        for name in parts:
            del lists[name]


def _main(lists: "dict[str, _List]") -> str:
    first = next(iter(lists))
    if len(lists) > 1 and lists[first].mark is not None and lists[first].count == 1:
        return first
    return max(lists, key=lambda name: lists[name].rank)


def _told(lists: "dict[str, _List]", chosen: str, reading: Reading) -> list[Problem]:
    if len(lists) < 2 or reading.sheet:
        return []
    others = ", ".join(name for name in lists if name != chosen)
    return [problem("other_lists", sheet=chosen, sheets=others, count=len(lists))]


def _named(headers: list[str]) -> list[Column]:
    columns: list[Column] = []
    taken: set[str] = set()
    for header in headers:
        name = shown = header[:200] or "-"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{shown} ({number})"
        taken.add(name.casefold())
        columns.append(Column(name, header))
    return columns


@dataclass(frozen=True, slots=True)
class JsonFile:
    """`ours` says how rows of a Goodwill are told, `paths` where the cells of others lie."""

    source: Input
    encoding: str
    sheet: str
    ours: json_ours.Ours | None = None
    paths: tuple[Path, ...] = ()
    has_tail: bool = False

    @property
    def is_exact(self) -> bool:
        return self.ours is not None

    def rows(self, names: list[str]) -> Iterator[Row]:
        objects = (each for name, each in _objects(self.source, self.encoding) if name == self.sheet)
        for number, each in enumerate(objects, 1):
            if self.ours:
                cells = self.ours.cells(each)
            else:
                told = flattened(each)
                cells = [told.get(path, "") for path in self.paths]
            cells = list(map(sound, cells))
            yield Row(number, cells, _huge(number, cells, names))

    def repaired(self, _row: Row, _width: int) -> Row | None:
        return None


def _huge(number: int, cells: list[str], names: list[str]) -> tuple[Problem, ...]:
    return tuple(
        problem("huge_cell", number, names[place], cell[:200], size=len(cell), limit=MAX_CELL)
        for place, cell in enumerate(cells)
        if len(cell) > MAX_CELL and place < len(names)
    )


@dataclass(slots=True)
class _List:
    """What one list of a file holds: its columns, and who wrote it; `who` is how well its first row says who it is."""

    type: str = ""
    mark: str | None = None
    who: int = 0
    count: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    paths: dict[Path, None] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[bool, int, int]:
        return bool(self.who), self.count, self.who


def _survey(source: Input, encoding: str, lists: dict[str, _List]) -> None:
    for name, each in _objects(source, encoding):
        found = lists.setdefault(name, _List())
        if not found.count:
            found.type, found.mark = json_ours.maker(each)
            found.who = _identity(each)
        found.count += 1
        found.keys.update(dict.fromkeys(each))
        if len(found.paths) <= MAX_COLUMNS:
            found.paths.update(dict.fromkeys(flattened(each)))


def _objects(source: Input, encoding: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object that is a row, with the name of its list; the list itself is called nothing where it is the file."""
    with source.open() as stream:
        text = _Text(stream, encoding)
        while sign := text.peek():
            if sign == "[":
                yield from _each(text, "")
            elif sign == "{" and not text.is_record():
                yield from _inside(text, "", 1)
            else:
                yield "", _as_row(text.value())


def _each(text: "_Text", name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for _ in text.elements():
        yield name, _as_row(text.value())


def _inside(text: "_Text", around: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lists of objects in an object."""
    for key in text.members():
        name = f"{around}.{key}" if around else key
        sign = text.peek()
        if sign == "[":
            yield from ((name, row) for _name, row in _each(text, name) if list(row) != [_LONE])
        elif sign == "{" and depth < _DEEPEST:
            yield from _inside(text, name, depth + 1)
        else:
            text.value()


def _is_record(found: dict[str, Any]) -> bool:
    """It says who it is about, and does so at least as well as what lies in it."""
    inside = [one for each in found.values() if isinstance(each, list) for one in each[:1] if isinstance(one, dict)]
    if json_ours.maker(found)[0] or not (inside or any(isinstance(each, dict) for each in found.values())):
        return True
    named = _identity(found)
    return named > 0 and all(_identity(each) <= named for each in inside)


def _identity(row: dict[str, Any]) -> int:
    keys = (key for key, each in row.items() if not isinstance(each, list | dict))
    return sum(target_named(key)[0].partition(":")[0] in _WHO for key in keys)


_WHO = frozenset({"full_name", "given_name", "family_name", "company", "mail", "phone"})
_LONE = "value"


def _as_row(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {_LONE: value}


class _Text:
    """The letters of a file, as far as they are needed at once."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = ""
        self._place = 0
        self._is_over = False
        self._values = 0
        self._are_records = False

    def peek(self) -> str:
        """The next sign that is no space; "" at the end."""
        while True:
            while self._place < len(self._held):
                sign = self._held[self._place]
                if sign not in _SPACE:
                    return sign
                self._place += 1
            if not self._more(_PIECE):
                return ""

    def elements(self) -> Iterator[None]:
        """Stands at each value of a list in turn; each has to be read."""
        yield from (None for _ in self._parts("[", "]"))

    def members(self) -> Iterator[str]:
        for _ in self._parts("{", "}"):
            key = self.value()
            if not isinstance(key, str) or self.peek() != ":":
                raise self._broken()
            self._place += 1
            yield key

    def _parts(self, first: str, last: str) -> Iterator[None]:
        if self.peek() != first:
            raise self._broken()
        self._place += 1
        while (sign := self.peek()) != last:
            if sign == ",":
                self._place += 1
            elif not sign:
                raise self._broken()
            else:
                yield
        self._place += 1

    def value(self) -> Any:
        """The value that stands here. Raises Unreadable where there is none, or one that is too large."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._held, self._place)
            except (ValueError, RecursionError) as fault:
                rest = len(self._held) - self._place
                if isinstance(fault, RecursionError) or rest > MAX_OBJECT or not self._more(max(rest, _PIECE)):
                    raise self._broken() from fault
                continue
            if end == len(self._held) and self._more(_PIECE):
                continue  # a number may go on
            self._place = end
            self._values += 1
            return found

    def is_record(self) -> bool:
        """Is the object that stands here a row itself, or does it lie around a list of rows?"""
        while not self._are_records:
            try:
                found, _end = _DECODER.raw_decode(self._held, self._place)
            except (ValueError, RecursionError):
                if len(self._held) - self._place > MAX_CELL or not self._more(_PIECE):
                    return False
            else:
                self._are_records = _is_record(found)
                break
        return self._are_records

    def _more(self, size: int) -> bool:
        if self._is_over:
            return False
        if self._place:
            self._held, self._place = self._held[self._place :], 0
        piece = self._stream.read(size)
        self._is_over = not piece
        self._held += self._decoder.decode(piece, final=not piece)
        return True

    def _broken(self) -> Exception:
        near = self._held[self._place : self._place + 60]
        return unreadable("damaged_json", raw=" ".join(near.split()), count=self._values)
