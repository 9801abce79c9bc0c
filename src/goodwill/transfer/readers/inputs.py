"""A file that somebody brought: its name, its size and a way to read it from the start, as often as needed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Input:
    """`open` gives a new binary stream each time; it must be picklable to read in a second process."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def of_path(cls, path: Path | str, name: str = "") -> "Input":
        path = Path(path)
        return cls(name or path.name, path.stat().st_size, partial(path.open, "rb"))  # type: ignore[arg-type]

    @classmethod
    def of_bytes(cls, data: bytes, name: str = "") -> "Input":
        return cls(name, len(data), partial(BytesIO, data))

    def head(self, size: int) -> bytes:
        with self.open() as stream:
            return stream.read(size)

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, without its dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""
