"""The parameters of a verb as fields, so that forms, API and bulk actions read them like any other value."""

import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.models import Team, Tracked, User
from goodwill.kernel.verbs import Parameter, Verb
from goodwill.records import registry
from goodwill.records.fields import Choice, Field, Kind, right_on
from goodwill.records.values import read_values

_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (bool, Kind.YES_NO),
    (int, Kind.NUMBER),
    (float, Kind.NUMBER),
    (datetime, Kind.MOMENT),
    (date, Kind.DATE),
    (str, Kind.TEXT),
    (User, Kind.USER),
    (Team, Kind.TEAM),
    (Tracked, Kind.RELATION),
)


@cache
def fields_of_verb(verb: Verb) -> Mapping[str, Field]:
    """A field for each parameter that a person or a program can give."""
    return MappingProxyType({parameter.name: _field(parameter, verb) for parameter in verb.parameters})


def asked_fields(verb: Verb) -> dict[str, Field]:
    """Those that a form asks for: not the version, which the page knows, and nothing that only programs can give."""
    fields = fields_of_verb(verb)
    return {name: field for name, field in fields.items() if name != "base_version" and field.kind is not Kind.JSON}


def arguments_of(verb: Verb, given: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """What the verb's function takes, from what was given. Raises Invalid with a sentence for each parameter."""
    fields = fields_of_verb(verb)
    values = read_values(fields, given, actor, creating=True)
    return {name: _object(verb, name, value) for name, value in values.items() if not _left_out(verb, name, value)}


def run(verb: Verb, record: Tracked | None, given: Mapping[str, Any], *, by: Actor) -> Any:
    """Do the verb to the record with what was given."""
    arguments = arguments_of(verb, given, by)
    return verb.function(record, by=by, **arguments) if verb.on_record else verb.function(by=by, **arguments)


def _field(parameter: Parameter, verb: Verb) -> Field:
    """A list of ids names records like the one that the verb happens to."""
    wanted, wording = _plain_type(parameter.type), parameter.help
    kind = Kind(wording.kind) if wording.kind else _kind(wanted)
    target = ""
    if kind is Kind.RELATION:
        target = wanted.ref_name()
    elif wanted == list[int]:
        target = verb.model.ref_name()
    return Field(
        name=parameter.name,
        label=wording.label or parameter.name.replace("_", " ").capitalize(),
        kind=Kind.CHOICE if wording.choices else kind,
        choices=tuple(Choice(value, label) for value, label in wording.choices),
        target=target,
        scale=None if wanted is float else 0,
        help=wording.help,
        required=parameter.required and kind is not Kind.YES_NO,
        default=parameter.default,
    )


def _plain_type(hint: Any) -> Any:
    """`date | None` is a date, `list[str]` a list."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _kind(wanted: Any) -> Kind:
    if typing.get_origin(wanted) in (list, tuple):
        return Kind.TAGS
    if isinstance(wanted, type):
        return next((kind for known, kind in _KINDS if issubclass(wanted, known)), Kind.JSON)
    return Kind.JSON


def _object(verb: Verb, name: str, value: Any) -> Any:
    """Users, teams and records are read as ids and given to the function as themselves."""
    wanted = next(_plain_type(p.type) for p in verb.parameters if p.name == name)
    if wanted == list[int]:
        return [int(one) for one in value if one.isdecimal() and len(one) < 19]
    if value is None or not (isinstance(wanted, type) and issubclass(wanted, Tracked)):
        return value
    return wanted.objects.get(pk=value)


def _left_out(verb: Verb, name: str, value: Any) -> bool:
    """An optional parameter that was left empty keeps the function's own default."""
    parameter = next(p for p in verb.parameters if p.name == name)
    return not parameter.required and value in (None, "", []) and parameter.default not in (None, "", [])


def is_left(verb: Verb, type: registry.RecordType, actor: Actor) -> bool:
    """Whether the role leaves the verb to its holders, with every field of the record that it asks for."""
    asked = (type.all_fields.get(one.name) for one in verb.parameters if one.required)
    free = all(field is None or right_on(field, actor) == CHANGE for field in asked)
    return free and actor.may_do(type.ref_name, verb.name)


def verbs_offered(type: registry.RecordType, record: Any, actor: Actor) -> list[Verb]:
    """The verbs of a type that the actor may do to this record, without those that pages offer by themselves."""
    from goodwill.kernel import rights, verbs

    offered = []
    for verb in verbs.verbs_of(type.ref_name):
        if not verb.on_record or verb.name in ("edit", "trash", "restore") or not is_left(verb, type, actor):
            continue
        if actor.may(verb.power) if verb.power else rights.allows(actor, verb.right, record):
            offered.append(verb)
    return verbs.with_work(offered, type.ref_name, record, actor)
