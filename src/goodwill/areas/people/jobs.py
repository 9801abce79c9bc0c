"""What follows the history of the area: whoever follows a record hears of it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Phase
from goodwill.areas.people.models import Comeback, Follow, Party
from goodwill.areas.people.verbs.comebacks import NOTICE
from goodwill.areas.people.verbs.relationship import write_proposals
from goodwill.kernel import changes, jobs, notices
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.jobs.progress import Progress
from goodwill.kernel.models import Batch, Change, Job, User
from goodwill.kernel.refs import Ref, fetch
from goodwill.transfer.models import Import

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


@jobs.when_over
def sum_up_comebacks(job: Job) -> None:
    """One line for all whom an import brought back, and none for each of them."""
    if job.name != "import" or job.state != Job.State.DONE or job.user is None:
        return
    run = Import.objects.filter(job=job).first()
    if run is None or run.batch_id is None:
        return
    wrote = Change.objects.filter(batch=run.batch_id, type=Comeback.ref_name(), kind=Change.Kind.CREATE)
    if count := wrote.count():
        title = format_lazy(_("Welcome back, {count} of whom nothing was heard for long"), count=count)
        url = f"{reverse('record_list', args=['contacts'])}?{urlencode({'filter': 'came_back in last 2 days'})}"
        by = system("job")
        notices.notify([job.user], NOTICE, title, by=by, snippet=run.name, url=url, key=f"comebacks {run.pk}")
