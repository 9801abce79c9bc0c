"""Somebody known who had gone quiet turns up again: recognised, welcomed, and their owner told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.comeback_words import greeting
from goodwill.areas.people.enums import ContactKind, Phase, Way
from goodwill.areas.people.models import Comeback, ContactPoint, Note, Party, PhaseProposal, Task
from goodwill.areas.people.phase_words import span
from goodwill.areas.people.phases import QUIET
from goodwill.kernel import changes, notices, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.kernel.prepared import prepared
from goodwill.kernel.text import fold
from goodwill.kernel.verbs import Help, verb
from goodwill.records.veil import hides

NOTICE = "comeback"
BEGINNINGS = frozenset({"", Phase.PROSPECT.value, Phase.LEAD.value, Phase.ENDED.value})
_RECOGNISED_BY = (ContactKind.MAIL.value, ContactKind.PHONE.value)


@verb(
    Party, label=gettext_lazy("They are back"), done=gettext_lazy("noted that they are back"), icon="hand", bulk=False
)
def come_back(
    party: Party,
    *,
    by: Actor,
    way: Annotated[str, Help(gettext_lazy("How"), choices=tuple(Way.choices))] = Way.FORM.value,
) -> Party:
    """Welcome somebody who had gone quiet: out of the trash, into the phase that fits, and their owner is told."""
    if party.deleted_at is not None:
        changes.restore(party)
    (comeback,) = receive([party], Way(way))
    batch = changes.current_batch()
    batch.note = _reason(comeback)[:300]
    if not hides(by, Party.ref_name(), "came_back"):
        batch.said = greeting(party.name, comeback)
    if party.owner:
        tell([party.owner], comeback, by)
    return party


def receive(parties: Sequence[Party], way: Way) -> list[Comeback]:
    """Write down that these came back and where things stood, and move their phases; tells nobody."""
    made = changes.create_many(stood(parties, way, changes.current_batch().at))
    moving = {party: {"phase": phase} for party in parties if (phase := _phase_of(party)) != party.phase}
    if moving:
        changes.update_each(moving)
    for proposal in PhaseProposal.objects.filter(party__in=parties, state="open"):
        changes.trash(proposal)
    return made


def stood(parties: Sequence[Party], way: Way, before: datetime) -> list[Comeback]:
    """Where things stand with each, as a comeback would say it; nothing is written. Two queries.

    What is noted from `before` on is left out: a file may bring a note of its own along.
    """
    now, ids = timezone.now(), [party.pk for party in parties]
    notes, tasks = _last_notes(ids, before), _open_tasks(ids)
    return [
        Comeback(
            party=party,
            at=now,
            way=way.value,
            quiet_since=party.last_contact_at or party.created_at,
            phase_before=party.phase,
            owner_name=party.owner.name if party.owner else "",
            last_note=notes.get(party.pk, "")[:300],
            open_things=tasks.get(party.pk, 0),
        )
        for party in parties
    ]


def tell(users: Iterable[User], comeback: Comeback, by: Actor) -> None:
    party = comeback.party
    title = format_lazy(gettext_lazy("Welcome back: {who}"), who=party.name)
    key = f"comeback {comeback.pk}"
    notices.notify(users, NOTICE, title, by=by, ref=party.ref, snippet=comeback.last_note, key=key)


def recognised(kind: str, name: str, points: Iterable[ContactPoint], by: Actor) -> Party | None:
    """Somebody known who had gone quiet: the same name, with the same mail or phone.

    Those in the trash count as long as nothing ever came of them. Whom the actor may not change is not recognised.
    """
    folds = {point.fold for point in points if point.kind in _RECOGNISED_BY and point.fold}
    if not folds:
        return None
    ids = _reached_by(sorted(folds), kind, fold(name)[:400])
    if not ids:
        return None
    now, known = timezone.now(), Party.everything.select_related("owner").in_bulk(ids)
    quiet = (known[pk] for pk in ids if is_quiet(known[pk], now))
    return next((party for party in quiet if rights.allows(by, "change", party)), None)


@prepared
def _reached_by(folds: list[str], kind: str, name_fold: str) -> "QuerySet[ContactPoint, int]":
    rows = ContactPoint.objects.filter(kind__in=_RECOGNISED_BY, fold__in=folds, party__merged_into=None)
    same = rows.filter(party__kind=kind, party__name_fold=name_fold)
    return same.order_by("party__deleted_at", "party_id").values_list("party_id", flat=True)[:20]


def is_quiet(party: Party, now: datetime) -> bool:
    """Whether nothing passed between us for so long that turning up again is news."""
    return party.phase in BEGINNINGS if party.deleted_at is not None else _is_silent(party, now)


def _is_silent(party: Party, now: datetime) -> bool:
    return party.phase == Phase.ENDED or now - (party.last_contact_at or party.created_at) > QUIET


@prepared
def silent_among(ids: list[int], before: datetime) -> "QuerySet[Party, int]":
    """Those of them who are not in the trash and of whom `is_quiet` says so, when QUIET began at `before`."""
    never = Q(last_contact_at=None, created_at__lt=before)
    silent = Q(phase=Phase.ENDED.value) | Q(last_contact_at__lt=before) | never
    return Party.objects.filter(silent, pk__in=ids).values_list("pk", flat=True)


def receive_imported(parties: Iterable[Party]) -> list[Comeback]:
    """Of the parties that a file knew more of, those that had gone quiet before anything came of them.

    A file of all customers is no sign that each of them came back.
    """
    back = returning(parties)
    return receive(back, Way.IMPORT) if back else []


def returning(parties: Iterable[Party]) -> list[Party]:
    """Of parties that a file knows more of, those for whom this is a comeback; to leave the trash is none by itself."""
    now = timezone.now()
    return [party for party in parties if party.phase in BEGINNINGS and _is_silent(party, now)]


def _phase_of(party: Party) -> str:
    if party.phase in (Phase.ENDED, Phase.SLIPPING):
        return (Phase.CUSTOMER if party.customer_since else Phase.LEAD).value
    return Phase.LEAD.value if party.phase in ("", Phase.PROSPECT) else party.phase


def _reason(comeback: Comeback) -> str:
    if comeback.quiet_since is None:
        return _("Came back.")
    return _("Came back after %s.") % span((comeback.at - comeback.quiet_since).days)


def _last_notes(ids: Sequence[int], before: datetime) -> dict[int, str]:
    earlier = Note.objects.filter(created_at__lt=before)
    rows = earlier.filter(about_type=Party.ref_name(), about_id__in=ids).order_by("created_at", "id")
    return dict(rows.values_list("about_id", "text"))


def _open_tasks(ids: Sequence[int]) -> dict[int, int]:
    rows: Any = Task.objects.filter(about_type=Party.ref_name(), about_id__in=ids, done_at=None).order_by()
    return dict(rows.values_list("about_id").annotate(open=Count("id")))
