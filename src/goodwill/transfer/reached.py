"""How far a run got in its file, as its job keeps it."""

import base64
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from goodwill.transfer.understanding import Chunk


@dataclass
class Reached:
    """All rows up to `row` are done, and those of `beyond`, which came before their turn (`arranging`)."""

    row: int = 0
    beyond: set[int] = field(default_factory=set)

    @classmethod
    def from_data(cls, position: Mapping[str, Any]) -> "Reached":
        row = int(position.get("row", 0))
        return cls(row, set(_places(position.get("beyond", ""), row + 1)))

    def as_data(self) -> dict[str, Any]:
        return {"row": self.row, "beyond": _packed(self.beyond, self.row + 1)}

    def take(self, part: Chunk) -> None:
        if part.until != part.last:
            self.beyond.update(given.number for given in part.rows)
        if part.until:
            self.row = part.until
            self.beyond = {number for number in self.beyond if number > self.row}


def _packed(numbers: Collection[int], start: int) -> str:
    """Which numbers there are, a bit for each one from the first possible on."""
    bits = bytearray((max(numbers, default=start - 1) - start) // 8 + 1)
    for number in numbers:
        bits[number - start >> 3] |= 1 << (number - start & 7)
    return base64.b64encode(zlib.compress(bits)).decode() if bits else ""


def _places(text: str, start: int) -> Iterable[int]:
    bits = zlib.decompress(base64.b64decode(text)) if text else b""
    return (start + 8 * place + bit for place, byte in enumerate(bits) for bit in range(8) if byte >> bit & 1)
