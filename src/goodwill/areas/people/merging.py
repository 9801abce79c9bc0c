"""Re-hanging everything from one party to another, whatever area it belongs to.

An area whose rows cannot simply move registers a resolver:

    @resolves(Membership)
    def memberships(rows, survivor):
        return rows_that_may_move   # after changing or trashing what collides
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from goodwill.areas.people.models import Address, ContactPoint, NotTheSame, Party, Tie
from goodwill.kernel import changes
from goodwill.kernel.models import About, Tracked
from goodwill.records.custom import relations

CHUNK = 500
Rows = Sequence[Any]
Resolver = Callable[[Rows, Party], Rows]
_resolvers: dict[type[Tracked], Resolver] = {}


def resolves(model: type[Tracked]) -> Callable[[Resolver], Resolver]:
    """Register what happens to a model's rows before they move to the survivor."""

    def register(function: Resolver) -> Resolver:
        _resolvers[model] = function
        return function

    return register


def rehang(loser: Party, survivor: Party) -> int:
    """Move every row that points at the loser, by key or ref; returns how many. What would collide is trashed."""
    moved = 0
    for model, column in _pointing():
        place: dict[str, Any] = {column: loser.pk}
        if column == "about_id":
            place["about_type"] = Party.ref_name()
        for rows in _chunks(model.everything.filter(**place)):
            resolver = _resolvers.get(model)
            free = _without_twins(model, resolver(rows, survivor) if resolver else rows, column, survivor)
            moved += changes.update_many(free, **{column: survivor.pk})
    return moved + relations.move(loser, survivor)


def _pointing() -> Iterator[tuple[type[Tracked], str]]:
    """Models and columns that hold the id of a party: foreign keys first, then refs."""
    for relation in Party._meta.related_objects:
        model = relation.related_model
        if issubclass(model, Tracked) and relation.field.name not in model.unlogged:
            yield model, relation.field.name
    for model in apps.get_models():
        if issubclass(model, About):
            yield model, "about_id"


def _chunks(rows: "models.QuerySet[Any]") -> Iterator[list[Any]]:
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield found
        last = found[-1].pk


def _without_twins(model: type[Tracked], rows: Rows, column: str, survivor: Party) -> Rows:
    """The rows that may move; those of which the survivor has the like already go in the trash."""
    for rule in model._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint) or column not in rule.fields:
            continue
        others = [name for name in rule.fields if name != column]
        ruled = model.everything.filter(rule.condition) if rule.condition else model.everything.all()
        known = set(ruled.filter(**{column: survivor.pk}).values_list(*others, "deleted_at"))
        bound = dict(_by_pk(ruled.filter(pk__in=[row.pk for row in rows]), others))
        twins = {pk for pk, values in bound.items() if values in known}
        for row in rows:
            if row.pk in twins:
                changes.trash(row)
        rows = [row for row in rows if row.pk not in twins]
    return rows


def _by_pk(rows: "models.QuerySet[Any]", names: Sequence[str]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    return ((pk, tuple(values)) for pk, *values in rows.values_list("pk", *names, "deleted_at"))


@resolves(ContactPoint)
def _contact_points(rows: Rows, survivor: Party) -> Rows:
    """The survivor's own come first and stay preferred; a number that it has too is not kept twice."""
    own = list(ContactPoint.objects.filter(party=survivor))
    known = {(point.kind, point.fold) for point in own}
    preferred = {point.kind for point in own if point.preferred}
    after = max((point.position for point in own), default=-1) + 1
    free = _unknown(rows, lambda point: (point.kind, point.fold), known)
    for point in free:
        stays = point.preferred and point.kind not in preferred
        changes.update(point, position=after + point.position, preferred=stays, validated=True)
    return free


@resolves(Address)
def _addresses(rows: Rows, survivor: Party) -> Rows:
    own = list(Address.objects.filter(party=survivor))
    after = max((address.position for address in own), default=-1) + 1
    has_preferred = any(address.preferred for address in own)
    free = _unknown(rows, lambda address: address.fold, {address.fold for address in own})
    for address in free:
        stays = address.preferred and not has_preferred
        changes.update(address, position=after + address.position, preferred=stays, validated=True)
    return free


@resolves(Tie)
def _ties(rows: Rows, survivor: Party) -> Rows:
    """A tie between the two themselves means nothing any more. Only one tie stays the main one."""
    between = [row for row in rows if survivor.pk in (row.party_id, row.other_id)]
    for row in between:
        changes.trash(row)
    free = [row for row in rows if row not in between]
    if Tie.objects.filter(party=survivor, main=True).exists():
        for row in free:
            if row.main and row.party_id != survivor.pk:
                changes.update(row, main=False, validated=True)
    return free


@resolves(NotTheSame)
def _told_apart(rows: Rows, survivor: Party) -> Rows:
    """Who said that these two are two thinks otherwise now; of others it still holds."""
    between = [row for row in rows if survivor.pk in (row.one_id, row.other_id)]
    for row in between:
        changes.trash(row)
    return [row for row in rows if row not in between]


def _unknown(rows: Rows, key: Callable[[Any], Any], known: set[Any]) -> Rows:
    """The rows that say something new; the others go in the trash."""
    free = []
    for row in rows:
        if row.deleted_at is None and key(row) in known:
            changes.trash(row)
        else:
            free.append(row)
    return free
