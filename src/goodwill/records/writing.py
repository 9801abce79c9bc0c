"""What happens to records of every type: create, edit, trash, restore. A type's own verb of that name goes first."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from goodwill.kernel import changes, extras, rights, verbs
from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.errors import Invalid, Missing, Refused
from goodwill.kernel.models import Tracked
from goodwill.kernel.prepared import prepared
from goodwill.records.custom.known import own_fields
from goodwill.records.custom.showing import without_needs
from goodwill.records.fields import Field, readable, right_on
from goodwill.records.registry import RecordType
from goodwill.records.values import read_values


def find(type: RecordType, record_id: int, actor: Actor, right: str = "read") -> Any:
    """The record if it is there and within the actor's reach; raises Missing otherwise."""
    seen = rights.reach(type.model, actor, right) if 0 < record_id < 2**63 else None
    found = [] if seen is None else _with_id(record_id, type=type, seen=seen)
    if not found:
        raise Missing
    return found[0]


@prepared
def _with_id(record_id: int, *, type: RecordType, seen: Q) -> "QuerySet[Any]":
    return type.model.objects.filter(seen, **type.constant, pk=record_id)


def create(type: RecordType, given: Mapping[str, Any], *, by: Actor) -> Any:
    """Make a record of the type from what a form, file or program gave."""
    rights.require(by, "create", type.model)
    given = {**_usual(type), **given}
    if type.create:
        return _create_by_verb(type, given, by)
    fields = without_needs(type.all_fields, type, given, by)
    values = {**type.constant, **read_values(fields, given, by, creating=True)}
    with changes.batch(by, "create"):
        record = type.model()
        for name, value in values.items():
            changes.assign(record, name, value)
        _give_owner(record, given, by)
        return changes.create(record)


def edit(
    type: RecordType,
    record: Tracked,
    given: Mapping[str, Any],
    *,
    by: Actor,
    base_version: int | None = None,
    at: datetime | None = None,
) -> Any:
    """Change fields of a record. Raises Conflict where somebody changed the same field since `base_version`.

    `at` is when it was written, for a type whose verb can set that right.
    """
    rights.require(by, "change", record)
    values = read_values(without_needs(type.all_fields, type, given, by, record), given, by)
    own = verbs.get(type.ref_name, "edit")
    with changes.batch(by, "edit"):
        if own:
            told = _as_it_is(own, record, values) | ({"at": at} if at else {})
            edited = partial(own.function, record, by=by, base_version=base_version, **told)
            return _with_own_fields(edited, values, by=by, name="edit", base_version=base_version, record=record)
        return changes.update(record, base_version=base_version, **values)


def _as_it_is(verb: verbs.Verb, record: Tracked, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the verb cannot do without and nobody gave: nobody else writes it meanwhile."""
    missing = [one.name for one in verb.parameters if one.required and one.name not in given]
    held = type(record).locked(record.pk) if missing else record
    return {name: getattr(held, name) for name in missing}


def trash(record: Tracked, *, by: Actor) -> None:
    own = verbs.get(record.ref_name(), "trash")
    if own:
        own.function(record, by=by)
        return
    rights.require(by, "delete", record)
    with changes.batch(by, "trash"):
        changes.trash(record)


def restore(record: Tracked, *, by: Actor) -> None:
    own = verbs.get(record.ref_name(), "restore")
    if own:
        own.function(record, by=by)
        return
    rights.require(by, "delete", record)
    with changes.batch(by, "restore"):
        changes.restore(record)


def _create_by_verb(type: RecordType, given: Mapping[str, Any], by: Actor) -> Any:
    """Fields of the type are read first; the verb's own parameters, and columns that only it fills, go as given."""
    function = import_string(type.create)
    signature = verbs.taken_by(function)
    takes, every = set(signature), type.all_fields
    known = {name: field for name, field in every.items() if field.editable or name not in takes}
    fields = {name: value for name, value in given.items() if name in known}
    others = {name: value for name, value in given.items() if name not in fields}
    hidden = {name for name in given if name in every and not readable(every[name], by)}
    unknown = [name for name in given if name in hidden or (name in others and name not in takes)]
    if unknown:
        raise Invalid(dict.fromkeys(unknown, _("There is no such field to write.")))
    shown = without_needs(every, type, given, by)
    _refuse_missing(type, shown, signature.values(), given)
    _refuse_locked([every[name] for name in others if name in every], by)
    values = read_values(shown, fields, by, new=True)
    return _with_own_fields(partial(function, by=by, **others), values, by=by, name=function.__name__)


def _refuse_locked(fields: Sequence[Field], by: Actor) -> None:
    """What the verb takes under the name of a field that is not the actor's to write."""
    for field in fields:
        if right_on(field, by) != CHANGE:
            raise Refused(rights.locked_sentence(field.label))


def _with_own_fields(
    deed: Callable[..., Any],
    values: Mapping[str, Any],
    *,
    by: Actor,
    name: str,
    base_version: int | None = None,
    record: Tracked | None = None,
) -> Any:
    """A verb writes the fields that it knows; those that the firm made are written beside it, in the same batch."""
    own = {name: value for name, value in values.items() if extras.is_extra(name)}
    others = {name: value for name, value in values.items() if name not in own}
    if not own:
        return deed(**others)
    with changes.batch(by, name):
        written = record if record is not None and not others else deed(**others)
        return changes.update(written, base_version=base_version, **own)


def _usual(type: RecordType) -> dict[str, Any]:
    """What the firm's own fields hold unless something else is said."""
    return {name: field.default for name, field in own_fields(type.name).items() if field.default is not None}


def _refuse_missing(
    type: RecordType, fields: Mapping[str, Field], parameters: Iterable[inspect.Parameter], given: Mapping[str, Any]
) -> None:
    needed = [one.name for one in parameters if one.default is one.empty and one.kind is one.KEYWORD_ONLY]
    needed += [name for name, field in fields.items() if field.kept and field.required and field.editable]
    missing = [name for name in needed if name != "by" and name not in given]
    if missing:
        labels = {name: type.field(name).label if name in type.all_fields else name for name in missing}
        raise Invalid({name: _("%s is needed.") % label for name, label in labels.items()})


def _give_owner(record: Any, given: Mapping[str, Any], by: Actor) -> None:
    """Who makes a record owns it, unless an owner was named."""
    if "owner" not in given and hasattr(record, "owner_id"):
        record.owner_id = by.user_id
    if "team" not in given and hasattr(record, "team_id") and len(by.team_ids) == 1:
        record.team_id = next(iter(by.team_ids))
