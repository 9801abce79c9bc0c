"""The names of records that fields link to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.prepared import prepared
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType, target_of

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
        rows = _names_in(wanted, model=_NAMED[field.kind])
    else:
        target = target_of(field)
        title = target.field(target.title)
        if rights.unlimited(target.model, actor):
            rows = _titles_in(wanted, type=target, title=str(title.column))
        else:
            rows = list(target.rows(actor).filter(pk__in=wanted).values_list("pk", str(title.column)))
    return {pk: Link(pk, str(label), name) for pk, label in rows}


@prepared
def _names_in(ids: list[int], *, model: str) -> "QuerySet[Any, tuple[int, str]]":
    rows: QuerySet[Any] = apps.get_model(model)._base_manager.filter(pk__in=ids)
    return rows.values_list("pk", "name")


@prepared
def _titles_in(ids: list[int], *, type: RecordType, title: str) -> "QuerySet[Any, tuple[int, Any]]":
    """For those who may see every record of the type."""
    return type.model.objects.filter(**type.constant, pk__in=ids).values_list("pk", title)


def labels_at_hand(field: Field, record: Any) -> dict[int, Link]:
    """The same of a user or team that was loaded with the record."""
    loaded = record._state.fields_cache.get(field.column) if field.kind in _NAMED else None
    return {loaded.pk: Link(loaded.pk, str(loaded.name), linked_type(field))} if loaded else {}
