"""What the rows of a file can be: the nouns of areas' importers, and every other type that may be created."""

from collections.abc import Iterator
from dataclasses import dataclass

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.transfer.generic import is_importable
from goodwill.transfer.importers import Words, all_importers


@dataclass(frozen=True)
class Noun:
    """What a row can be: `key` names importer and noun."""

    importer: str
    type: RecordType
    label: Words

    @property
    def key(self) -> str:
        return f"{self.importer}:{self.type.name}"


def offered(actor: Actor) -> list[Noun]:
    """All that the actor may bring in: the nouns of areas first, then every other type that may be created."""
    return list(_each(actor))


def find(key: str, actor: Actor) -> Noun | None:
    """By its key, or by the name of its type alone."""
    return next((each for each in _each(actor) if key in (each.key, each.type.name)), None)


def _each(actor: Actor) -> Iterator[Noun]:
    covered: set[str] = set()
    for importer in all_importers():
        covered |= importer.covers
        for name, label in importer.nouns:
            known = registry.get(name)
            if known and rights.allows(actor, "create", known.model):
                yield Noun(importer.name, known, label)
    for known in registry.types():
        if known.name not in covered and is_importable(known, actor):
            yield Noun(known.name, known, known.label)
