"""The rows of a workbook that is one XML file, as expat comes upon them in its pieces."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.header import MAX_COLUMNS
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.records import MAX_CELL
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.sheet import cell_text

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
MAX_FILE = 128 << 20
_MOST_NESTED = 50
_PIECE = 256 << 10
_NAME, _INDEX, _TYPE, _ACROSS, _DOWN, _SHEET, _ROW, _CELL, _DATA, _COMMENT = (
    f"{SPACE} {name}"
    for name in ("Name", "Index", "Type", "MergeAcross", "MergeDown", "Worksheet", "Row", "Cell", "Data", "Comment")
)


@dataclass(slots=True)
class _Sheets:
    """What the parser tells, as rows that are complete."""

    done: list[tuple[str, Row]] = field(default_factory=list)
    depth: int = 0
    sheet: str = ""
    row: int = 0
    cells: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    place: int = 0
    across: int = 0
    down: int = 0
    kind: str = ""
    text: list[str] | None = None
    size: int = 0
    remarked: bool = False
    """Within a remark on a cell, which is no value of it."""
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By place: the last row to which the text of a merged cell reaches."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise unreadable("damaged_workbook", raw=f"> {_MOST_NESTED} × <…>")
        if name == _SHEET:
            self.sheet, self.row, self.reaching = attributes.get(_NAME, "")[:200], 0, {}
        elif name == _ROW:
            self.row = _number(attributes, _INDEX, self.row + 1)
            self.cells, self.faults, self.place = [], [], 0
        elif name == _CELL:
            self.place = _number(attributes, _INDEX, self.place + 1)
            self.across, self.down = _number(attributes, _ACROSS, 0), _number(attributes, _DOWN, 0)
            if self.place + self.across > MAX_COLUMNS:
                raise unreadable("too_many_columns", found=self.place + self.across, limit=MAX_COLUMNS)
        elif name == _COMMENT:
            self.remarked = True
        elif name == _DATA and not self.remarked:
            self.kind, self.text, self.size = attributes.get(_TYPE, ""), [], 0

    def words(self, text: str) -> None:
        if self.text is not None:
            if self.size < MAX_CELL:
                self.text.append(text[: MAX_CELL - self.size])
            self.size += len(text)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == _DATA and self.text is not None:
            self._put("".join(self.text))
            self.text = None
        elif name == _COMMENT:
            self.remarked = False
        elif name == _CELL:
            self.place += self.across
        elif name == _ROW:
            for place, (last, text) in list(self.reaching.items()):
                if last < self.row:
                    del self.reaching[place]
                elif text and not (place < len(self.cells) and self.cells[place]):
                    self._set(place, text)
            if any(self.cells):
                self.done.append((self.sheet, Row(self.row, self.cells, tuple(self.faults))))

    def _put(self, raw: str) -> None:
        place = max(self.place, 1) - 1
        if self.size > MAX_CELL:
            told = problem("huge_cell", self.row, raw=raw[:200], size=self.size, limit=MAX_CELL, place=place)
            self.faults.append(told)
        if self.kind == "Error":
            self.faults.append(problem("cell_error", self.row, raw=raw[:200], place=place))
            raw = ""
        text = _typed(raw, self.kind)
        self._set(place, text)
        if self.down and 0 < len(text) <= 1000:
            self.reaching[place] = (self.row + self.down, text)

    def _set(self, place: int, text: str) -> None:
        self.cells += [""] * (place + 1 - len(self.cells))
        self.cells[place] = text


def rows_of_sheets(source: Input) -> Iterator[tuple[str, Row]]:
    """Rows that hold something, with the names of their sheets."""
    if source.size > MAX_FILE:
        raise unreadable("workbook_too_large", size=source.size >> 20, limit=MAX_FILE >> 20)
    sheets = _Sheets()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = sheets.begin, sheets.end
    parser.CharacterDataHandler = sheets.words
    parser.StartDoctypeDeclHandler = _refused
    try:
        with source.open() as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
                yield from sheets.done
                sheets.done.clear()
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault
    yield from sheets.done


def _refused(name: str, *_more: object) -> None:
    """A document type can bring entities that grow without end, or name other files; no workbook has one."""
    raise unreadable("damaged_workbook", raw=f"<!DOCTYPE {name}"[:200])


def _number(attributes: dict[str, str], name: str, otherwise: int) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _typed(text: str, kind: str) -> str:
    """As cells of other workbooks read: numbers with a decimal point, days in ISO, yes and no as true and false."""
    if kind == "Boolean":
        return {"1": "true", "0": "false"}.get(text.strip(), text)
    if kind == "DateTime":
        day, _, hour = text.strip().partition("T")
        return day if hour.startswith("00:00:00") else f"{day} {hour.partition('.')[0]}".strip()
    if kind == "Number":
        try:
            return cell_text(float(text)) if len(text) < 40 else text
        except ValueError:
            return text
    return text
