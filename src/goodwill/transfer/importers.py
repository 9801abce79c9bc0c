"""What turns rows into records: areas register here, and nothing here names one of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.transfer.mapping.suggest import Suggestions
    from goodwill.transfer.readers.table import Table

Words = str | Promise


class Policy(StrEnum):
    """What becomes of a record that is known already."""

    FILL = "fill"
    OVERWRITE = "overwrite"
    CREATE = "create"
    """It is left as it is."""


class FieldPolicy(StrEnum):
    """What becomes of one field of a record that is known already, other than the run's policy says."""

    KEEP = "keep"
    OVERWRITE = "overwrite"
    FILL = "fill"


class Doubles(StrEnum):
    """What becomes of a row that may be somebody who is known already."""

    TAKE = "take"
    HOLD = "hold"


@dataclass(frozen=True)
class Options:
    """`row_is` is one of the importer's nouns; `source` names where the file's own numbers are from.

    `policies` are field policies by target; `match` is the target by which a known record is found, where the importer
    lets one choose. `owner`, `team`, `stage` and `tags` are for all rows, where the file itself says nothing; `consent`
    (purposes, channel, wording, source) for all who have not decided otherwise.
    """

    row_is: str = ""
    policy: str = Policy.FILL.value
    doubles: str = Doubles.TAKE.value
    owner: int | None = None
    tags: tuple[str, ...] = ()
    source: str = ""
    language: str = ""
    policies: dict[str, str] = field(default_factory=dict)
    match: str = ""
    team: int | None = None
    stage: str = ""
    consent: dict[str, Any] = field(default_factory=dict)
    split_names: bool = True

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"tags": list(self.tags)}

    def policy_of(self, target: str) -> str:
        """Of a target, with or without its label; those that are left alone stay alone whatever a field says."""
        if self.policy == Policy.CREATE:
            return FieldPolicy.KEEP.value
        return self.policies.get(target) or self.policies.get(target.partition(":")[0]) or self.policy

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
    LEFT = "left"
    """Somebody said that it stays out."""


@dataclass(frozen=True)
class Candidate:
    """A record that a row may be about; one that an earlier row of the file makes has no id yet."""

    id: int | None
    name: str
    detail: str = ""
    url: str = ""


@dataclass
class Decision:
    """What becomes of one row. `sentence` says why it is refused or whom it resembles, `remarks` what was put aside.

    `wrong` are texts of cells with the sentence why they are not taken as what they should be.
    """

    given: Given
    outcome: Outcome
    sentence: str = ""
    remarks: list[str] = field(default_factory=list)
    plan: Any = None
    wrong: list[tuple[str, str]] = field(default_factory=list)
    maybe: list[Candidate] = field(default_factory=list)


class Session(Protocol):
    """One pass over a file."""

    def decide(self, rows: Sequence[Given]) -> list[Decision]:
        """In few queries for all rows together; writes nothing."""

    def write(self, decisions: Sequence[Decision]) -> None:
        """What `decide` planned, inside an open batch. Raises for rows that cannot be written, and is then undone."""


@dataclass(frozen=True)
class Agreements:
    """What people can agree to, as choices: asked for once for all rows of a file."""

    purposes: Sequence[tuple[str, Words]]
    channels: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Importer:
    """`takes` are the targets that mean something to it, `nouns` what a row can be, with its label: names of types.

    `open(options, by, remembers)` begins a pass; one that remembers knows in later rows what earlier ones would have
    made: for the dry run, which writes nothing. `guess` says what a row is by its targets, `list_slug` where the
    records show, `preview` what becomes of a text that is taken apart. `covers` are the types that it brings in.
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
    preview: Callable[[str], str] | None = None
    agreements: Callable[[], Agreements] | None = None
    suggest: "Callable[[Table, str], Suggestions] | None" = None
    matches: Callable[[dict[int, str]], list[tuple[str, Words]]] | None = None


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _importers[importer.name] = importer


def get(name: str) -> Importer:
    """An importer that an area registered, or the one that every record type has."""
    from goodwill.transfer.generic import importer_of

    return _importers.get(name) or importer_of(name)


def first() -> str:
    return next(iter(_importers))


def all_importers() -> tuple[Importer, ...]:
    return tuple(_importers.values())


@dataclass(frozen=True)
class Noun:
    """What a row can be: `key` names importer and noun."""

    importer: str
    type: RecordType
    label: Words

    @property
    def key(self) -> str:
        return f"{self.importer}:{self.type.name}"


def nouns(actor: Actor) -> list[Noun]:
    """All that the actor may bring in: the nouns of areas first, then every other type that may be created."""
    from goodwill.transfer.generic import is_importable

    found = []
    covered: set[str] = set()
    for importer in all_importers():
        covered |= importer.covers
        for name, label in importer.nouns:
            known = registry.get(name)
            if known and rights.allows(actor, "create", known.model):
                found.append(Noun(importer.name, known, label))
    others = (known for known in registry.types() if known.name not in covered and is_importable(known, actor))
    return [*found, *(Noun(known.name, known, known.label) for known in others)]


def noun(key: str, actor: Actor) -> Noun | None:
    """By its key, or by the name of its type alone."""
    return next((each for each in nouns(actor) if key in (each.key, each.type.name)), None)


def noun_of(type: RecordType) -> str:
    """The key of a type's noun, whoever may use it."""
    covering = next((each for each in all_importers() if type.name in dict(each.nouns)), None)
    return f"{covering.name if covering else type.name}:{type.name}"
