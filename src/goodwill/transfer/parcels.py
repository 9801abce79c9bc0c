"""How rows go from the process that reads a file to the one that writes: a stretch of them, by parcels.

A row whose draft can be packed goes as bytes, any other as an object. What such drafts have in common is sent once.
In a long file their bytes are deflated as the sequel of its first rows, which leaves a quarter: a stretch waits in
memory.
"""

import io
import marshal
import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from math import ceil
from typing import Any

from django.apps import apps
from django.db.models import Model

from goodwill.kernel.heap import trim
from goodwill.kernel.inserting import fresh, told
from goodwill.transfer.arranging import Met, arranged
from goodwill.transfer.understanding import MOST, VALUES, Chunk, Understanding
from goodwill.transfer.values import Given

SHORTEST, LONGEST, OBJECTS = 1000, 4 * MOST, 2000
"""Rows of a stretch: at first few, then two for five before it, so that nobody waits while it is read. Rows that are
objects, which take more memory than packed ones: a stretch ends when it has so many."""
LONG = 2 * LONGEST
"""Rows of a file after which memory is spared rather than time."""
READ_AT_ONCE = 500
END = pickle.dumps(None)
_PICKLED = b"\x80"
_LIKE = 2
"""First rows that the others are deflated as the sequel of. More make them hardly smaller."""
_WINDOW, _MEMORY, _DEFLATED = 13, 3, b"\x58"
"""As `zlib` wants them, and what it begins with for such a window."""


class Sent(Given):
    """A row from the other process. What stands in its cells is unpacked for whoever asks: of most rows nobody does."""

    def __init__(self, number: int, said: bytes, draft: Any) -> None:
        self.number, self.draft, self.kept, self._said = number, draft, [], said

    @staticmethod
    def said(given: Given) -> bytes:
        return marshal.dumps((list(given.cells), given.values))

    @cached_property
    def _unpacked(self) -> tuple[list[str], dict[str, list[str]]]:
        found: tuple[list[str], dict[str, list[str]]] = marshal.loads(self._said)  # noqa: S302 - our own wrote it
        return found

    @cached_property
    def cells(self) -> Sequence[str]:  # type: ignore[override]
        return self._unpacked[0]

    @cached_property
    def values(self) -> dict[str, list[str]]:  # type: ignore[override]
        return self._unpacked[1]


@dataclass(slots=True)
class Parcel:
    """A chunk on its way: packed rows in their order, and objects by their place among all.

    `shared` is what drafts have in common that was not sent before; `unpacked` makes a draft again. `like` is what rows
    are deflated as the sequel of.
    """

    packed: list[bytes]
    others: dict[int, Given]
    shared: list[Any]
    unpacked: Callable[[tuple[Any, ...], Sequence[Any]], Any] | None
    error: str
    ends: int | None
    like: bytes = b""

    def chunk(self, shared: list[Any]) -> Chunk:
        """`shared` are those of all parcels, in their order."""
        shared += self.shared
        rows: list[bytes | Given] = list(self.packed)
        for place, given in self.others.items():
            rows.insert(place, given)
        return _Wrapped(rows, partial(self._taken_out, shared), self.error, self.ends)

    def _taken_out(self, shared: list[Any], row: bytes) -> Given:
        assert self.unpacked
        raw = zlib.decompressobj(_WINDOW, self.like).decompress(row) if row[:1] == _DEFLATED else row
        number, said, draft = pickle.loads(raw) if raw[:1] == _PICKLED else marshal.loads(raw)  # noqa: S301, S302
        return Sent(number, said, self.unpacked(draft, shared))


class _Wrapped(Chunk):
    """Whose rows are taken out of their parcel when they are asked for: of a part those of the part alone."""

    def __init__(
        self, wrapped: list[bytes | Given], take_out: Callable[[bytes], Given], error: str, ends: int | None
    ) -> None:
        self._wrapped, self._take_out, self.error, self.ends = wrapped, take_out, error, ends

    @cached_property
    def rows(self) -> list[Given]:  # type: ignore[override]
        return self._some(0, self.count)

    @property
    def count(self) -> int:
        return len(self._wrapped)

    def _some(self, start: int, count: int) -> list[Given]:
        some = self._wrapped[start : start + count]
        return [self._take_out(row) if isinstance(row, bytes) else row for row in some]


