"""A role as a table: one line for each type of record, one column for each right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, AS_EVERYTHING, NONE, OWN, REACHES, TEAM, WHERE, Actor, is_filter, reach_of
from goodwill.kernel.models import About, Role, User
from goodwill.kernel.powers import RIGHTS
from goodwill.records import registry
from goodwill.records.filter.saying import in_words
from goodwill.records.scopes import type_behind

EVERYTHING = "*"
Words = Any


@dataclass(frozen=True)
class Cell:
    name: str
    label: Words
    value: str


@dataclass(frozen=True)
class Line:
    """A cell is empty where the type follows the line for everything."""

    ref_name: str
    label: str
    cells: tuple[Cell, ...]


def roles() -> list[Role]:
    """The live roles with `holders`: how many people have each."""
    holders = Count("users", filter=Q(users__is_active=True))
    return sorted(Role.objects.annotate(holders=holders).order_by("id"), key=lambda role: not role.builtin)


def in_short(role: Role) -> str:
    """What the role says of everything, in one line: see all · change own."""
    reaches = dict(_reaches())
    said = [(words, reach_of(role.scopes, EVERYTHING, right)) for right, words in RIGHTS.items()]
    return " · ".join(f"{words}: {reaches[reach]}" for words, reach in said if reach in reaches and reach != NONE)


def holders_of(role: Role) -> list[User]:
    """Who has it and can sign in, by name."""
    return list(User.objects.filter(role=role, is_active=True, deleted_at=None).order_by("name", "pk"))


def types() -> dict[str, str]:
    """The ref names that have rights of their own, with the words for their records."""
    found: dict[str, list[str]] = {}
    for known in registry.types():
        model = known.model
        if not (model.belongs_to or model.guarded_by or issubclass(model, About)):
            found.setdefault(known.ref_name, []).append(str(known.plural))
    return {name: ", ".join(labels) for name, labels in found.items()}


def hanging() -> dict[str, str]:
    """What is seen and changed with the record that it hangs on, like tasks: its fields and verbs can be narrowed."""
    return {
        known.ref_name: str(known.plural)
        for known in registry.types()
        if (known.model.belongs_to or issubclass(known.model, About)) and not known.model.guarded_by
    }


def matrix(scopes: Mapping[str, Any]) -> list[Line]:
    lines = {EVERYTHING: _("Everything"), **types()}
    return [
        Line(
            name,
            label,
            tuple(Cell(f"{name}.{right}", words, _own(scopes, name, right)) for right, words in RIGHTS.items()),
        )
        for name, label in lines.items()
    ]


def _own(scopes: Mapping[str, Any], name: str, right: str) -> str:
    """What the type says itself; nothing where it follows everything."""
    follows = name not in scopes or scopes[name].get(right) == AS_EVERYTHING
    return AS_EVERYTHING if follows else reach_of(scopes, name, right)


def typed_scopes(sent: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The scopes that the table sent. A line without any choice follows everything, and so does a gap in a line.

    Lines of types that this firm does not show now stay as they are `known`.
    """
    shown = types()
    scopes = {name: row for name, row in known.items() if name != EVERYTHING and name not in shown}
    whole = {right: _chosen(sent, EVERYTHING, right) or NONE for right in RIGHTS}
    for name in shown:
        row = {right: _chosen(sent, name, right) for right in RIGHTS}
        if any(row.values()):
            scopes[name] = row
    return {EVERYTHING: whole, **scopes}


def _reaches() -> list[tuple[str, str]]:
    return [(NONE, _("none")), (OWN, _("own")), (TEAM, _("of my teams")), (ALL, _("all"))]


def reach_choices(of: str, present: str, reader: Actor) -> list[tuple[str, str]]:
    """With the filter that is chosen at `present`, which only the page of the type makes."""
    kind = type_behind(of) if is_filter(present) else None
    filters = [(present, _("those where %s") % in_words(present.removeprefix(WHERE), kind, reader))] if kind else []
    return [*_reaches(), *filters]


def _chosen(sent: Mapping[str, str], name: str, right: str) -> str:
    found = sent.get(f"{name}.{right}", "")
    return found if found in REACHES or is_filter(found) else ""
