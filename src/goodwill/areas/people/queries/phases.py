"""How phase and regard moved: by whom, when and why, from the history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from goodwill.areas.people.enums import PHASE_TONES, REGARD_TONES, Phase, Regard
from goodwill.areas.people.models import Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.records.veil import hides

MOST = 50


@dataclass(frozen=True)
class Step:
    """`field` is phase or regard."""

    field: str
    before: str
    after: str
    tone: str
    who: str
    why: str
    at: datetime


def steps_of(party: Party, actor: Actor) -> list[Step]:
    """The newest first; one query."""
    moved = Q(after__has_key="phase") | Q(after__has_key="regard")
    rows = Change.objects.filter(moved, root_type=Party.ref_name(), root_id=party.pk, type=Party.ref_name())
    found = []
    for change in rows.order_by("-at", "-id").select_related("batch")[:MOST]:
        for name, enum in (("phase", Phase), ("regard", Regard)):
            if (
                not hides(actor, Party.ref_name(), name)
                and name in change.after
                and change.after[name] != change.before.get(name, "")
            ):
                found.append(_step(name, enum, change))
    return found


def _step(name: str, enum: type[Phase] | type[Regard], change: Change) -> Step:
    labels = dict(enum.choices)
    before, after = change.before.get(name) or "", change.after[name] or ""
    tones = {str(value): tone for known in (PHASE_TONES, REGARD_TONES) for value, tone in known.items()}
    tone = tones.get(after, "")
    why = change.batch.note if change.batch.verb not in ("import", "undo") else ""
    return Step(
        name, str(labels.get(before, "")), str(labels.get(after, "")), tone, change.batch.actor_name, why, change.at
    )
