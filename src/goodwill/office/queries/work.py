"""Background work and outgoing mail as their page shows them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from goodwill.kernel import jobs, mail
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import rows as job_rows
from goodwill.kernel.models import Job, OutgoingMail

SHOWN = 50
State, MailState = Job.State, OutgoingMail.State


@dataclass(frozen=True)
class Work:
    running: list[Job]
    waiting: list[Job]
    failed: list[Job]
    over: list[Job]
    mails: list[OutgoingMail]

    @property
    def moves(self) -> bool:
        return bool(self.running or self.waiting)


def work(actor: Actor) -> Work:
    """The newest of each; those who look after the firm see everybody's."""
    mine = jobs.visible(actor).order_by("-id")
    return Work(
        running=_labelled(mine.filter(state=State.RUNNING)),
        waiting=_labelled(mine.filter(state=State.WAITING).order_by(F("due").asc(nulls_first=True), "id")),
        failed=_labelled(mine.filter(state=State.FAILED)),
        over=_labelled(mine.filter(state__in=[State.DONE, State.CANCELLED])),
        mails=list(_mails(actor).exclude(state=MailState.SENT)[:SHOWN]),
    )


def _mails(actor: Actor) -> "QuerySet[OutgoingMail]":
    found = mail.outgoing()
    return found if actor.may("manage_settings") else found.filter(user=actor.user_id, user__isnull=False)


def _labelled(rows: "QuerySet[Job]") -> list[Job]:
    found: list[Any] = list(rows[:SHOWN])
    refused = job_rows.refused_of([job.pk for job in found])
    for job in found:
        job.label = jobs.label_of(job.name)
        job.refused = refused.get(job.pk, 0)
    return found
