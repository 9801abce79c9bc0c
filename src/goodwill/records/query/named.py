"""The names that a list is sorted by where a field leads to a colleague or to another record: those that are shown."""

from typing import Any

from django.db.models import Case, F, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from goodwill.kernel import rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.kernel.text import sort_key
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.filter.sql import outside
from goodwill.records.registry import get, target_of

MOST_NAMES = 300


def has_names(field: Field, actor: Actor) -> bool:
    """Whether records can be sorted by what the field leads to; a name that is hidden from the actor gives no order."""
    if field.kind is Kind.USER:
        return True
    target = get(field.target)
    title = target.field(target.title) if target else None
    return bool(title and title.column and readable(title, actor))


def name_behind(field: Field, actor: Actor) -> Any:
    """A record that the actor may not see, or that is in the trash, is empty. Columns are joined where that says all;
    else it is a query within the row's, which takes three times as long.
    """
    if field.kind is Kind.USER:
        if not field.kept:
            return _sorted_names(f"{field.column}__pk", F(f"{field.column}__name"))
        people = User.everything.order_by().filter(pk=outside(field))
        return Subquery(people.annotate(sorted_name=_sorted_names("pk", F("name"))).values("sorted_name")[:1])
    target = target_of(field)
    if rights.reach(target.model, actor) is None:
        return Cast(Value(None), TextField())
    title = target.field(target.title)
    name = (title.order or (str(title.column),))[0]
    if not field.kept and rights.unlimited(target.model, actor):
        there = {f"{field.column}__{column}": value for column, value in target.constant.items()}
        return Case(When(Q(**there, **{f"{field.column}__deleted_at": None}), then=F(f"{field.column}__{name}")))
    return Subquery(target.rows(actor).order_by().filter(pk=outside(field)).values(name)[:1])


def _sorted_names(column: str, name: Any) -> Any:
    """Those of colleagues come as people expect; of very many, as the database compares them."""
    memo = workspace.memo()
    if "names of users" not in memo:
        memo["names of users"] = list(User.everything.order_by().values_list("pk", "name")[: MOST_NAMES + 1])
    names = memo["names of users"]
    if not 0 < len(names) <= MOST_NAMES:
        return Cast(name, TextField())
    whens = [When(**{column: pk}, then=Value(sort_key(name))) for pk, name in names]
    return Case(*whens, output_field=TextField())
