"""What a row would change of a record that is here, in words."""

from dataclasses import asdict, dataclass
from typing import Any

LONGEST, MOST_LINES = 200, 12


@dataclass(frozen=True)
class Line:
    """One field; nothing before it where something is added, nothing after where it goes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Update:
    """`row` is the first that says something new of the record of this type."""

    row: int
    type: str
    id: int
    name: str
    lines: list[Line]

    def as_data(self) -> dict[str, Any]:
        lines = [{name: _short(text) for name, text in asdict(line).items()} for line in self.lines[:MOST_LINES]]
        return {**asdict(self), "lines": lines, "more": max(0, len(self.lines) - MOST_LINES)}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}…"
