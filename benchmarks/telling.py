"""A webhook whose receiver is down for a day, by a clock that is set on: all of it arrives in order once it is back."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from unittest.mock import patch

RECORDS = 200
DOWN, TOO_LONG = timedelta(hours=24), timedelta(hours=73)


class Clock:
    """The real one, and what it was set on by."""

    def __init__(self) -> None:
        from django.utils import timezone

        self._real, self.ahead = timezone.now, timedelta()

    def now(self) -> datetime:
        return self._real() + self.ahead

    def on_to(self, moment: datetime | None) -> None:
        if moment is not None:
            self.ahead = max(self.ahead, moment - self._real())


def tell(events: int) -> dict[str, Any]:
    """Figures of the run; raises where an event is missing, changed places with another of its record, or came again
    under another id.
    """
    from django.conf import settings

    from goodwill.config.tests.receiver import Receiver
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    settings.GOODWILL_PRIVATE_TARGETS = ("127.0.0.1",)
    receiver, clock = Receiver(), Clock()
    with _set_on_by(clock), workspaces.entered(workspaces.all_live()[0]):
        owner = Actor.of(User.objects.get(email="ada@bench.example"))
        back = _down_for_a_day(events, receiver, clock, owner)
        off = _down_for_good(max(events // 10, RECORDS), receiver, clock, owner)
    receiver.close()
    return {**back, **off}


@contextmanager
def _set_on_by(clock: Clock) -> Iterator[None]:
    with patch("django.utils.timezone.now", clock.now):
        yield


def _down_for_a_day(events: int, receiver: Any, clock: Clock, owner: Any) -> dict[str, Any]:
    from goodwill.kernel.models import WebhookDelivery

    words = _changed(events, receiver, clock, owner)
    receiver.answer, began = 503, clock.now()
    tries = _passed(clock, began + DOWN)
    if receiver.heard or WebhookDelivery.objects.filter(state="waiting").count() != events:
        raise AssertionError("An event was given up, or taken by who was not there.")
    refused = {(event["message"], event["data"]["batch"], event["data"]["id"]) for event in receiver.refused}
    receiver.answer, returned, clocked = 204, clock.now(), time.process_time()
    while WebhookDelivery.objects.filter(state="waiting").exists():
        _turn(clock)
    minutes, heard = (clock.now() - returned).total_seconds() / 60, receiver.heard
    told: dict[int, list[str]] = defaultdict(list)
    for event in heard:
        told[event["data"]["id"]].append(event["data"]["changes"]["role"]["after"])
    out_of_order = sum([word for word, _again in groupby(its)] != words for its in told.values())
    again = {(event["message"], event["data"]["batch"], event["data"]["id"]) for event in heard}
    if out_of_order or len(again) != events or not refused <= again or receiver.forged:
        raise AssertionError(f"{out_of_order} records out of order, {len(again)} of {events}, {receiver.forged} forged")
    return {
        "events": events,
        "delivered": len(again),
        "tries while down": tries,
        "minutes after its return": round(minutes, 1),
        "events a second of processor": round(events / (time.process_time() - clocked)),
        "repeats under their first id": len(refused),
    }


def _down_for_good(events: int, receiver: Any, clock: Clock, owner: Any) -> dict[str, Any]:
    """Seventy-two hours of silence: it is switched off, its maker told, and what waits stays."""
    from goodwill.kernel.models import Notice, Webhook, WebhookDelivery

    _changed(events, receiver, clock, owner)
    receiver.answer, began = 503, clock.now()
    _passed(clock, began + TOO_LONG)
    hook = Webhook.objects.get()
    kept = WebhookDelivery.objects.filter(state__in=("waiting", "failed")).count()
    if hook.off_at is None or kept != events or not Notice.objects.filter(kind="webhook").exists():
        raise AssertionError(f"off at {hook.off_at}, {kept} of {events} kept")
    hours = (hook.off_at - began).total_seconds() / 3600
    return {"silent for good, events": events, "kept": kept, "switched off after, hours": round(hours, 2)}


def _changed(events: int, receiver: Any, clock: Clock, owner: Any) -> list[str]:
    """What each record was called, in order; told to nobody yet."""
    from goodwill.areas.people.models import Party
    from goodwill.kernel import changes, jobs
    from goodwill.kernel.models import Webhook
    from goodwill.office.verbs.webhooks import make_webhook

    people = list(Party.objects.filter(kind="person").order_by("pk").values_list("pk", flat=True)[:RECORDS])
    if not Webhook.objects.exists():
        _hook, receiver.secret = make_webhook(by=owner, name="Books", url=receiver.url, types=["person"])
    receiver.answer = 204
    jobs.run_due(now=clock.now())
    receiver.heard.clear()
    receiver.refused.clear()
    words = [f"Word {clock.ahead.days} {number}" for number in range(events // len(people))]
    for word in words:
        with changes.batch(owner, "edit"):
            held = Party.objects.select_for_update().filter(pk__in=people)
            changes.update_each({record: {"role": word} for record in held})
    return words


def _passed(clock: Clock, until: datetime) -> int:
    """Let time pass, from one try to the next; how many there were."""
    tries = 0
    while clock.now() < until:
        tries += _turn(clock)
    return tries


def _turn(clock: Clock) -> int:
    """Set the clock on to what is due next, and do it; whether the webhook was tried.

    A receiver that comes back between two turns was refused a moment before: it waits for as long as can be.
    """
    from django.db.models import Min

    from goodwill.kernel import jobs
    from goodwill.kernel.models import Job

    waiting = Job.objects.filter(state="waiting")
    if not waiting.filter(due=None).exists():
        clock.on_to(waiting.aggregate(next=Min("due"))["next"])
    return sum(job.name == "deliver-webhooks" for job in jobs.run_due(now=clock.now()))
