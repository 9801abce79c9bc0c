"""One record with everything that hangs on it: each part a list of its own.

An area says what belongs to a record of its model:
whole.adds("party", Part("notes", NOTE, lambda party: {"about_type": "party", "about_id": party.pk}))
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.codec.leaving import EVERY, Leaving
from goodwill.records.registry import RecordType


@dataclass(frozen=True)
class Part:
    """`of` gives the conditions by which rows of `type` are the record's. The type need not be registered."""

    name: str
    type: RecordType
    of: Callable[[Any], Mapping[str, Any]]


_parts: dict[str, list[Part]] = defaultdict(list)


_sources: list[Callable[[RecordType], Iterable[Part]]] = []


def add_source(source: Callable[[RecordType], Iterable[Part]]) -> None:
    """Register a function from a type to the parts that its records have in this firm alone."""
    _sources.append(source)


def adds(ref_name: str, *parts: Part) -> None:
    _parts[ref_name].extend(parts)


def is_part(type_name: str) -> bool:
    """Whether rows of this name are only ever told with the record that they are a part of."""
    declared = (part.type for parts in _parts.values() for part in parts)
    return registry.get(type_name) is None and any(each.name == type_name for each in declared)


def lists_of(type: RecordType, record: Any, actor: Actor) -> list[Leaving]:
    """The record itself, then its parts, as far as the actor may export them."""
    own = Leaving(type, actor, name=type.name, columns=[EVERY], only={"pk": record.pk})
    parts = [*_parts[type.ref_name], *(part for source in _sources for part in source(type))]
    return [
        own,
        *(Leaving(part.type, actor, name=part.name, columns=[EVERY], only=part.of(record)) for part in parts),
    ]
