"""A filter for the database. Column names come from declarations and values are parameters: nothing typed becomes SQL.

Every piece answers yes or no for each row: a comparison over a relation or several values is an EXISTS, and `not`
stands at the leaves only, where NULL is asked about by name.
"""

from dataclasses import dataclass, field as default
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.check import check
from goodwill.records.filter.conditions import Among, Condition, Present
from goodwill.records.filter.context import Context, context_of
from goodwill.records.filter.parser import parse
from goodwill.records.filter.resolve import Hop, Reach, resolve
from goodwill.records.filter.search import spelled_out
from goodwill.records.filter.terms import term_of
from goodwill.records.filter.tree import EVERYTHING, And, Comparison, Filter, Not, Or, Search
from goodwill.records.registry import RecordType, target_of


def apply(
    records: "QuerySet[Any]", filter: Filter | str, type: RecordType, actor: Actor, now: datetime | None = None
) -> "QuerySet[Any]":
    """Those of the records that pass. Rights on the records themselves are the caller's: start at `type.rows`."""
    tree = parse(filter) if isinstance(filter, str) else filter
    if tree == EVERYTHING:
        return records
    compiler = _Compiler(context_of(actor, now))
    level = compiler.level(check(tree, type, actor), type)
    return level.of(records)


@dataclass(frozen=True)
class _Level:
    """A condition on the rows of one query, with the computed columns that it speaks of."""

    q: Q
    aliases: dict[str, Any] = default(default_factory=dict)

    def of(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return (records.alias(**self.aliases) if self.aliases else records).filter(self.q)


_ALL = Q(pk__isnull=False)
_NONE = Q(pk__in=())


class _Compiler:
    def __init__(self, context: Context) -> None:
        self._context = context

    def level(self, tree: Filter, type: RecordType) -> _Level:
        aliases: dict[str, Any] = {}
        return _Level(self._q(tree, type, True, aliases), aliases)

    def _q(self, tree: Filter, type: RecordType, wanted: bool, aliases: dict[str, Any]) -> Q:
        if isinstance(tree, Not):
            return self._q(tree.item, type, not wanted, aliases)
        if isinstance(tree, And | Or):
            together = isinstance(tree, And) == wanted
            items = [self._q(item, type, wanted, aliases) for item in tree.items]
            return reduce(and_ if together else or_, items) if items else (_ALL if together else _NONE)
        if isinstance(tree, Search):
            return self._q(spelled_out(tree, type, self._context.actor), type, wanted, aliases)
        return self._comparison(tree, type, wanted, aliases)

    def _comparison(self, comparison: Comparison, type: RecordType, wanted: bool, aliases: dict[str, Any]) -> Q:
        reach = resolve(comparison.path, type, self._context.actor)
        term = term_of(comparison, reach.field, self._context)
        met = reduce(and_, (self._met(reach, condition, aliases) for condition in term.conditions))
        return met if wanted != term.negated else ~met

    def _met(self, reach: Reach, condition: Condition, aliases: dict[str, Any]) -> Q:
        """One of the values that the path leads to meets the condition."""
        level = self._leaf(reach.field, condition)
        for hop in reversed(reach.hops):
            level = _Level(self._over(hop, level))
        aliases.update(level.aliases)
        return level.q

    def _leaf(self, field: Field, condition: Condition) -> _Level:
        if field.kind is Kind.RELATION:
            return self._link(field, condition)
        if field.many:
            column = field.many.value if isinstance(condition, Present) else field.many.fold or field.many.value
            rows = field.many.rows().filter(Q((field.many.link, OuterRef("pk"))), condition.q(column))
            return _Level(Q(Exists(rows)))
        if field.expression is not None:
            name = f"filter_{field.name}"
            return _Level(Q((f"{name}__isnull", False)) & condition.q(name), {name: field.expression})
        folded = field.fold and not isinstance(condition, Present)
        return _Level(condition.q(field.fold if folded else str(field.column)))

    def _link(self, field: Field, condition: Condition) -> _Level:
        """The record that a relation leads to; one that the actor may not see is not there."""
        wanted = Q() if isinstance(condition, Present) else condition.q("pk")
        met = self._over(Hop(field, target_of(field)), _Level(wanted))
        if isinstance(condition, Among) and not field.many:
            met = condition.q(str(field.column)) & met
        return _Level(met)

    def _over(self, hop: Hop, level: _Level) -> Q:
        """The hop leads to a record that the actor may see and that is within the level."""
        many = hop.field.many
        here = OuterRef(many.value if many else str(hop.field.column))
        there = Q(Exists(level.of(hop.target.rows(self._context.actor).filter(pk=here))))
        return Q(Exists(many.rows().filter(Q((many.link, OuterRef("pk"))), there))) if many else there
