"""A process that is killed while it writes: what it acknowledged is there, and nothing is there by half."""

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from goodwill.areas.people.models import ContactPoint, Note, Party, Tie, TimelineEntry
from goodwill.kernel.models import Batch, Change, SearchRow

ROOT = Path(__file__).parents[2]
ROUNDS = 50
TRACKED = (Party, Note, ContactPoint, Tie)

pytestmark = [pytest.mark.slow, pytest.mark.serial]


class Writers:
    """One writer after the other, each killed at some moment."""

    def __init__(self, firm_id):
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-m", "tests.faults.writer", firm_id]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def killed_after(self, seed, count, pause):
        """What a writer acknowledged that was killed some time after its n-th word."""
        self.process.stdin.write(f"{seed}\n")
        pid, acknowledged = 0, []
        while (word := self.process.stdout.readline().split()) != ["ended"]:
            assert word, "the writers are gone"
            if word[0] == "pid":
                pid = int(word[1])
            else:
                acknowledged.append((word[0], int(word[1]), int(word[2])))
            if pid and len(acknowledged) >= count:
                select.select([], [], [], pause)
                os.kill(pid, signal.SIGKILL)
                count = sys.maxsize
        return acknowledged


@pytest.fixture
def writers(own_firm):
    found = Writers(own_firm.id)
    yield found
    found.process.kill()
    found.process.communicate()


def lost(acknowledged):
    """Acknowledged writes that are not there, or not in history."""
    models = {model.ref_name(): model for model in TRACKED}
    known = set(Change.objects.filter(type__in=models).values_list("type", "ref_id", "version"))
    return [
        (name, pk, version)
        for name, pk, version in acknowledged
        if (name, pk, version) not in known or not models[name].everything.filter(pk=pk, version__gte=version).exists()
    ]


def halves():
    """Every way in which a write could be there without its other half."""
    found = {}
    for model in TRACKED:
        name, ids = model.ref_name(), set(model.everything.values_list("pk", flat=True))
        created = Change.objects.filter(type=name, kind="create").values_list("ref_id", flat=True)
        found[f"{name} without or beside its history"] = ids ^ set(created)
    for model in (Party, Note):
        ids = set(model.objects.values_list("pk", flat=True))
        searched = SearchRow.objects.filter(type=model.ref_name()).values_list("ref_id", flat=True)
        found[f"{model.ref_name()} without or beside its search row"] = ids ^ set(searched)
    told = TimelineEntry.objects.filter(ref_type="note", party=F("via")) | TimelineEntry.objects.filter(
        ref_type="note", via=None
    )
    found["note without its line"] = set(Note.objects.values_list("about_id", "pk")) ^ set(
        told.values_list("party_id", "ref_id")
    )
    found["batch without changes"] = set(Batch.objects.filter(changes=None).values_list("pk", flat=True))
    mails = ContactPoint.objects.filter(kind="mail").values_list("party_id", flat=True)
    persons = Party.objects.filter(kind="person").values_list("pk", flat=True)
    found["person without the mail address"] = set(mails) ^ set(persons)
    return {what: rows for what, rows in found.items() if rows}


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(own_firm, writers):
    chance, acknowledged = random.Random(11), []
    for number in range(ROUNDS):
        said = writers.killed_after(number, count=chance.randint(1, 12), pause=chance.uniform(0, 0.03))
        acknowledged += said
        assert lost(said) == []
        assert halves() == {}
    assert len(acknowledged) > 3 * ROUNDS
    assert lost(acknowledged) == []
    assert whole()


def whole():
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        sound = cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA cipher_integrity_check")
        return sound and cursor.fetchall() == []
