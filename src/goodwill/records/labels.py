"""The names of records that fields link to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import target_of

_NAMED = {Kind.USER: "kernel.User", Kind.TEAM: "kernel.Team", Kind.FILE: "kernel.File"}


class Link(NamedTuple):
    """Another record in a cell; `type` is its record type, or user, team or file."""

    id: int
    label: str
    type: str


def linked_type(field: Field) -> str:
    return field.target if field.kind is Kind.RELATION else str(field.kind)


def labels_of(field: Field, ids: Iterable[int], actor: Actor) -> dict[int, Link]:
    """The names of records that a field links to, of those that the actor may see."""
    wanted = list(ids)
    if not wanted:
        return {}
    name = linked_type(field)
    if field.kind in _NAMED:
        rows = apps.get_model(_NAMED[field.kind])._base_manager.filter(pk__in=wanted).values_list("pk", "name")
    else:
        target = target_of(field)
        title = target.field(target.title)
        rows = target.rows(actor).filter(pk__in=wanted).values_list("pk", str(title.column))
    return {pk: Link(pk, str(label), name) for pk, label in rows}


def labels_at_hand(field: Field, record: Any) -> dict[int, Link]:
    """The same of a user or team that was loaded with the record."""
    loaded = record._state.fields_cache.get(field.column) if field.kind in _NAMED else None
    return {loaded.pk: Link(loaded.pk, str(loaded.name), linked_type(field))} if loaded else {}
