"""The record that a row is about, by its ref or its name: for types whose records hang on those of any other type."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Record
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.transfer.hanging import current
from goodwill.transfer.mapping.fields import ABOUT

MOST_NAMESAKES = 20


def find_abouts(type: RecordType, texts: Collection[str], by: Actor) -> dict[str, list[Ref]]:
    """By folded text, the records that are called so, of the types registered first before others; else by mail or
    number."""
    wanted = {fold(text) for text in texts}
    found: dict[str, list[Ref]] = {fold(text): [ref] for text in texts if (ref := _ref(text, by))}
    names = wanted - found.keys()
    for other, title in _named(type) if names else ():
        rows = other.rows(by).filter(**{f"{title}__in": names}).order_by("id")
        for pk, name in rows.values_list("pk", title)[: MOST_NAMESAKES * len(names)]:
            refs = found.setdefault(name, [])
            if (ref := Ref(other.ref_name, pk)) not in refs:
                refs.append(ref)
    ways = {fold(turned(text)): fold(text) for text in texts if fold(text) not in found and turned(text)}
    if ways:
        again = find_abouts(type, ways, by)
        found |= {ways[way]: refs for way, refs in again.items() if refs}
    for text, refs in reached([text for text in texts if fold(text) not in found], by).items():
        found.setdefault(fold(text), refs)
    return found


def reached(texts: Collection[str], by: Actor) -> dict[str, list[Ref]]:
    """By text, the one record with this mail, or with this number in another system, that the actor may see."""
    hangings = current()
    found = hangings.reached(texts) if hangings and texts else {}
    seen: set[Ref] = set()
    models = models_by_name()
    for name in {ref.type for refs in found.values() for ref in refs}:
        model: Any = models[name]
        wanted = {ref.id for refs in found.values() for ref in refs if ref.type == name}
        rows = rights.visible(model.objects.filter(pk__in=wanted), by)
        seen |= {Ref(name, pk) for pk in rows.values_list("pk", flat=True)}
    told = {text: [ref for ref in refs if ref in seen] for text, refs in found.items()}
    return {text: refs for text, refs in told.items() if len(refs) == 1}


def turned(text: str) -> str:
    """ "Field, Anna" as she is called here; nothing for a name without one comma."""
    family, _comma, given = (part.strip() for part in text.partition(","))
    return f"{given} {family}" if given and family and "," not in given else ""


def _ref(text: str, by: Actor) -> Ref | None:
    name, _colon, number = text.strip().partition(":")
    model: Any = models_by_name().get(name)
    if model is None or not number.isdecimal() or len(number) > 18:
        return None
    seen = rights.visible(model.objects.filter(pk=int(number)), by).exists()
    return Ref(name, int(number)) if seen else None


def _named(type: RecordType) -> Iterator[tuple[RecordType, str]]:
    for other in registry.types():
        title = other.field(other.title)
        if issubclass(other.model, Record) and title.fold and other.model is not type.model:
            yield other, title.fold


def about_of(record: models.Model) -> str:
    """As a value of the field: empty for a record about nothing."""
    ref = getattr(record, ABOUT, None)
    return str(ref) if ref else ""
