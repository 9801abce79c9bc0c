"""What a list is sorted by where a field leads to a colleague or to another record: the names that are shown, or a
column behind the relation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Case, F, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, NullIf
from django.utils.text import format_lazy

from goodwill.kernel import rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.kernel.text import sort_key
from goodwill.records.fields import TEXTUAL, Field, Kind, column_at, readable
from goodwill.records.filter.lookups import indexed
from goodwill.records.filter.sql import outside
from goodwill.records.query.behind import Behind, Colleagues, Related
from goodwill.records.query.keys import Key
from goodwill.records.registry import RecordType, get, target_of

MOST_NAMES = 300
VALUE = "sorted_value"


def has_names(field: Field, actor: Actor) -> bool:
    """Whether records can be sorted by what the field leads to; a name that is hidden from the actor gives no order."""
    if field.kind is Kind.USER:
        return True
    target = get(field.target)
    title = target.field(target.title) if target else None
    return bool(title and title.column and readable(title, actor))


@dataclass(frozen=True, eq=False)
class Hop:
    """A field of what a relation leads to."""

    relation: Field
    field: Field

    @property
    def name(self) -> str:
        return f"{self.relation.name}.{self.field.name}"

    @property
    def label(self) -> Any:
        return format_lazy("{}: {}", self.relation.label, self.field.label)

    @property
    def sortable(self) -> bool:
        """Whether the records that lead there can be sorted by it."""
        field = self.field
        if field.by_name:
            return field.kind is Kind.USER and not field.kept
        return field.sortable and (len(field.order or ()) == 1 or field.expression is not None)


@dataclass(frozen=True, eq=False)
class Lead:
    """What a sort begins with, and how a long list is read by that; `related` says that it is no value of the records'
    own: those that lead to the same one come in the type's usual order. So do those that have the same of few values:
    they are `tied`.
    """

    keys: tuple[Key, ...]
    behind: Behind | None = None
    related: bool = True
    tied: bool = False

    @property
    def alone(self) -> tuple[Key, ...]:
        """The keys of the value itself: what stands where other keys come first."""
        return self.keys if self.behind is None else self.keys[:1]


def by_name(field: Field, type: RecordType, actor: Actor, *, descending: bool) -> Lead:
    """By the names of colleagues or of related records."""
    if field.kind is Kind.USER:
        return _by_colleagues(field, type, descending)
    target = target_of(field)
    return _by_related(Hop(field, target.field(target.title)), type, actor, f"sort_{field.name}", descending)


def by_hop(hop: Hop, type: RecordType, actor: Actor, *, descending: bool) -> Lead:
    """By a column behind a relation."""
    return _by_related(hop, type, actor, f"sort_{hop.relation.name}_over_{hop.field.name}", descending)


def _by_colleagues(field: Field, type: RecordType, descending: bool) -> Lead:
    value = Key(f"sort_{field.name}", descending, True, TextField(), _colleague_at(field))
    ranks = _ranks()
    if len(ranks) > MOST_NAMES or not _is_quick(field, type):
        return Lead((value,))
    whose = _whose(field, type, descending)
    others = Colleagues(sorted((sort_key(name), pk) for pk, name in ranks), descending)
    return Lead((value, whose), Behind(whose.column, _leads(field, type), others, Q((f"{whose.column}__isnull", True))))


def _by_related(hop: Hop, type: RecordType, actor: Actor, alias: str, descending: bool) -> Lead:
    """A record that the actor may not see, or that is in the trash, is empty. Columns are joined where that says all;
    else it is a query within the row's, which takes three times as long.
    """
    relation, field, target = hop.relation, hop.field, target_of(hop.relation)
    if rights.reach(target.model, actor) is None:
        return Lead((Key(alias, descending, True, TextField(), Cast(Value(None), TextField())),))
    rows, column, django = _valued(target, field, actor)
    if not relation.kept and column != VALUE and rights.unlimited(target.model, actor):
        there = {f"{relation.column}__{name}": value for name, value in target.constant.items()}
        met = Q(**there, **{f"{relation.column}__deleted_at": None})
        found: Any = Case(When(met, then=_filled(F(f"{relation.column}__{column}"), field, target)))
    else:
        found = Subquery(rows.order_by().filter(pk=outside(relation)).values(column)[:1])
    value = Key(alias, descending, True, django, found)
    if not _is_quick(relation, type):
        return Lead((value,))
    whose = _whose(relation, type, descending)
    keys = (Key(column, descending, False, django), Key("pk", descending, False, target.model._meta.pk))
    empty = Q((f"{alias}__isnull", True))
    return Lead((value, whose), Behind(whose.column, _leads(relation, type), Related(rows, keys), empty))


def _valued(target: RecordType, field: Field, actor: Actor) -> "tuple[QuerySet[Any], str, Any]":
    """The related records that have a value, the name under which it stands there, and its Django field."""
    rows = target.rows(actor)
    if field.by_name:
        expression, django = _colleague_at(field), cast("Any", TextField())
    elif field.order or field.name == target.title:
        column = (field.order or (str(field.column),))[0]
        django, nullable = column_at(target.model, column)
        if _is_text(field, target):
            return rows.exclude((column, "")), column, django
        return (rows.exclude((f"{column}__isnull", True)) if nullable else rows), column, django
    else:
        found = field.kept.compared if field.kept else cast("Any", field.expression)
        expression, django = found, found.output_field
    return rows.annotate(**{VALUE: expression}).filter((f"{VALUE}__isnull", False)), VALUE, django


def _is_text(field: Field, target: RecordType) -> bool:
    """A text that may be empty; names are not."""
    return field.kind in TEXTUAL and field.name != target.title


def _filled(found: Any, field: Field, target: RecordType) -> Any:
    return NullIf(found, Value("")) if _is_text(field, target) else found


def _whose(field: Field, type: RecordType, descending: bool) -> Key:
    """The id of what the field leads to."""
    if field.kept:
        return Key(f"sort_{field.name}_id", descending, True, field.kept.expression.output_field, field.kept.expression)
    return Key(str(field.column), descending, True, column_at(type.model, str(field.column))[0])


def _is_quick(field: Field, type: RecordType) -> bool:
    """Whether an index finds the records that lead to a given one."""
    return field.index if field.kept else "__" not in str(field.column) and indexed(str(field.column), type)


def _leads(field: Field, type: RecordType) -> bool:
    """Whether an index begins with the relation itself, and not with what is the same in all rows of the type."""
    return not field.kept and indexed(str(field.column), replace(type, constant={}))


def _colleague_at(field: Field) -> Any:
    """The sorted name of the colleague in this field."""
    if not field.kept:
        return _sorted_names(f"{field.column}__pk", F(f"{field.column}__name"))
    people = User.everything.order_by().filter(pk=outside(field))
    return Subquery(people.annotate(sorted_name=_sorted_names("pk", F("name"))).values("sorted_name")[:1])


def _ranks() -> Sequence[tuple[int, str]]:
    memo = workspace.memo()
    if "names of users" not in memo:
        memo["names of users"] = list(User.everything.order_by().values_list("pk", "name")[: MOST_NAMES + 1])
    found: Sequence[tuple[int, str]] = memo["names of users"]
    return found


def _sorted_names(column: str, name: Any) -> Any:
    """Those of colleagues come as people expect; of very many, as the database compares them."""
    names = _ranks()
    if not 0 < len(names) <= MOST_NAMES:
        return Cast(name, TextField())
    whens = [When(**{column: pk}, then=Value(sort_key(name))) for pk, name in names]
    return Case(*whens, output_field=TextField())
