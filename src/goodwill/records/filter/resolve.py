"""From a path in a filter to the fields of the registry. What the actor may not know of does not exist here."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.fields import TEXTUAL, Field, Kind, readable
from goodwill.records.filter.errors import FilterError, did_you_mean, shortened
from goodwill.records.registry import RecordType, target_of


class Hop(NamedTuple):
    """Over this relation to a record of that type."""

    field: Field
    target: RecordType


class Reach(NamedTuple):
    hops: tuple[Hop, ...]
    type: RecordType
    field: Field


def resolve(path: tuple[str, ...], type: RecordType, actor: Actor) -> Reach:
    """The relations on the way, and the field at the end with the type that it belongs to."""
    hops: list[Hop] = []
    here = type
    for name in path[:-1]:
        relation = _named(name, here, actor)
        if relation.kind is not Kind.RELATION or registry.get(relation.target) is None:
            said = _("%(field)s leads to no other record, so nothing can follow it after a dot.")
            raise FilterError(said % {"field": relation.label})
        here = target_of(relation)
        hops.append(Hop(relation, here))
    field = _named(path[-1], here, actor)
    if not field.filterable or (field.kind is Kind.RELATION and registry.get(field.target) is None):
        raise FilterError(_("%(field)s cannot be filtered by.") % {"field": field.label})
    return Reach(tuple(hops), here, field)


def known_fields(type: RecordType, actor: Actor) -> Iterable[Field]:
    """The type's fields that the actor may know of."""
    return (field for field in type.all_fields.values() if readable(field, actor))


def searched_fields(type: RecordType, actor: Actor) -> list[Field]:
    """The texts that a bare text in quotes is looked for in."""
    known = {field.name: field for field in known_fields(type, actor) if field.filterable and field.kind in TEXTUAL}
    declared = () if callable(type.search) else type.search
    return [known[searched.field] for searched in declared if searched.field in known] or list(known.values())


def _named(name: str, type: RecordType, actor: Actor) -> Field:
    field = type.all_fields.get(name)
    if field is not None and readable(field, actor):
        return field
    said = _('%(type)s have no field "%(field)s".') % {"type": type.plural, "field": shortened(name)}
    raise FilterError(said + did_you_mean(name, (known.name for known in known_fields(type, actor))))