@dataclass
class _Packer:
    """What was shared so far has its number for good."""

    numbers: dict[int, int] = field(default_factory=dict)
    objects: list[Any] = field(default_factory=list)
    sent: int = 0
    unpacked: Callable[[tuple[Any, ...], Sequence[Any]], Any] | None = None
    like: list[bytes] = field(default_factory=list)
    deflates: bool = False

    def row(self, given: Given) -> bytes | Given:
        draft = given.draft
        if given.problems or given.kept or given.is_new or given.same_as or not hasattr(draft, "packed"):
            return given
        self.unpacked = type(draft).unpacked
        row = (given.number, Sent.said(given), draft.packed(self._share))
        try:
            raw = marshal.dumps(row)
        except ValueError:  # a date, as some databases want it
            raw = pickle.dumps(row, pickle.HIGHEST_PROTOCOL)
        if len(self.like) < _LIKE:
            self.like.append(raw)
            return raw
        if not self.deflates:
            return raw
        deflated = self._fresh.copy()
        return deflated.compress(raw) + deflated.flush()

    @cached_property
    def _fresh(self) -> "zlib._Compress":
        """Copied for each row, since to set up another takes longer than the row."""
        return zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=b"".join(self.like))

    def _share(self, one: Any) -> int:
        if (number := self.numbers.get(id(one))) is None:
            number = self.numbers[id(one)] = len(self.objects)
            self.objects.append(one)
        return number

    def parcel(self, rows: Sequence[bytes | Given], error: str = "", ends: int | None = None) -> bytes:
        packed = [row for row in rows if isinstance(row, bytes)]
        others = {place: row for place, row in enumerate(rows) if not isinstance(row, bytes)}
        new, self.sent = self.objects[self.sent :], len(self.objects)
        written = io.BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _models()
        pickler.dump(Parcel(packed, others, new, self.unpacked, error, ends, b"".join(self.like)))
        return written.getvalue()


@dataclass
class _Stretch:
    rows: list[bytes | Given] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    values: int = 0
    objects: int = 0
    last: int = 0

    def add(self, given: Given, row: bytes | Given, met: Met) -> None:
        self.rows.append(row)
        self.met.append(met)
        self.values += len(given.cells)
        self.objects += not isinstance(row, bytes)
        self.last = given.number

    def parcels(self, packer: _Packer, error: str = "") -> Iterator[bytes]:
        """In a good order, alike in size."""
        rows = [self.rows[place] for place in reversed(arranged(self.met))]
        number = ceil(max(len(rows) / MOST, self.values / VALUES)) or 1
        self.rows.clear()
        self.met.clear()
        for left in range(number, 1, -1):
            yield packer.parcel(_taken(rows, ceil(len(rows) / left)), ends=0)
        yield packer.parcel(rows[::-1], error, self.last)


def _taken(rows: list[bytes | Given], count: int) -> list[bytes | Given]:
    """From the end, which comes first; what was taken takes no room any more."""
    found = rows[: -count - 1 : -1]
    del rows[-count:]
    return found


def parcels(understanding: Understanding, after: int, done: frozenset[int]) -> Iterator[bytes]:
    packer = _Packer()
    if understanding.meets is None:
        for chunk in understanding.chunks(after, done=done):
            yield packer.parcel([packer.row(given) for given in chunk.rows], chunk.error)
        return
    stretch, before = _Stretch(), after
    for chunk in understanding.chunks(after, READ_AT_ONCE, done):
        for given in chunk.rows:
            stretch.add(given, packer.row(given), understanding.met(given))
        rows = len(stretch.rows)
        if chunk.error or stretch.objects >= OBJECTS or rows >= min(LONGEST, max(SHORTEST, 2 * before // 5)):
            before += rows
            yield from stretch.parcels(packer, chunk.error)
            stretch = _Stretch()
            packer.deflates = before >= LONG
            if packer.deflates:
                trim()
    if stretch.rows:
        yield from stretch.parcels(packer)


@cache
def _models() -> dict[type, Any]:
    """How objects of models travel: by what was set in them, which is a fraction of what Django writes."""
    return {model: partial(_reduced, model) for model in apps.get_models()}


def _reduced(model: type[Model], record: Model) -> tuple[Any, tuple[type[Model], dict[str, Any]]]:
    return fresh, (model, told(record))
