"""Fields that are shown only when others hold something: in forms, on pages, and for what must be filled in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel import layout
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field
from goodwill.records.filter import FilterError, check, parse
from goodwill.records.filter.predicate import predicate
from goodwill.records.filter.tree import Comparison, Filter, Not, Search
from goodwill.records.registry import RecordType
from goodwill.records.show import read_all
from goodwill.records.values import read_value


def checked(text: str, type: RecordType, own: str) -> str:
    """A condition in its text form; raises FilterError for one that asks about the field itself or other records."""
    if not text.strip():
        return ""
    tree = check(parse(text), type, system())
    asked = _asked(tree)
    if any(len(path) > 1 or path[0] == own for path in asked) or not asked:
        raise FilterError(_("The condition asks about other fields of the same record, one by one."))
    return text.strip()


def conditions_of(type: RecordType) -> Mapping[str, Filter]:
    """The conditions of the type's fields; one that fits no more hides nothing."""
    return layout.made(f"conditions of {type.name}", lambda: _conditions(type))


def _conditions(type: RecordType) -> Mapping[str, Filter]:
    found = {}
    for name, field in own_fields(type.name).items():
        if field.shown_when:
            try:
                found[name] = check(parse(field.shown_when), type, system())
            except FilterError:
                continue
    return found


def asked_about(type: RecordType) -> frozenset[str]:
    """The fields on which it depends whether others are shown."""
    return frozenset(path[0] for tree in conditions_of(type).values() for path in _asked(tree))


def _asked(tree: Filter) -> list[tuple[str, ...]]:
    match tree:
        case Comparison(path=path):
            return [path]
        case Not(item=item):
            return _asked(item)
        case Search():
            return [("", "")]
    return [path for item in tree.items for path in _asked(item)]


def hidden(
    type: RecordType, actor: Actor, *, record: Any = None, given: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """The fields that are not shown for a record, for what somebody typed so far, or for one changed into the other."""
    conditions = conditions_of(type)
    if not conditions:
        return frozenset()
    known = {name: _value(type.field(name), record, given or {}, actor) for name in asked_about(type)}
    return frozenset(name for name, tree in conditions.items() if not predicate(tree, type, actor)(known))


def _value(field: Field, record: Any, given: Mapping[str, Any], actor: Actor) -> Any:
    if field.name in given:
        try:
            return read_value(replace(field, required=False), given[field.name], actor)
        except Invalid:
            return None
    return read_all(field, record) if record is not None else field.default


def without_needs(
    fields: Mapping[str, Field], type: RecordType, given: Mapping[str, Any], actor: Actor, record: Any = None
) -> Mapping[str, Field]:
    """The fields of a type, where nothing has to be filled in that is not shown."""
    away = hidden(type, actor, record=record, given=given)
    if not away:
        return fields
    return {name: replace(field, required=False) if name in away else field for name, field in fields.items()}
