"""The power is cut amid writes: what was acknowledged is on the disk, with the content of each file."""

import os
import random
import threading
from functools import partial
from itertools import chain

import pytest

from goodwill.kernel import files
from goodwill.kernel.models import File
from tests.faults.killing import PATIENCE, until
from tests.faults.visitors import Sender, acknowledged
from tests.faults.volume import leave_home, needs_a_volume, on_a_disk
from tests.faults.whole import halves, lost, sound

CUTS = {"": 2, "tenth": 20, "whole": 200}[os.environ.get("TESTED_FAULTS", "")]
MOST_TO_LOSE = 20
"""Cuts of a program that does not wait for the disk: it loses within a few, or nothing is proved here."""

pytestmark = [pytest.mark.slow, pytest.mark.serial, needs_a_volume]


@pytest.fixture
def cut(servers, writers_of):
    """A function that serves pages by a process of some kind until the power is cut, and gives what was lost."""
    chance, writers = random.Random(29), writers_of(Sender)
    with on_a_disk() as disk:

        def at_some_moment(kind):
            with servers.one(kind):
                before = acknowledged(writers)
                wanted = before + chance.randint(1, 60)
                made = partial(acknowledged, writers)
                until(lambda: made() >= wanted and all(writer.sent for writer in writers), "a write", made)
                threading.Event().wait(chance.uniform(0, 0.02))
                if chance.random() < 0.5:
                    disk.write_some(chance)
                disk.cut()
            disk.plug_in_again()
            return lost([*chain(*(writer.acknowledged for writer in writers))]), unreadable(writers)

        yield at_some_moment
        for writer in writers:
            writer.over.set()
        with servers.one("web"):
            for writer in writers:
                writer.join(PATIENCE)
        leave_home()


def unreadable(writers):
    """Files that were acknowledged and do not hold what was sent."""
    sent = dict(chain(*(writer.sent for writer in writers)))
    kept = {file.pk: file for file in File.objects.filter(pk__in=sent)}
    return [pk for pk, content in sent.items() if pk not in kept or b"".join(files.chunks(kept[pk])) != content]


def test_what_was_acknowledged_is_there_after_each_power_cut(cut):
    for _number in range(CUTS):
        assert cut("web") == ([], [])
        assert halves() == {}
        assert sound()


def test_a_program_that_does_not_wait_for_the_disk_loses_what_it_acknowledged(cut):
    """The same cuts take something away from it, so they are power cuts indeed."""
    assert any(cut("careless")[0] for _number in range(MOST_TO_LOSE))
