"""A receiver that fails at random, and background work that is killed: each event arrives, in order for its record."""

import os
import random
import threading
from collections import defaultdict
from itertools import groupby

import pytest
from django.test import override_settings

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs import parties
from goodwill.config.tests.receiver import Receiver
from goodwill.kernel import changes, jobs
from goodwill.kernel.models import Job, WebhookDelivery, WebhookHealth
from goodwill.kernel.webhooks import queue
from goodwill.kernel.webhooks.delivery import TOGETHER
from goodwill.office.verbs.webhooks import make_webhook
from tests.faults.killing import Processes, until
from tests.faults.whole import sound

EVENTS = {"tenth": 1_000, "whole": 10_000}.get(os.environ.get("TESTED_FAULTS", ""), 0)
RECORDS = 50
FAILS = 0.1
ROUNDS = 2_000

pytestmark = [pytest.mark.slow, pytest.mark.serial]


@pytest.fixture
def receiver(monkeypatch):
    monkeypatch.setenv("GOODWILL_PRIVATE_TARGETS", "127.0.0.1")
    found = Receiver()
    with override_settings(GOODWILL_PRIVATE_TARGETS=("127.0.0.1",)):
        yield found
    found.close()


def waiting():
    return WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING)


def moved(receiver):
    """How much was queued and heard: a worker that dies before it saved anything would soon be given up."""
    return WebhookDelivery.objects.count() + len(receiver.heard)


def arrived(receiver):
    return len(receiver.heard) >= EVENTS and not waiting().exists()


def hurry():
    """As if the pauses after a failure were over."""
    waiting().exclude(due=None).update(due=None)
    WebhookHealth.objects.update(rests_until=None, failures=0)
    Job.objects.filter(name=queue.JOB, state=Job.State.WAITING).update(due=None)


def changed(people, owner):
    """As many events as are wanted, a batch for each change of all records: what each record was called, in order."""
    for number in range(EVENTS // RECORDS):
        with changes.batch(owner, "edit"):
            held = Party.objects.select_for_update().filter(pk__in=people)
            changes.update_each({record: {"role": f"Word {number}"} for record in held})
    return [f"Word {number}" for number in range(EVENTS // RECORDS)]


@pytest.mark.skipif(not EVENTS, reason="takes minutes: ./goodwill test --faults")
def test_each_event_arrives_in_order_for_its_record_and_twice_only_where_a_worker_died(own_firm, owner, receiver):
    chance = random.Random(41)
    people = [parties.create_person(by=owner, name=f"Person {number}").pk for number in range(RECORDS)]
    _hook, receiver.secret = make_webhook(by=owner, name="Books", url=receiver.url, types=["person"])
    jobs.run_due()
    receiver.heard.clear()
    dice = random.Random(7)
    receiver.answer = lambda _event: 503 if dice.random() < FAILS else 204
    words = changed(people, owner)
    workers, kills = Processes(), 0
    try:
        for _round in range(ROUNDS):
            with workers.one("work"):
                before = moved(receiver)
                until(lambda before=before: moved(receiver) > before or arrived(receiver), "an event")
                threading.Event().wait(chance.uniform(0, 1.5))
            kills += 1
            if arrived(receiver):
                break
            hurry()
    finally:
        workers.close()
    told = defaultdict(list)
    for event in receiver.heard:
        told[event["data"]["id"]].append((event["message"], event["data"]["changes"]["role"]["after"]))
    assert told.keys() == set(people)
    for heard in told.values():
        once = [word for (_message, word), _again in groupby(heard)]
        assert once == words
    repeated = len(receiver.heard) - len({event["message"] for event in receiver.heard})
    assert repeated <= kills * TOGETHER
    assert receiver.refused
    assert receiver.forged == 0
    assert not WebhookDelivery.objects.exclude(state=WebhookDelivery.State.SENT).exists()
    assert sound()
