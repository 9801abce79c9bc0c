"""What a list is sorted by: `-changed_at,name` in URLs, columns that come from declarations in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F, TextField
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, Actor
from goodwill.records.fields import Field, Kind, column_at, readable
from goodwill.records.filter.errors import did_you_mean, shortened
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query.errors import QueryError
from goodwill.records.query.named import has_names, name_behind
from goodwill.records.registry import RecordType, target_of

MAX_KEYS = 3


@dataclass(frozen=True)
class Key:
    """One column of the order, or an alias for its `expression`. Empty ones come last in both directions."""

    column: str
    descending: bool
    nullable: bool
    django: Any  # the Django field behind it
    expression: Any = None

    def ordering(self, backward: bool) -> OrderBy:
        descending = self.descending != backward
        nulls: dict[str, Any] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backward else {"nulls_last": True}
        return OrderBy(F(self.column), descending=descending, **nulls)


@dataclass(frozen=True)
class Sort:
    """`text` is its proper form; `keys` end with the id, so no two rows are equal."""

    text: str
    keys: tuple[Key, ...]

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
    known = {field.name: field for field in known_fields(type, actor)}
    keys: list[Key] = []
    for part in wanted:
        keys.extend(_keys(part.lstrip("-"), part.startswith("-"), known, type, actor))
    keys.append(Key("pk", keys[0].descending, False, type.model._meta.pk))
    return Sort(",".join(wanted), tuple(keys))


def _usual(type: RecordType, actor: Actor) -> list[str]:
    """The type's own order; where it goes by a field that is hidden from the actor, that of the records' names."""
    field = type.all_fields.get(type.sort.lstrip("-"))
    if field is None or readable(field, actor):
        return [type.sort]
    return [type.title] if type.field(type.title).sortable else ["-changed_at"]


def sortable(field: Field, actor: Actor) -> bool:
    """Whether the actor may sort by the field."""
    return field.sortable and (not field.by_name or has_names(field, actor))


def _in_columns(field: Field, actor: Actor) -> bool:
    """Whether columns give the order. Those of related records would tell about some that one cannot see."""
    if not field.by_name:
        return bool(field.order)
    return field.kind is Kind.RELATION and bool(field.order) and actor.scope(target_of(field).ref_name, "read") == ALL


def _keys(name: str, descending: bool, known: dict[str, Field], type: RecordType, actor: Actor) -> Iterable[Key]:
    field = known.get(name)
    if field is None or not sortable(field, actor):
        said = _('%(type)s cannot be sorted by "%(field)s".') % {"type": type.plural, "field": shortened(name)}
        possible = [possible.name for possible in known.values() if sortable(possible, actor)]
        raise QueryError("sort", said + did_you_mean(name, possible))
    if not _in_columns(field, actor):
        yield _computed(field, descending, actor)
        return
    for column in field.order or ():
        django, nullable = column_at(type.model, column)
        yield Key(column, descending, nullable, django)


def _computed(field: Field, descending: bool, actor: Actor) -> Key:
    """A name behind a relation, what the firm's own field holds, or what its declaration computes."""
    alias = f"sort_{field.name}"
    if field.by_name:
        return Key(alias, descending, True, TextField(), name_behind(field, actor))
    if field.kept:
        found = field.kept.compared
        return Key(alias, descending, field.kept.nullable, found.output_field, found)
    return Key(alias, descending, True, cast("Any", field.expression).output_field, field.expression)
