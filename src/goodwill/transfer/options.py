"""What somebody said about a whole file: what a row is, who is believed, what holds for all rows."""

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


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


class Trashed(StrEnum):
    """What becomes of a row that is about somebody in the trash."""

    BACK = "back"
    NEW = "new"
    LEAVE = "leave"
    """The row stays out."""


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
    trashed: str = Trashed.BACK.value
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
    adds: dict[str, str] = field(default_factory=dict)
    """By target that leads to other records, the type as which whoever a row names is added; others are to be here."""
    everywhere: dict[str, str] = field(default_factory=dict)
    """By target that no column fills, what every new record holds there."""
    is_ours: bool = False
    """The file left a Goodwill: its texts are whole and as somebody wrote them."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """By name of a column: what a text is taken as, wherever it is the whole cell."""
    cuts_rows: bool = False
    """Rows with more cells than there are columns are taken without the surplus."""
    targets: tuple[str, ...] = ()
    """What the columns of the file are, while its rows are read; the run keeps that as its mapping."""

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
