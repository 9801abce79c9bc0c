"""Columns over one relation: `company.industry` in a list of people. A record that one may not see reads as empty."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Subquery

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.resolve import known_fields
from goodwill.records.filter.sql import outside
from goodwill.records.query.named import Hop
from goodwill.records.registry import RecordType, get, target_of

DOT = "."


def hop(name: str, type: RecordType, actor: Actor) -> Hop | None:
    """None for what is none, or what the actor may not know."""
    first, _dot, last = name.partition(DOT)
    relation = next((field for field in known_fields(type, actor) if field.name == first), None)
    if relation is None or not _leads(relation):
        return None
    found = next((field for field in known_fields(target_of(relation), actor) if field.name == last), None)
    return Hop(relation, found) if found is not None and _reachable(relation, found) else None


def hop_field(name: str, type: RecordType, actor: Actor) -> Field | None:
    """The field behind a relation as one of the type's own; None for what is none, or what the actor may not know."""
    found = hop(name, type, actor)
    return _over(found, actor) if found else None


def hop_fields(type: RecordType, actor: Actor) -> Iterator[tuple[str, Any]]:
    """By name and label, what can be shown over each relation of the type."""
    for relation in known_fields(type, actor):
        if _leads(relation):
            for field in known_fields(target_of(relation), actor):
                if field.in_list and _reachable(relation, field) and field.name != target_of(relation).title:
                    over = Hop(relation, field)
                    yield over.name, over.label


def _leads(relation: Field) -> bool:
    alone = relation.kind is Kind.RELATION and relation.many is None and bool(relation.column or relation.kept)
    return alone and get(relation.target) is not None


def _reachable(relation: Field, field: Field) -> bool:
    """One value. An amount whose currency is another column needs a relation that the database knows."""
    one = field.many is None and (field.column is not None or field.expression is not None)
    return one and not (field.currency and relation.kept)


def _over(hop: Hop, actor: Actor) -> Field:
    """Read by a query within the row's own, which begins at what the actor may see."""
    relation, field = hop.relation, hop.field
    rows = target_of(relation).rows(actor).filter(pk=outside(relation))
    if field.expression is not None:
        values = rows.annotate(hop_value=field.expression).values("hop_value")
    else:
        values = rows.values(str(field.column))
    return replace(
        field,
        name=hop.name,
        label=hop.label,
        column=None,
        kept=None,
        expression=Subquery(values[:1]),
        currency=f"{relation.column}__{field.currency}" if field.currency else "",
        fold="",
        deadline=field.deadline and not field.end,
        end="",
        order=field.order or (hop.name,) if hop.sortable else (),
        editable=False,
        in_form=False,
        filterable=False,
        sortable=hop.sortable,
    )
