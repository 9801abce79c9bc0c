"""Telling people: a line under their bell, and at once on their open pages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, jobs, rights, stream
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Change, Job, Notice, Profile, Record, User
from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import fetch, models_by_name

MENTION, ASSIGNMENT, REMINDER, JOB = "mention", "assignment", "reminder", "job"
COUNTED = 99
LONG = timedelta(seconds=30)
Words = str | Promise


def notify(
    users: Iterable[User],
    kind: str,
    title: Words,
    *,
    by: Actor,
    ref: tuple[str, int] | None = None,
    snippet: str = "",
    url: str = "",
    key: str = "",
) -> list[Notice]:
    """Tell users, in the open transaction; returns what was written.

    Nobody is told of what they did themselves, nor of a record that they may not see. A lazy title is put in the
    language of each. With a `key`, a user is told once.
    """
    record = fetch(ref) if ref else None
    told = []
    for user in {user.pk: user for user in users}.values():
        if user.pk == by.user_id or not user.is_active:
            continue
        if ref and (record is None or not rights.allows(Actor.of(user), "read", record)):
            continue
        notice = Notice(
            user=user,
            kind=kind,
            title=_in_language_of(user, title)[:300],
            snippet=" ".join(snippet.split())[:300],
            about_type=ref[0] if ref else "",
            about_id=ref[1] if ref else None,
            url=url,
            by_id=by.user_id,
            by_name=by.name[:200],
            key=key,
            at=timezone.now(),
        )
        if _write(notice):
            told.append(notice)
    return told


def unread(user: User) -> int:
    """How many lines are new, counted to 99; more than that gives 100."""
    return len(_unread(user.pk))


@prepared
def _unread(user: int) -> "models.QuerySet[Notice, int]":
    return Notice.objects.filter(user=user, read_at=None).values_list("pk", flat=True)[: COUNTED + 1]


def latest(user: User, *, limit: int = 30, before: int | None = None) -> "models.QuerySet[Notice]":
    """The newest lines, or those before the one with the id `before`."""
    mine = Notice.objects.filter(user=user).order_by("-id")
    return (mine.filter(pk__lt=before) if before else mine)[:limit]


def mark_read(user: User, ids: Iterable[int] | None = None) -> int:
    """Mark these lines read, or all."""
    new = Notice.objects.filter(user=user, read_at=None)
    with transaction.atomic():
        count = (new if ids is None else new.filter(pk__in=list(ids))).update(read_at=timezone.now())
        if count:
            stream.publish("notices-read", {"count": unread(user)}, user_id=user.pk)
    return count


def remind(user: User, at: datetime, ref: tuple[str, int], *, by: Actor, key: str = "") -> Job:
    """Tell a user of a record at that moment, unless it lies in the trash by then. A new moment replaces the old."""
    key = key or f"{ref[0]}:{ref[1]}:{user.pk}"
    with transaction.atomic():
        forget_reminder(key)
        return jobs.enqueue(
            give_reminder, at=at, by=by, key=key, user_id=user.pk, type_name=ref[0], ref_id=ref[1], due=at.isoformat()
        )


def forget_reminder(key: str) -> None:
    Job.objects.filter(name="remind", key=key, state=Job.State.WAITING).delete()


@jobs.job("remind", label=_("Remind somebody"), priority=jobs.Priority.SOON, atomic=True, quiet=True)
def give_reminder(user_id: int, type_name: str, ref_id: int, due: str) -> None:
    record = fetch((type_name, ref_id))
    user = User.objects.filter(pk=user_id).first()
    if record is None or record.deleted_at or user is None:
        return
    notify([user], REMINDER, str(record), by=system("job"), ref=record.ref, key=f"remind {record.ref} {due}")


@changes.consumer("assignments", deaf_to={"import"})
def tell_new_owners(news: Iterable[Change]) -> None:
    """Whoever was given records by somebody else is told: once for each batch; an import tells nobody."""
    given: dict[tuple[int, int], list[Change]] = {}
    for change in news:
        model = models_by_name().get(change.type)
        owner_id = change.after.get("owner") if model and issubclass(model, Record) else None
        if change.batch.through == "import":
            continue
        if owner_id and owner_id != change.batch.on_behalf_of_id and change.kind in ("create", "update"):
            given.setdefault((change.batch_id, owner_id), []).append(change)
    owners = User.objects.in_bulk({owner_id for _batch, owner_id in given})
    for (batch_id, owner_id), its in given.items():
        if owner_id in owners:
            _tell_owner(owners[owner_id], its, key=f"assignment {batch_id}")


def _tell_owner(owner: User, given: list[Change], *, key: str) -> None:
    batch, first = given[0].batch, given[0]
    by = Actor(batch.actor_kind, batch.actor_id, batch.actor_name, batch.through, batch.on_behalf_of)
    record = fetch(first.ref)
    if record is None or record.deleted_at:
        return
    if len(given) == 1:
        title = format_lazy(_("{who} gave you {what}"), who=by.name, what=str(record))
        notify([owner], ASSIGNMENT, title, by=by, ref=first.ref, key=key)
    else:
        title = format_lazy(_("{who} gave you several records"), who=by.name)
        notify([owner], ASSIGNMENT, title, by=by, key=key)


@jobs.when_over
def tell_of_ended_job(job: Job) -> None:
    """Whoever a job was done for is told when it failed, and when it is done at last."""
    if job.user is None or job.ended_at is None or job.started_at is None:
        return
    if job.state == Job.State.FAILED:
        title = format_lazy(_("Failed: {what}"), what=jobs.label_of(job.name))
    elif job.state == Job.State.DONE and job.ended_at - job.started_at >= LONG:
        title = format_lazy(_("Done: {what}"), what=jobs.label_of(job.name))
    else:
        return
    notify([job.user], JOB, title, by=system("job"), snippet=job.error, key=f"job {job.pk} {job.attempts}")


def _in_language_of(user: User, text: Words) -> str:
    if isinstance(text, str):
        return text
    profile = Profile.everything.filter(pk=1).first()
    with translation.override(user.language or (profile.language if profile else "en")):
        return str(text)


def _write(notice: Notice) -> bool:
    """False if the user was told of it already."""
    known = Notice.objects.filter(user=notice.user, key=notice.key)
    if notice.key and known.exists():
        return False
    notice.save(force_insert=True)
    told = {"id": notice.pk, "kind": notice.kind, "title": notice.title, "count": unread(notice.user)}
    stream.publish("notice", told, user_id=notice.user_id)
    return True
