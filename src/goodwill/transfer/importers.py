"""What turns rows into records: areas register here, and nothing here names one of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, Self

from django.utils.functional import Promise

from goodwill.kernel.actors import Actor
from goodwill.transfer.arranging import Met
from goodwill.transfer.options import Options
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.transfer.everywhere import Offer
    from goodwill.transfer.mapping.suggest import Suggestions
    from goodwill.transfer.readers.table import Table
    from goodwill.transfer.updates import Update

Words = str | Promise


class Outcome(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    DOUBLE = "double"
    """Would be new, but may be somebody who is known already."""
    REFUSED = "refused"
    LEFT = "left"
    """Somebody said that it stays out."""


@dataclass(frozen=True)
class Candidate:
    """A record of a type that a row may be about; what an earlier row of the file makes has no id, but this `row`."""

    id: int | None
    name: str
    detail: str
    type: str
    row: int | None = None


@dataclass(slots=True)
class Decision:
    """What becomes of one row. `sentence` says why it is refused or whom it resembles, `remarks` what was put aside.

    `wrong` are texts of cells with the sentence why they are not taken as what they should be. `about` is what the
    importer knows of the record that the row is about; it `joins` one that an earlier row of the file makes.
    """

    given: Given
    outcome: Outcome
    sentence: str = ""
    remarks: Sequence[str] = ()
    plan: Any = None
    wrong: Sequence[tuple[str, str]] = ()
    maybe: Sequence[Candidate] = ()
    about: Any = None
    joins: bool = False
    back: Sequence[int] = ()
    """Records that the row brings back to mind after a long silence."""
    gone: Sequence[int] = ()
    """Records in the trash that the row is about."""


class Packed(Protocol):
    """A draft that goes from one process to another as plain tuples, which costs a fraction of what objects do.

    What drafts have in common goes there once: `share` gives an object its number, by which `shared` has it.
    """

    def packed(self, share: Callable[[Any], int]) -> tuple[Any, ...]: ...

    @classmethod
    def unpacked(cls, told: tuple[Any, ...], shared: Sequence[Any]) -> Self: ...


class Session(Protocol):
    """One pass over a file.

    `read` makes the draft of a row, and `meets` says of a row with its draft by what it is met, if rows may come in
    another order than that of the file. Both ask no database and can be pickled: another process may call them.
    """

    @property
    def read(self) -> Callable[[Given], Any]: ...

    @property
    def meets(self) -> Callable[[Given], Met] | None: ...

    batch_id: int | None
    """The run's, as soon as it wrote something: what earlier rows said is told from what was here by it."""
    meant: frozenset[int]
    """Rows of which somebody said that a later row is about the same (`Given.same_as`)."""

    def decide(self, rows: Sequence[Given]) -> list[Decision]:
        """In few queries for all rows together; writes nothing."""

    def ids_of_rows(self) -> dict[int, int]:
        """The records of those rows, as far as they are written."""

    def write(self, decisions: Sequence[Decision]) -> None:
        """What `decide` planned, inside an open batch. Raises for rows that cannot be written, and is then undone."""


@dataclass(frozen=True)
class Agreements:
    """What people can agree to, as choices: asked for once for all rows of a file."""

    purposes: Sequence[tuple[str, Words]]
    channels: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Greeting:
    """A record of a type that a file brought back to mind, and what is to be said of it."""

    type: str
    id: int
    name: str
    sentence: str


@dataclass(frozen=True)
class Greetings:
    """The first few of `count`."""

    shown: tuple[Greeting, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Importer:
    """`takes` are the targets that mean something to it, `nouns` what a row can be, with its label: names of types.

    `open(options, by, remembers)` begins a pass; one that remembers knows in later rows what earlier ones would have
    made: for the dry run, which writes nothing. `guess` says what a row is by its targets, `list_slug` where the
    records show, `preview` what becomes of a text that is taken apart. `covers` are the types that it brings in, and
    `greets` who of those that a batch wrote is back after a long silence; `awaits` words it before (`Decision.back`).
    """

    name: str
    label: Words
    takes: frozenset[str]
    nouns: tuple[tuple[str, Words], ...]
    open: "Callable[[Options, Actor, bool], Session]"
    guess: Callable[[dict[int, str], str], str]
    list_slug: Callable[[str], str]
    covers: frozenset[str] = frozenset()
    found_by: Words = ""
    otherwise: Words = ""
    """By what records are found that nobody chose a field for; nothing if they are not found then."""
    preview: Callable[[str], str] | None = None
    agreements: Callable[[], Agreements] | None = None
    suggest: "Callable[[Table, str], Suggestions] | None" = None
    matches: Callable[[dict[int, str]], list[tuple[str, Words]]] | None = None
    offers: Callable[[Collection[str], Actor], list[tuple[str, str, list[tuple[str, str]]]]] | None = None
    """For each of these targets that leads to other records: its label, and as what they may be added."""
    everywhere: "Callable[[Collection[str], str, Actor], list[Offer]] | None" = None
    """Of the targets of the mapping and what a row is: what can be said for all rows."""
    updates: "Callable[[Sequence[Decision], Actor], list[Update]] | None" = None
    """What rows that are to update records would change of them."""
    doubles: str = ""
    """The name of the page where whoever came in twice is made one."""
    greets: Callable[[int, Actor], Greetings] | None = None
    awaits: Callable[[Collection[int], Actor], Greetings] | None = None
    trashed: Callable[[Collection[int], Actor], Greetings] | None = None
    """Who of these is in the trash; an importer that knows them asks what becomes of their rows."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """The target of each field of `covers` that a file of ours may bring back."""
    noted: Mapping[str, str] = field(default_factory=dict)
    """Targets that end in a note for want of a field, and of which type a field would be ("": that of the row)."""


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _importers[importer.name] = importer


def get(name: str) -> Importer:
    """An importer that an area registered, or the one that every record type has."""
    from goodwill.transfer.generic import importer_of
    from goodwill.transfer.mapping.firm_fields import with_firm_fields

    known = _importers.get(name)
    return with_firm_fields(known) if known else importer_of(name)


def first() -> str:
    return next(iter(_importers))


def all_importers() -> tuple[Importer, ...]:
    return tuple(_importers.values())
