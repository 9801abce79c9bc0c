"""Filters as scopes of roles, and the rows that hold a field: what `kernel.rights` asks of this room.

A scope is the firm's question, not the actor's: it may speak of fields and records that the actor may not see, and only
"me" and "my team" are theirs. What cannot be read any more reaches nothing; the page of the role says so.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from goodwill.kernel import scopes, workspace
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.scopes import Held
from goodwill.records import registry
from goodwill.records.filter import EVERYTHING, FilterError, check, parse, predicate, to_text
from goodwill.records.filter.sql import condition
from goodwill.records.filter.tree import Filter
from goodwill.records.registry import RecordType


def register() -> None:
    scopes.register(reaching=reaching, holding=holding, held=held_in)


def type_behind(ref_name: str) -> RecordType | None:
    """The type in whose fields the scopes of a ref name are written: of several in one table, the widest."""
    return registry.get(ref_name) or next(iter(kinds_of(ref_name)), None)


def kinds_of(ref_name: str) -> list[RecordType]:
    """The types that share a name in rights and history."""
    return [kind for kind in registry.types() if kind.ref_name == ref_name]


def reaching(model: type[Any], text: str, actor: Actor) -> Q | None:
    """The condition on rows of the model; None where the filter is empty or does not fit any more."""
    kind = type_behind(model.ref_name())
    try:
        tree = _tree(text)
        if kind is None:
            return None
        met, aliases = condition(tree, kind, actor)
    except FilterError:
        return None
    if not aliases:
        return met
    return Q(pk__in=model.everything.alias(**aliases).filter(met).values("pk"))


def holding(record: Any, text: str, actor: Actor) -> bool:
    memo, key = workspace.memo(), f"holds {text} on {record.ref_name()} for {actor.user_id}"
    if key not in memo:
        kind = type_behind(record.ref_name())
        try:
            memo[key] = predicate(_tree(text), kind, actor) if kind else None
        except FilterError:
            memo[key] = None
    return memo[key] is not None and bool(memo[key](record))


def _tree(text: str) -> Filter:
    tree = parse(text)
    if tree == EVERYTHING:
        raise FilterError(_("This filter is empty. Say which records are meant, or choose “all”."))
    return tree


def proper(ref_name: str, text: str) -> str:
    """The filter in its proper form; raises FilterError with a sentence for what cannot be a scope of these records."""
    kind = type_behind(ref_name)
    if kind is None:
        raise FilterError(_("There are no such records here."))
    return to_text(check(_tree(text), kind, system("page")))


def problem_of(ref_name: str, text: str) -> str:
    """Why a scope reaches nothing; empty where it can be read."""
    try:
        proper(ref_name, text)
    except FilterError as error:
        return error.sentence
    return ""


def held_in(model: type[Any]) -> Sequence[Held]:
    """Of texts that have rows of their own, like phones, and of fields that are drawn from such rows."""
    found: Sequence[Held] = _held_in(model)  # type: ignore[arg-type] # a class is hashable
    return found


@lru_cache(256)
def _held_in(model: type[Any]) -> Sequence[Held]:
    found: dict[tuple[Any, ...], Held] = {}
    for kind in registry.types():
        for field in kind.all_fields.values():
            for many in (field.many if field.many and field.many.fold else None, field.drawn_from):
                if many and apps.get_model(many.model) is model:
                    for name in field.follows or (field.name,):
                        key = (kind.ref_name, name, repr(many.constant))
                        found[key] = Held(kind.ref_name, name, many.link, many.constant)
    return tuple(found.values())
