"""Running one job that was claimed."""

import logging
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from goodwill.kernel import api_keys
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told, lacks_room
from goodwill.kernel.jobs import ending
from goodwill.kernel.jobs.declare import Declared, find
from goodwill.kernel.jobs.ending import Ending, State
from goodwill.kernel.jobs.progress import Again, Cancelled, Lost, Paused, Progress
from goodwill.kernel.models import ApiKey, Job, Profile, User

log = logging.getLogger(__name__)

Settle = Callable[[Job, Ending], None]


def execute(
    job: Job,
    *,
    settle: Settle = ending.write,
    stopping: Callable[[], bool] = lambda: False,
    on_saved: Callable[[], None] = lambda: None,
) -> None:
    """Do it, and have `settle` write how it ended. Never raises what the job raised."""
    by = actor_of(job)
    progress = Progress(job, by, stopping=stopping, on_saved=on_saved)
    try:
        with _as_seen_by(by):
            ended = _attempt(job, progress)
            if ended:
                settle(job, ended)
    except Lost:
        log.warning("Job %s (%s) was taken over by another worker; this try ends.", job.pk, job.name)


def _attempt(job: Job, progress: Progress) -> Ending | None:
    """How it ended; None when that is written already."""
    declared = find(job.name)
    if declared is None:
        return Ending(State.FAILED, error=_("This version of Goodwill does not know this kind of work."))
    if job.cancel_asked:
        return Ending(State.CANCELLED)
    try:
        if declared.atomic:
            with transaction.atomic():
                ending.write(job, Ending(State.DONE, result=_call(declared, job, progress)))
            return None
        return Ending(State.DONE, result=_call(declared, job, progress))
    except Lost:
        raise
    except Cancelled:
        return Ending(State.CANCELLED)
    except Paused:
        return Ending(State.WAITING)
    except Again as again:
        return Ending(State.WAITING, error=again.sentence, due=again.at)
    except Told as told:
        return Ending(State.FAILED, error=told.sentence)
    except Exception as error:
        log.exception("Job %s (%s) failed.", job.pk, job.name)
        return _after(error, job, declared)


def _after(error: Exception, job: Job, declared: Declared) -> Ending:
    kind, full = type(error).__name__, lacks_room(error)
    if job.failures >= declared.retries:
        sentence = (
            _("The disk that Goodwill writes to is full. What was done is kept. Make room, then start this again.")
            if full
            else _("Something went wrong that Goodwill did not expect (%s). The log has the details.") % kind
        )
        return Ending(State.FAILED, error=sentence, failed=True)
    sentence = (
        _("The disk that Goodwill writes to is full. What was done is kept; make room, and it goes on by itself.")
        if full
        else _("Something went wrong (%s). It is tried again by itself.") % kind
    )
    return Ending(State.WAITING, error=sentence, due=timezone.now() + ending.pause(job.failures), failed=True)


def _call(declared: Declared, job: Job, progress: Progress) -> Any:
    handed = {"progress": progress, "by": progress.by}
    return declared.function(**job.arguments, **{name: handed[name] for name in declared.wants})


def actor_of(job: Job) -> Actor:
    """Who the job is done for, with the rights that they have now."""
    if job.user_id is None:
        kind = job.actor_kind if job.actor_kind != "user" else "job"
        return Actor(kind, job.actor_id, job.actor_name, job.through)
    of_user = Actor.of(User.everything.get(pk=job.user_id), job.through)
    if job.actor_kind == "user":
        return of_user
    key = ApiKey.everything.filter(pk=job.actor_id or 0).first() if job.actor_kind == "api key" else None
    if key is not None:
        return api_keys.acting(key, job.through)
    return Actor(job.actor_kind, job.actor_id, job.actor_name, job.through, of_user.user, of_user.team_ids)


@contextmanager
def _as_seen_by(by: Actor) -> Iterator[None]:
    """The language and the time zone of whoever the job is for, as on their pages."""
    profile = Profile.everything.filter(pk=1).first()
    language = (by.user and by.user.language) or (profile and profile.language) or "en"
    zone = (by.user and by.user.time_zone) or (profile and profile.time_zone) or "UTC"
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
        yield
