"""A field written where it stands, in a cell or on a page: by the edit of its type, or by the verb that it names."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.errors import Conflict
from goodwill.records import registry, writing
from goodwill.records.fields import Field, Kind, readable, right_on, writable
from goodwill.records.forms import is_written
from goodwill.records.parameters import is_left
from goodwill.records.registry import RecordType
from goodwill.records.show import read_all
from goodwill.records.values import read_value


def writable_in_place(field: Field, type: RecordType, actor: Actor) -> bool:
    """Whether the actor may write it there, as far as the record itself may be changed."""
    verb = verbs.get(type.ref_name, field.set_by) if field.set_by else None
    if verb is None:
        return writable(field, actor) and is_written(type, field)
    return readable(field, actor) and right_on(field, actor) == CHANGE and is_left(verb, type, actor)


def is_compared(field: Field) -> bool:
    """Whether no column of the record tells who wrote it since: then what it held is sent along."""
    return bool(field.set_by) or field.many is not None


def held(field: Field, record: Any) -> list[str]:
    """What a field holds, as it is sent along."""
    found = read_all(field, record)
    return [str(one) for one in (found if isinstance(found, list) else [found]) if one not in (None, "")]


def write(
    type: RecordType,
    record: Any,
    field: Field,
    given: Any,
    *,
    by: Actor,
    base_version: int | None = None,
    was: Sequence[str] = (),
) -> None:
    """Write it in the batch that is open; `was` is what a compared field held when the actor began.

    Raises Conflict where somebody wrote it since. Of several values only those are put on and taken off that the actor
    did, so that two may work at them at once.
    """
    verb = verbs.get(type.ref_name, field.set_by) if field.set_by else None
    if verb is None and field.many is None:
        writing.edit(type, record, {field.name: given}, by=by, base_version=base_version)
        return
    now = type.model.locked(record.pk)
    there = held(field, now)
    if verb is None:
        writing.edit(type, now, {field.name: _joined(given, was, there)}, by=by)
        return
    said = str(read_value(Field(field.name, field.label), given, by))
    if [said] == (there or [""]):
        return
    if list(was) != there:
        raise Conflict(now, {field.name: there}, {field.name: given})
    named = f"#{said}" if field.kind is Kind.RELATION and said.isdecimal() else said
    verb.function(now, by=by, **{field.name: named})


def making(field: Field, actor: Actor) -> str:
    """The words by which a picker offers to make what was typed; empty where that cannot be."""
    target = registry.get(field.target) if field.set_by and field.kind is Kind.RELATION else None
    if target is None or not rights.allows(actor, "create", target.model):
        return ""
    return _("New %(type)s") % {"type": str(target.label).lower()}


def _joined(given: Sequence[str], was: Sequence[str], there: Sequence[str]) -> list[str]:
    kept = [one for one in given if one in there or one not in was]
    return [*kept, *(one for one in there if one not in was and one not in kept)]
