"""What was read in a file, and how much of a file is read at most."""

import time
from dataclasses import dataclass, field

MOST_BYTES = 64 * 1024 * 1024
MOST_CHARACTERS = 300_000
SECONDS = 4.0
REFUSED, HEAVY = 3, 4
"""How the process ends that read in vain."""


@dataclass(frozen=True)
class Found:
    """`cut`: there was more. `reason` is one of `previews.SENTENCES` where the file could not be read."""

    text: str = ""
    cut: bool = False
    pages: int = 0
    reason: str = ""


@dataclass
class Collected:
    """Pieces of text up to the bounds; `full` says when to stop looking for more."""

    room: int = MOST_CHARACTERS
    deadline: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    pieces: list[str] = field(default_factory=list)
    cut: bool = False

    def add(self, text: str) -> None:
        if len(text) > self.room:
            self.cut = True
        self.pieces.append(text[: self.room])
        self.room -= len(self.pieces[-1])

    @property
    def full(self) -> bool:
        if self.room <= 0 or time.monotonic() > self.deadline:
            self.cut = True
            return True
        return False

    def found(self, pages: int = 0) -> Found:
        """The text with at most one blank line in a row, and without signs that no database takes."""
        lines = (line.rstrip() for line in "".join(self.pieces).replace("\0", "").splitlines())
        kept: list[str] = []
        for line in lines:
            if line or (kept and kept[-1]):
                kept.append(line)
        text = "\n".join(kept).strip().encode(errors="replace").decode()
        return Found(text, self.cut, pages)
