"""What turns rows into records: areas register here, and nothing here names one of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise

from goodwill.kernel.actors import Actor
from goodwill.transfer.values import Given

Words = str | Promise


class Policy(StrEnum):
    """What becomes of a record that is known already."""

    FILL = "fill"
    OVERWRITE = "overwrite"
    CREATE = "create"
    """It is left as it is."""


class Doubles(StrEnum):
    """What becomes of a row that may be somebody who is known already."""

    TAKE = "take"
    HOLD = "hold"


@dataclass(frozen=True)
class Options:
    """`row_is` is one of the importer's nouns; `source` names where the file's own numbers are from."""

    row_is: str = ""
    policy: str = Policy.FILL.value
    doubles: str = Doubles.TAKE.value
    owner: int | None = None
    tags: tuple[str, ...] = ()
    source: str = ""
    language: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"tags": list(self.tags)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Options":
        known = {each.name: data[each.name] for each in fields(cls) if each.name in data}
        return cls(**known | {"tags": tuple(known.get("tags", ()))})


class Outcome(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    DOUBLE = "double"
    """Would be new, but may be somebody who is known already."""
    REFUSED = "refused"


@dataclass
class Decision:
    """What becomes of one row. `sentence` says why it is refused or whom it resembles, `remarks` what was put aside."""

    given: Given
    outcome: Outcome
    sentence: str = ""
    remarks: list[str] = field(default_factory=list)
    plan: Any = None


class Session(Protocol):
    """One pass over a file.

    `read` makes the draft of a row. It asks no database and can be pickled: another process may call it.
    """

    @property
    def read(self) -> Callable[[Given], Any]: ...

    def decide(self, rows: Sequence[Given]) -> list[Decision]:
        """In few queries for all rows together; writes nothing."""

    def write(self, decisions: Sequence[Decision]) -> None:
        """What `decide` planned, inside an open batch. Raises for rows that cannot be written, and is then undone."""


@dataclass(frozen=True)
class Importer:
    """`takes` are the targets that mean something to it, `nouns` what a row can be, with its label.

    `open(options, by, remembers)` begins a pass; one that remembers knows in later rows what earlier ones would have
    made: for the dry run, which writes nothing. `guess` says what a row is by its targets, `list_slug` where the
    records show.
    """

    name: str
    label: Words
    takes: frozenset[str]
    nouns: tuple[tuple[str, Words], ...]
    open: "Callable[[Options, Actor, bool], Session]"
    guess: Callable[[dict[int, str], str], str]
    list_slug: Callable[[str], str]


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _importers[importer.name] = importer


def get(name: str) -> Importer:
    return _importers[name]


def first() -> str:
    return next(iter(_importers))


def all_importers() -> tuple[Importer, ...]:
    return tuple(_importers.values())
