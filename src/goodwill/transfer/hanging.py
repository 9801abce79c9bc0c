"""What hangs on records of any type beside their fields: notes, tags, and what other systems call them.

The area that owns them registers how they are looked up and written; without one, imports do not offer them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from goodwill.kernel.actors import Actor
from goodwill.kernel.refs import Ref
from goodwill.kernel.text import fold


@dataclass
class Hanging:
    """Notes and tags as folded texts where they are known already, as they were written where they are to be added."""

    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.notes or self.tags or self.keys)


class Hangings(Protocol):
    def find(self, source: str, keys: Collection[str], type_name: str) -> dict[str, int]:
        """The ids of records that another system calls so."""

    def reached(self, texts: Collection[str]) -> dict[str, list[Ref]]:
        """By text, the records that have this mail, or that any other system calls so, whoever may see them."""

    def known(self, source: str, refs: Sequence[Ref]) -> dict[Ref, Hanging]:
        """What hangs on them already."""

    def write(self, source: str, added: Sequence[tuple[Any, Hanging]], by: Actor) -> None:
        """Inside an open batch."""


_registered: list[Hangings] = []


def register(hangings: Hangings) -> None:
    _registered[:] = [hangings]


def current() -> Hangings | None:
    return _registered[0] if _registered else None


def missing(wanted: Hanging, known: Mapping[Ref, Hanging], ref: Ref | None) -> Hanging:
    """What is not there yet."""
    there = known.get(ref, Hanging()) if ref else Hanging()
    return Hanging(
        [text for text in wanted.notes if fold(text) not in there.notes],
        [text for text in wanted.tags if fold(text)[:120] not in there.tags],
        [key for key in wanted.keys if key not in there.keys],
    )
