"""A row whose inner quotes are not doubled, read as a person would: "said "hello" to me" is one cell.

A quote closes its cell only where a delimiter or the end of the row follows. Where that leaves several ways, the number
of columns decides, and that quotes within a cell come in pairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from goodwill.transfer.readers.dialect import Dialect

_MOST_SPARE = 8
"""Delimiters that may stand within cells when several ways are compared."""
_MOST_STEPS = 2000


class Reading(NamedTuple):
    cells: list[str]
    odd: int
    """Cells with a quote that has no partner: it may be inches, or the row was meant otherwise."""
    is_only: bool = True
    """No other way is as good."""

    @property
    def is_plain(self) -> bool:
        return self.is_only and not self.odd


class _Cell(NamedTuple):
    text: str
    pieces: int
    odd: int


@dataclass(frozen=True, slots=True)
class _Way:
    odd: int
    is_only: bool
    cells: tuple[str, ...]


def by_sight(text: str, dialect: Dialect, width: int) -> Reading | None:
    """The best way to read a row as `width` cells, 0 if the number is unknown; None where there is none."""
    if not dialect.quote or dialect.escape:
        return None
    pieces = text.rstrip("\r\n").split(dialect.delimiter)
    plain = _at_once(pieces, dialect)
    if plain and (not width or len(plain.cells) == width):
        return plain
    spare = len(pieces) - width
    if not width or not 0 <= spare <= _MOST_SPARE or len(pieces) * (spare + 1) > _MOST_STEPS:
        return None
    way = _best(pieces, dialect, spare)
    return Reading(list(way.cells), way.odd, way.is_only) if way else None


def _at_once(pieces: list[str], dialect: Dialect) -> Reading | None:
    """Each cell ends where it first can with its quotes in pairs."""
    cells, place = [], 0
    while place < len(pieces):
        cell = next((each for each in _cells_from(pieces, place, len(pieces), dialect) if not each.odd), None)
        if cell is None:
            return None
        cells.append(cell.text)
        place += cell.pieces
    return Reading(cells, 0)


def _cells_from(pieces: list[str], place: int, most: int, dialect: Dialect) -> Iterator[_Cell]:
    """What may begin at a piece: the piece as it stands, or a quoted cell of at most so many."""
    first = pieces[place].lstrip(" ") if dialect.skip_space else pieces[place]
    quote = dialect.quote
    quotes = first.count(quote)
    if not first.startswith(quote):
        yield _Cell(first, 1, quotes % 2)
        return
    if quotes and not quotes % 2 and not first.rstrip(" ").endswith(quote):
        yield _Cell(first, 1, 0)
    quotes = 0
    for end in range(place, min(place + most, len(pieces))):
        quotes += pieces[end].count(quote)
        if quotes > 1 and pieces[end].rstrip(" ").endswith(quote) and (most < len(pieces) or not quotes % 2):
            text = dialect.delimiter.join([first, *pieces[place + 1 : end + 1]]).rstrip(" ")[1:-1]
            yield _Cell(text.replace(quote * 2, quote), end + 1 - place, quotes % 2)


def _best(pieces: list[str], dialect: Dialect, spare: int) -> _Way | None:
    """Of all ways that keep `spare` delimiters within cells, the one with the fewest odd quotes."""
    ways: list[dict[int, _Way]] = [{} for _ in range(len(pieces) + 1)]
    ways[0][0] = _Way(0, True, ())
    for place in range(len(pieces)):
        for kept, way in ways[place].items():
            for cell in _cells_from(pieces, place, min(spare - kept, len(pieces) - place - 1) + 1, dialect):
                after, inside = ways[place + cell.pieces], kept + cell.pieces - 1
                found = _Way(way.odd + cell.odd, way.is_only, (*way.cells, cell.text))
                before = after.get(inside)
                if before is None or found.odd < before.odd:
                    after[inside] = found
                elif found.odd == before.odd and found.cells != before.cells:
                    after[inside] = _Way(before.odd, False, before.cells)
    return ways[-1].get(spare)
