"""What a list is sorted by: `-changed_at,name` in URLs, columns that come from declarations in the database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.fields import FEW_VALUED, Field, column_at, readable
from goodwill.records.filter.errors import did_you_mean, shortened
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query.behind import Behind
from goodwill.records.query.errors import QueryError
from goodwill.records.query.hops import DOT, hop
from goodwill.records.query.keys import Key
from goodwill.records.query.named import Lead, by_hop, by_name, has_names
from goodwill.records.registry import RecordType

MAX_KEYS = 3


@dataclass(frozen=True)
class Sort:
    """`text` is its proper form; `keys` end with the id, so no two rows are equal. `behind` says how a long list is
    read that goes by what a field leads to: the first two keys are the place of that and its id.
    """

    text: str
    keys: tuple[Key, ...]
    behind: Behind | None = None

    @property
    def lead(self) -> int:
        """How many keys are empty together."""
        return 1 if self.behind is None else 2

    @property
    def aliases(self) -> dict[str, Any]:
        """What the rows have to be annotated with before they are sorted."""
        return {key.column: key.expression for key in self.keys if key.expression is not None}

    def ordering(self, backward: bool = False) -> list[OrderBy]:
        return [key.ordering(backward) for key in self.keys]


def sort_of(text: str, type: RecordType, actor: Actor) -> Sort:
    """The order that a text asks for. Raises QueryError for what the actor cannot sort by."""
    wanted = [part.strip() for part in text.split(",") if part.strip()] or _usual(type, actor)
    if len(wanted) > MAX_KEYS:
        raise QueryError("sort", _("A list is sorted by %(most)s fields at most.") % {"most": MAX_KEYS})
    lead = _lead(wanted[0], type, actor)
    others = wanted[1:] or (_usual(type, actor) if lead.related else [])
    keys = [key for part in others for key in _lead(part, type, actor).alone]
    if lead.tied and not others:
        keys = _ties(lead, type, actor)
    down = (keys if (lead.related or lead.tied) and keys else lead.keys)[0].descending
    last = Key("pk", down, False, type.model._meta.pk)
    return Sort(",".join(wanted), (*lead.keys, *keys, last), lead.behind)


def _ties(lead: Lead, type: RecordType, actor: Actor) -> list[Key]:
    """The type's usual order where many have the same value; turned around with it, so that one index has both."""
    first = {key.column for key in lead.keys}
    keys = [key for part in _usual(type, actor) for key in _lead(part, type, actor).alone if key.column not in first]
    return [replace(key, descending=key.descending != lead.keys[0].descending) for key in keys]


def _usual(type: RecordType, actor: Actor) -> list[str]:
    """The type's own order; where it goes by a field that is hidden from the actor, that of the records' names."""
    field = type.all_fields.get(type.sort.lstrip("-"))
    if field is None or readable(field, actor):
        return [type.sort]
    return [type.title] if type.field(type.title).sortable else ["-changed_at"]


def sortable(field: Field, actor: Actor) -> bool:
    """Whether the actor may sort by the field."""
    return field.sortable and (not field.by_name or has_names(field, actor))


def _lead(text: str, type: RecordType, actor: Actor) -> Lead:
    """What a part of a sort comes to where it stands first."""
    name, descending = text.lstrip("-"), text.startswith("-")
    if DOT in name and (over := hop(name, type, actor)) and over.sortable:
        return by_hop(over, type, actor, descending=descending)
    known = {field.name: field for field in known_fields(type, actor)}
    field = known.get(name)
    if field is None or not sortable(field, actor):
        said = _('%(type)s cannot be sorted by "%(field)s".') % {"type": type.plural, "field": shortened(name)}
        possible = [possible.name for possible in known.values() if sortable(possible, actor)]
        raise QueryError("sort", said + did_you_mean(name, possible))
    if field.by_name:
        return by_name(field, type, actor, descending=descending)
    return Lead(tuple(_keys(field, descending, type)), related=False, tied=field.kind in FEW_VALUED)


def _keys(field: Field, descending: bool, type: RecordType) -> Iterable[Key]:
    """Columns, what the firm's own field holds, or what its declaration computes."""
    for column in field.order or ():
        django, nullable = column_at(type.model, column)
        yield Key(column, descending, nullable, django)
    if field.order:
        return
    alias = f"sort_{field.name}"
    if field.kept:
        found = field.kept.compared
        yield Key(alias, descending, field.kept.nullable, found.output_field, found)
    else:
        yield Key(alias, descending, True, cast("Any", field.expression).output_field, field.expression)
