"""What leaves with records beside their fields where somebody takes all of them: a list of objects for each record.

An area says what: beside.adds("party", Beside("addresses", _("Addresses, all of each"), addresses_of))
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind, Words
from goodwill.records.registry import RecordType

Tell = Callable[[Sequence[int], Actor], Mapping[int, list[dict[str, Any]]]]


@dataclass(frozen=True)
class Beside:
    """`tell` gives plain values for many records in few queries: what the actor may know of, and nothing else."""

    name: str
    label: Words
    tell: Tell

    @property
    def field(self) -> Field:
        return Field(self.name, self.label, Kind.JSON, None, editable=False, in_form=False, in_list=False)


_beside: dict[str, list[Beside]] = defaultdict(list)


def adds(ref_name: str, *beside: Beside) -> None:
    _beside[ref_name].extend(beside)


def beside(type: RecordType) -> Sequence[Beside]:
    return _beside[type.ref_name]


def every_field(type: RecordType) -> tuple[Field, ...]:
    """All that a file of ours may hold of a record."""
    return (*type.all_fields.values(), *(each.field for each in beside(type)))
