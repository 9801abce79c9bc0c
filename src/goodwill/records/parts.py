"""What belongs to a record and is no type of its own, such as its phones, addresses and ties: read, and done to."""

from collections.abc import Iterator
from typing import Any

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import HIDDEN, Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Tracked
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.verbs import Verb
from goodwill.records import registry
from goodwill.records.fields import LINKED, Field, fields_of
from goodwill.records.labels import labels_of
from goodwill.records.registry import RecordType

MOST = 500
Shown = dict[str, Any]


def models_of(type: RecordType) -> dict[str, type[Tracked]]:
    """The models of the parts that records of the type have, by their ref names."""
    return {
        name: model
        for name, model in models_by_name().items()
        if model.belongs_to and not registry.for_model(model) and _whole_of(model) is type.model
    }


def verbs_of(type: RecordType, actor: Actor) -> Iterator[tuple[str, Verb]]:
    """What the actor may do to parts of the type's records, each with the name of the part."""
    for name, model in models_of(type).items():
        for one in verbs.verbs_of(name):
            may = actor.may(one.power) if one.power else rights.allows(actor, one.right, model)
            if one.on_record and may and actor.may_do(name, one.name):
                yield name, one


def parts_of(type: RecordType, pk: int, actor: Actor) -> list[Shown]:
    """All parts of a record that the actor may see, kind by kind."""
    found: list[Shown] = []
    for name, model in models_of(type).items():
        rows = rights.visible(model.objects.filter(**{model.belongs_to: pk}), actor).order_by("pk")
        found += shown(name, model, list(rows[:MOST]), actor)
    return found


def shown(name: str, model: type[Tracked], rows: list[Any], actor: Actor) -> list[Shown]:
    declared = fields_of(model, without={model.belongs_to})
    fields = [field for field in declared if field.column and actor.field_right(name, field.name) != HIDDEN]
    links = {field.name: _labels(field, rows, actor) for field in fields if field.kind in LINKED}
    return [
        {"part": name, "id": row.pk, "version": row.version, **{f.name: _value(f, row, links) for f in fields}}
        for row in rows
    ]


def find(type: RecordType, pk: int, name: str, part_id: int, actor: Actor) -> Any:
    """The part if it is this record's and within the actor's reach; raises Missing otherwise."""
    model = models_of(type).get(name)
    if model is None or not 0 < part_id < 2**63:
        raise Missing
    row = rights.visible(model.objects.filter(**{model.belongs_to: pk}), actor).filter(pk=part_id).first()
    if row is None:
        raise Missing
    return row


def _labels(field: Field, rows: list[Any], actor: Actor) -> Shown:
    ids = {value for row in rows if (value := field.read(row)) is not None}
    known = field.kind not in LINKED or not field.target or registry.get(field.target) is not None
    return {str(pk): link for pk, link in labels_of(field, ids, actor).items()} if known else {}


def _value(field: Field, row: Any, links: dict[str, Shown]) -> Any:
    value = field.read(row)
    if field.kind not in LINKED:
        return changes.plain(value)
    link = links[field.name].get(str(value))
    return {"id": link.id, "name": link.label, "type": link.type} if link else None


def _whole_of(model: type[Tracked]) -> Any:
    whole: Any = model._meta.get_field(model.belongs_to)
    return whole.related_model
