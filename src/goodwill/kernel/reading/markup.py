"""XML of office files, read as it streams by: never a tree, no document types, no entities of its own."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from goodwill.kernel.previews import Unsuitable
from goodwill.kernel.reading.found import Collected

DEEPEST = 256
Opened = Callable[[str, dict[str, str]], None]


def scan(blocks: Iterable[bytes], opened: Opened, text: Callable[[str], None], closed: Callable[[str], None]) -> None:
    """Tell of each element and text of a document; names come without their prefix. Raises Unsuitable."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unsuitable("deep")
        opened(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        closed(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unsuitable("damaged") from None


def collect(blocks: Iterable[bytes], into: Collected, *, texts: frozenset[str], ends: dict[str, str]) -> None:
    """Gather what stands inside of `texts` (anywhere, if that is empty); `ends` is what follows an element."""
    inside = 0 if texts else 1

    def opened(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        inside += name in texts

    def text(found: str) -> None:
        if inside:
            into.add(found)

    def closed(name: str) -> None:
        nonlocal inside
        inside -= name in texts
        if name in ends:
            into.add(ends[name])

    scan(_until_full(blocks, into), opened, text, closed)


def _until_full(blocks: Iterable[bytes], into: Collected) -> Iterable[bytes]:
    for block in blocks:
        if into.full:
            raise Enough
        yield block


class Enough(Exception):
    """The bounds are reached; what was collected stands."""


def _refuse_doctype(*_given: object) -> None:
    raise Unsuitable("damaged")
