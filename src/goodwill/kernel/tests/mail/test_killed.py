"""Mail when the worker that sends it is killed: none twice, none silently lost."""

import random
import threading
from collections import Counter

import pytest

from goodwill.kernel import mail
from goodwill.kernel.actors import system
from goodwill.kernel.models import OutgoingMail
from goodwill.kernel.tests.jobs.workers import killed_at_work, start, work_until

pytestmark = [pytest.mark.slow, pytest.mark.serial]


def send(number):
    address = f"guest{number}@wharf.example"
    mail.send(address, subject="Hello", text="Hi", purpose="invite", by=system("page"))
    return address


def state_counts():
    return Counter(OutgoingMail.objects.values_list("state", flat=True))


def test_killed_before_the_reply_it_is_unsure_and_not_sent_again(own_firm, sink):
    sink.go_on = threading.Event()
    send(1)
    process = start()
    assert sink.arrived.wait(60)
    process.kill()
    assert state_counts() == {"sending": 1}
    sink.go_on.set()
    work_until(lambda: state_counts() == {"unsure": 1})
    assert len(sink.taken) == 1


def test_killed_at_any_moment_none_is_sent_twice_and_none_is_lost(own_firm, sink):
    chance, addresses = random.Random(3), {send(number) for number in range(90)}
    for _ in range(3):
        killed_at_work(lambda: len(sink.recipients), lambda: "waiting" in state_counts(), chance)
    work_until(lambda: not {"waiting", "sending"} & state_counts().keys())
    counts = state_counts()
    assert counts["unsure"] <= 3
    assert counts["sent"] + counts["unsure"] == 90
    received = Counter(sink.recipients)
    assert set(received.values()) == {1}
    sent = set(OutgoingMail.objects.filter(state="sent").values_list("to", flat=True))
    assert sent <= set(received) <= addresses
