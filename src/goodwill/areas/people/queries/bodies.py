"""What the lines of a timeline hold beyond their first words: whole texts, who else took part, whose they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from goodwill.areas.people.models import Interaction, InteractionParty, Note, Party, Task
from goodwill.areas.people.queries.timeline import Item
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, Actor
from goodwill.kernel.models import About, Tracked
from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import Ref
from goodwill.kernel.richtext import cut, shown
from goodwill.records.veil import veil_all

LONG, LINES = 700, 9
T = TypeVar("T", bound=Tracked)


@dataclass(frozen=True)
class Body:
    """`html` is cleaned markup. `beginning` is there where the text is long.

    `own`: the actor wrote it, or looks after all that is here.
    """

    html: str = ""
    text: str = ""
    beginning: str = ""
    own: bool = False
    others: tuple[tuple[int, str], ...] = ()


def bodies(items: Iterable[Item], party: Party, actor: Actor) -> dict[Ref, Body]:
    """By ref; at most one query for each kind of record and one for those who took part."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if item.ref:
            wanted[item.ref.type].add(item.ref.id)
    notes = _rows(Note, wanted, actor)
    talks = _rows(Interaction, wanted, actor)
    tasks = _rows(Task, wanted, actor)
    others = _others(set(talks), party, actor)
    all_own = actor.scope(Party.ref_name(), "delete") == ALL
    found: dict[Ref, Body] = {}
    for note in notes.values():
        found[note.ref] = Body(
            html=shown(note.html), beginning=_beginning(note.text), own=all_own or note.created_by_id == actor.user_id
        )
    for pk, talk in talks.items():
        own = all_own or actor.user_id in (talk.created_by_id, talk.colleague_id)
        found[talk.ref] = Body(
            text=talk.text, beginning=_beginning(talk.text), own=own, others=tuple(others.get(pk, ()))
        )
    for task in tasks.values():
        text = task.outcome or task.details
        found[task.ref] = Body(text=text, beginning=_beginning(text), own=True)
    return found


def _rows(model: type[T], wanted: Mapping[str, set[int]], actor: Actor) -> dict[int, T]:
    ids = list(wanted.get(model.ref_name(), ()))
    if rights.unlimited(Party, actor):
        rows = [row for row in _found(ids, model=model) if not isinstance(row, About) or _about_party(row)]
    else:
        rows = list(rights.visible(model.objects.filter(pk__in=ids), actor)) if ids else []
    return {row.pk: row for row in veil_all(rows, actor)}


@prepared
def _found(ids: list[int], *, model: type[Tracked]) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model.objects.filter(pk__in=ids)
    return rows


def _about_party(row: About) -> bool:
    return row.about_type == Party.ref_name()


def _beginning(text: str) -> str:
    if len(text) <= LONG and text.count("\n") < LINES:
        return ""
    return cut("\n".join(text[:LONG].split("\n")[: LINES - 3]), LONG // 2)


def _others(talk_ids: Collection[int], party: Party, actor: Actor) -> dict[int, list[tuple[int, str]]]:
    """Who took part beside the party: those named with it, and the one that it was with in the first place."""
    if not talk_ids:
        return {}
    rows = InteractionParty.objects.filter(interaction__in=talk_ids).order_by("id")
    pairs = list(rows.values_list("interaction_id", "party_id"))
    if not pairs:
        return {}
    mains = Interaction.objects.filter(pk__in={talk_id for talk_id, _party_id in pairs}).values_list("pk", "party_id")
    ids = {party_id for _talk_id, party_id in [*pairs, *mains]} - {party.pk}
    names = dict(rights.visible(Party.objects.filter(pk__in=ids), actor).values_list("pk", "name"))
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for talk_id, party_id in [*mains, *pairs]:
        if party_id in names:
            found[talk_id].append((party_id, names[party_id]))
    return found
