"""What follows the history of the area: followers hear of it, doubles are looked for."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Phase
from goodwill.areas.people.models import (
    Address,
    ContactPoint,
    ExternalKey,
    Follow,
    NotTheSame,
    Party,
    Tie,
)
from goodwill.areas.people.projections import doubles
from goodwill.areas.people.queries import double_finding, double_traits
from goodwill.areas.people.queries.certain_doubles import certain
from goodwill.areas.people.queries.doubles import best_survivor
from goodwill.areas.people.verbs.merge import merge
from goodwill.areas.people.verbs.relationship import write_proposals
from goodwill.kernel import changes, jobs, notices, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told
from goodwill.kernel.jobs import Priority, Progress
from goodwill.kernel.models import Batch, Change, Job, User
from goodwill.kernel.page_cache import many_pages
from goodwill.kernel.refs import Ref, fetch

FOLLOWED = "follow"
_SILENT = frozenset({"import", "command"})
_NO_NEWS = frozenset({Follow.ref_name(), "phaseproposal"})
CHUNK = 500


@changes.consumer("followers", deaf_to=_SILENT)
def tell_followers(news: Sequence[Change]) -> None:
    """Each follower of a record is told once of each batch that touched it; imports and maintenance are not told."""
    heard: dict[tuple[int, Ref], Change] = {}
    for change in news:
        if change.batch.through not in _SILENT and change.type not in _NO_NEWS:
            heard.setdefault((change.batch_id, Ref(change.root_type, change.root_id)), change)
    if not heard:
        return
    followers = _followers({ref for _batch, ref in heard})
    for (batch_id, ref), change in heard.items():
        if ref in followers:
            _tell(followers[ref], ref, change.batch, key=f"follow {batch_id} {ref}")


def _followers(refs: set[Ref]) -> dict[Ref, list[User]]:
    rows = Follow.objects.filter(about_type__in={ref.type for ref in refs}, about_id__in={ref.id for ref in refs})
    found: dict[Ref, list[User]] = {}
    for follow in rows.select_related("user"):
        found.setdefault(Ref(follow.about_type, follow.about_id), []).append(follow.user)
    return {ref: users for ref, users in found.items() if ref in refs}


def _tell(users: list[User], ref: Ref, batch: Batch, *, key: str) -> None:
    record = fetch(ref)
    if record is None:
        return
    by = Actor(batch.actor_kind, batch.actor_id, batch.actor_name, batch.through, batch.on_behalf_of)
    title = format_lazy(_("{who}: news of {what}"), who=by.name, what=str(record))
    notices.notify(users, FOLLOWED, title, by=by, ref=ref, key=key)


@jobs.job("review-phases", label=_("Look at the phases of relationships"), every="40 4 * * *", quiet=True)
def review_phases(progress: Progress) -> int:
    """Propose other phases where what happened speaks for them; returns how many proposals are new."""
    found = 0
    while True:
        with progress.batch("review_phases"):
            rows = Party.objects.filter(pk__gt=progress.position.get("last", 0))
            parties = list(rows.exclude(phase=Phase.ENDED, last_contact_at=None).order_by("pk")[:CHUNK])
            found += write_proposals(parties)
            if parties:
                progress.position["last"] = parties[-1].pk
        if not parties:
            return found
        progress.step()


COMPARED = {model.ref_name(): model for model in (Party, ContactPoint, Address, Tie, ExternalKey, NotTheSame)}
IMPORT = "import"
_IMPORTED = frozenset({IMPORT})
PATIENCE = timedelta(seconds=20)
AT_ONCE, MERGED_AT_ONCE = 500, 20
MERGING, TOLD_FOR = "merge-certain-doubles", timedelta(hours=1)
_AT_WORK = (Job.State.WAITING, Job.State.RUNNING)
MANY, MANY_OF = 5000, 5
"""More changed parties than this, or than one in five, and all are looked through: that is cheaper."""


class News(NamedTuple):
    """A change of what parties are compared by."""

    kind: str
    ref: Ref
    root: Ref
    fields: Collection[str]


@changes.consumer("doubles", deaf_to=_IMPORTED)
def notice_changed_parties(news: Sequence[Change]) -> None:
    """What parties are compared by has changed: their doubles are looked for soon."""
    roots = ((change, Ref(change.root_type, change.root_id)) for change in news)
    _ask_for([News(change.kind, change.ref, root, change.after) for change, root in roots], timedelta())


def _notice_new(_name: str, _new: Sequence[tuple[int, Any]], _by: Actor) -> None:
    """They wait with their keys already (`projections.parties`)."""
    _look_soon(PATIENCE)


def _notice_gone(_name: str, ids: Sequence[int], by: Actor) -> None:
    if by.through in _IMPORTED:
        _look_for(ids, PATIENCE)


@changes.projection(
    *COMPARED.values(), ahead=changes.Beforehand(lambda _record, _parts: True, _notice_new, gone=_notice_gone)
)
def notice_imported_parties(entries: Sequence[changes.Entry]) -> None:
    """The same for imports, a little later; here, since reading their changes again costs as much as writing them."""
    if entries[0].by.through in _IMPORTED:
        _ask_for([News(one.kind, one.record.ref, one.record.root(), one.after) for one in entries], PATIENCE)


def _ask_for(news: Sequence[News], wait: timedelta) -> None:
    ids = {each.root.id for each in news if each.ref.type in COMPARED and each.root.type == Party.ref_name()}
    ids |= _others(news) | _staff_of_renamed(news)
    if ids:
        _look_for(ids, wait)


def _look_for(ids: Collection[int], wait: timedelta) -> None:
    doubles.ask_for(ids)
    _look_soon(wait)


def _look_soon(wait: timedelta = timedelta()) -> None:
    jobs.enqueue(find_doubles, at=timezone.now() + wait, key="firm")


@jobs.when_over
def look_after_import(job: Job) -> None:
    """Who was imported is known to whoever types in the same one a moment later."""
    if job.name == IMPORT:
        _look_soon()


def _others(news: Sequence[News]) -> set[int]:
    """The other party of those that were told apart, or no longer are."""
    ids = {each.ref.id for each in news if each.ref.type == NotTheSame.ref_name()}
    return set(NotTheSame.everything.filter(pk__in=ids).values_list("other_id", flat=True)) if ids else set()


def _staff_of_renamed(news: Sequence[News]) -> set[int]:
    renamed = {each.ref.id for each in news if each.ref.type == Party.ref_name() and "name" in each.fields}
    renamed -= {each.ref.id for each in news if each.kind == Change.Kind.CREATE}
    return set(Party.objects.filter(company__in=renamed).values_list("pk", flat=True)) if renamed else set()


@jobs.job("find-doubles", label=_("Look for doubles"), priority=Priority.BULK, quiet=True, rest=2.0)
def find_doubles(*, progress: Progress) -> None:
    """Look for the doubles of what changed, or of all where that was asked for or is less work; after an import."""
    while waiting := _ready(progress):
        if _is_much(set(waiting.values())):
            _look_through_all(waiting, progress)
        else:
            _look_at(waiting, progress)
        progress.step()


def _ready(progress: Progress) -> dict[int, int]:
    """Who waits, once their keys are written."""
    if Job.objects.filter(name=IMPORT, state=Job.State.RUNNING).exists():
        raise jobs.Again(timezone.now() + PATIENCE, str(_("Waits until the import is over.")))
    place = -1
    with many_pages():
        while place:
            with progress.transaction():
                place = doubles.write_waiting_keys(max(place, 0))
            progress.step()
    return doubles.asked()


@jobs.job("find-all-doubles", label=_("Look for doubles every night"), every="40 2 * * *", quiet=True, atomic=True)
def look_through_all() -> None:
    """Ask for a look through the whole firm."""
    doubles.ask_for([doubles.ALL])
    jobs.enqueue(find_doubles, key="firm")


def _is_much(ids: set[int]) -> bool:
    return doubles.ALL in ids or (len(ids) > MANY and len(ids) * MANY_OF > Party.objects.count())


def _look_at(waiting: dict[int, int], progress: Progress) -> None:
    """In transactions of some hundred: what waits leaves with what was found."""
    rarity = double_traits.stored_rarity()
    rows_of: dict[int, list[int]] = {}
    for row, party_id in waiting.items():
        rows_of.setdefault(party_id, []).append(row)
    done = 0
    for ids in double_traits.chunks(sorted(rows_of), AT_ONCE):
        with progress.transaction():
            doubles.replace_of(ids, double_finding.doubles_of(set(ids), rarity))
            doubles.answered([row for one in ids for row in rows_of[one]])
        done += len(ids)
        progress.step(done=done, total=len(rows_of))


def _look_through_all(waiting: dict[int, int], progress: Progress) -> None:
    """What changes meanwhile waits for the next turn."""
    with progress.transaction():
        doubles.write_keys_of_old_parties()
    rarity = double_finding.measured_rarity()
    found = []
    for some in double_finding.all_doubles(rarity, lambda done, total: progress.step(done=done, total=total)):
        found += some
    with progress.transaction():
        doubles.replace_all(found, rarity)
        doubles.answered(waiting)


def looking() -> Job | None:
    """The look for doubles that is on its way."""
    return Job.objects.filter(name="find-doubles", state__in=_AT_WORK).order_by("-id").first()


def merging(by: Actor) -> Job | None:
    """The merge of all that is certain which is on its way for somebody, or ended lately and was not taken back."""
    mine = Job.objects.filter(name=MERGING, user=by.user_id, user__isnull=False).select_related("batch")
    job = mine.order_by("-id").first()
    if job is None or not job.is_over:
        return job
    if job.ended_at is None or job.ended_at < timezone.now() - TOLD_FOR:
        return None
    taken_back = job.batch_id and not Batch.objects.filter(pk=job.batch_id).not_undone().exists()
    return None if taken_back else job


@jobs.job(MERGING, label=_("Merge certain doubles"), priority=Priority.BULK)
def merge_certain(*, progress: Progress, by: Actor) -> dict[str, int]:
    """Merge each group of which nothing is in doubt and all may be changed; one act in history, undone as one."""
    state = progress.position
    if "groups" not in state:
        groups = certain(by).groups
        state |= {"groups": groups, "all": len(groups), "merged": 0, "refused": 0}
    total = state["all"]
    while state["groups"]:
        now, state["groups"] = state["groups"][:MERGED_AT_ONCE], state["groups"][MERGED_AT_ONCE:]
        with progress.batch("merge"):
            for ids in now:
                _merge_group(ids, by, state)
        progress.step(done=total - len(state["groups"]), total=total)
    return {"groups": total, "merged": state["merged"], "refused": state["refused"]}


def _merge_group(ids: list[int], by: Actor, state: dict[str, Any]) -> None:
    """What somebody merged, changed or hid meanwhile is left alone."""
    parties = list(rights.visible(Party.objects.filter(pk__in=ids), by, "change"))
    if len(parties) < len(ids):
        state["refused"] += 1
        return
    survivor = best_survivor(parties)
    try:
        with transaction.atomic():
            merge(survivor, by=by, others=[party.pk for party in parties if party != survivor])
        state["merged"] += len(parties) - 1
    except Told:
        state["refused"] += 1
