"""The process that serves pages is killed amid writes: what it acknowledged over HTTP is there, once and whole."""

import random
import threading
from collections import Counter
from functools import partial
from itertools import chain

import pytest

from goodwill.areas.people.models import Party
from tests.faults.killing import PATIENCE, rounds, until
from tests.faults.visitors import CLIENTS, Writer, acknowledged
from tests.faults.whole import halves, lost, sound

pytestmark = [pytest.mark.slow, pytest.mark.serial]


def test_what_was_acknowledged_over_http_is_there_once_and_whole(own_firm, servers, writers_of):
    chance, (count, wanted) = random.Random(17), rounds()
    writers = writers_of(Writer)
    made, known = partial(acknowledged, writers), [0] * CLIENTS
    for number in range(1, count + 1):
        with servers.one("web"):
            goal = wanted * number // count
            until(lambda goal=goal: made() >= goal, "a write", made)
            threading.Event().wait(chance.uniform(0, 0.02))
        said = [writer.acknowledged[before:] for writer, before in zip(writers, known, strict=True)]
        known = [before + len(part) for before, part in zip(known, said, strict=True)]
        assert lost([*chain(*said)]) == []
        assert halves() == {}
    for writer in writers:
        writer.over.set()
    with servers.one("web"):
        for writer in writers:
            writer.join(PATIENCE)
    assert [writer.refused for writer in writers] == [[]] * CLIENTS
    assert made() >= wanted
    assert lost([*chain(*(writer.acknowledged for writer in writers))]) == []
    assert set(Counter(Party.objects.values_list("name", flat=True)).values()) == {1}
    assert sound()
