"""What the rows of a file are, by its headers and its name, before anybody says so."""

from collections.abc import Sequence
from pathlib import PurePath

from goodwill.kernel.actors import Actor
from goodwill.kernel.text import fold
from goodwill.transfer import nouns
from goodwill.transfer.mapping.fields import is_export_of, likeness
from goodwill.transfer.mapping.synonyms import target_named
from goodwill.transfer.readers.sources import recognise

ENOUGH, OF_SOMEBODY = 0.6, 0.75
_PERSONAL = frozenset({"mail", "phone", "given_name", "family_name", "company", "street", "city", "postcode"})
"""Whoever has these is a person or a company, unless the file is called after something else."""
_WHOM = frozenset({"company"})
"""A column that may as well say whom something to do is about."""


def noun_of(headers: Sequence[str], name: str, by: Actor) -> nouns.Noun | None:
    """Our own exports name their type by their columns; else a type that the file is called after, or most columns
    are called after. None where nothing speaks for one type: then the file is of contacts."""
    offered = nouns.offered(by)
    ours = [each for each in offered if is_export_of(headers, each.type)]
    called = PurePath(fold(name)).stem.split("-")[0].strip()
    named = [each for each in offered if called in (fold(str(each.type.plural)), fold(str(each.type.label)))]
    if ours:
        return next((each for each in named if each in ours), ours[0])
    if recognise(headers):
        return None
    if called_first := named or _headed(headers, offered):
        return called_first[0]
    personal = _PERSONAL.intersection(target_named(each)[0].partition(":")[0] for each in headers)
    if personal - _WHOM:
        return None
    others = [each for each in offered if each.importer == each.type.name]
    scored = {each.key: likeness(headers, each.type) for each in others}
    best = max(others, key=lambda each: scored[each.key], default=None)
    enough = OF_SOMEBODY if personal else ENOUGH
    return best if best and scored[best.key] >= enough else None


def _headed(headers: Sequence[str], offered: Sequence[nouns.Noun]) -> list[nouns.Noun]:
    """Those of areas after which the first column is called, as "Household", where that means nothing else."""
    first = fold(headers[0]) if headers else ""
    if target_named(first)[0]:
        return []
    return [each for each in offered if each.importer != each.type.name and first == fold(str(each.type.label))]
