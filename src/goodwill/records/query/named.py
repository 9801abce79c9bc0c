"""The names that a list is sorted by where a field leads to a colleague or to another record: those that are shown."""

from typing import Any

from django.db.models import Case, Subquery, TextField, Value, When
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
    """What a query within the row's finds of it. A record that the actor may not see, or in the trash, is empty."""
    if field.kind is Kind.USER:
        people = User.everything.order_by().filter(pk=outside(field)).annotate(sorted_name=_sorted_names())
        return Subquery(people.values("sorted_name")[:1])
    target = target_of(field)
    if rights.reach(target.model, actor) is None:
        return Cast(Value(None), TextField())
    title = target.field(target.title)
    rows = target.rows(actor).order_by().filter(pk=outside(field))
    return Subquery(rows.values((title.order or (str(title.column),))[0])[:1])


def _sorted_names() -> Any:
    """Those of colleagues come as people expect; of very many, as the database compares them."""
    memo = workspace.memo()
    if "names of users" not in memo:
        memo["names of users"] = list(User.everything.order_by().values_list("pk", "name")[: MOST_NAMES + 1])
    names = memo["names of users"]
    if not 0 < len(names) <= MOST_NAMES:
        return Cast("name", TextField())
    whens = [When(pk=pk, then=Value(sort_key(name))) for pk, name in names]
    return Case(*whens, output_field=TextField())
