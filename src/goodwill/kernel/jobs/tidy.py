"""What is kept for a while only is cleared away each night."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.jobs.declare import job
from goodwill.kernel.models import (
    Cached,
    IdempotentAnswer,
    Job,
    Notice,
    OutgoingMail,
    Presence,
    StreamEvent,
    Throttle,
    WebhookDelivery,
    Worker,
)


@job("tidy", label=_("Clear away what is old: notices, finished work"), every="40 2 * * *", atomic=True)
def tidy() -> dict[str, int]:
    """Returns how many rows went, by table."""
    removed: dict[str, int] = {}
    for rows in _over():
        count = rows.delete()[0]
        if count:
            removed[str(rows.model._meta.verbose_name_plural)] = count
    return removed


def _over() -> "Iterator[models.QuerySet[Any]]":
    now = timezone.now()

    def days(number: int) -> Any:
        return now - timedelta(days=number)

    ended = Job.objects.filter(ended_at__lt=days(14))
    yield ended.exclude(state=Job.State.FAILED)
    yield ended.filter(ended_at__lt=days(90))
    running = Job.objects.filter(state=Job.State.RUNNING).values("worker")
    yield Worker.objects.filter(started_at__lt=days(14)).exclude(pk__in=running)
    yield StreamEvent.objects.filter(at__lt=days(1))
    yield Presence.objects.filter(at__lt=days(1))
    yield Throttle.objects.filter(expires__lt=now)
    yield Cached.objects.filter(expires__lt=now)
    yield IdempotentAnswer.objects.filter(at__lt=days(2))
    yield Notice.objects.filter(read_at__lt=days(90))
    yield OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=days(30))
    yield WebhookDelivery.objects.exclude(state=WebhookDelivery.State.WAITING).filter(tried_at__lt=days(30))
