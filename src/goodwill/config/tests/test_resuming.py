"""A worker that is killed while it imports: nothing is lost, nothing comes twice, and all of it can be taken back."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodwill.areas.people.verbs import parties
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, Notice
from goodwill.records import registry
from goodwill.transfer import apart, repairing, runs, understanding
from goodwill.transfer.models import Import, ImportRepair
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.tests.digests import digest

ROWS = 4000
MENDED, LEFT = 1200, 1700
"""Rows that nobody could take; of one somebody said who it is, the other stays out."""
WORKER = """
import django
django.setup()
from goodwill.transfer import apart, understanding
apart.LARGE, apart.HERE, apart.HEAD, apart.PATIENCE = 10_000, 100, 100, 60
"""
STANDING_BY = """
apart.stand_by()
apart._PROGRAM = "raise SystemExit(3)"
"""
STANDS_STILL = """
import os, signal
from goodwill.transfer import pipeline
class Turns(pipeline.Turns):
    written = 0
    def took(self, rows, seconds):
        self.written += rows
        if self.written >= {least}:
            os.kill(os.getpid(), signal.SIGSTOP)
pipeline.Turns, pipeline.MOST = Turns, 200
"""
"""It writes two hundred rows at once, and never so many that there is nothing left to be killed at."""
WORK = """
from goodwill.kernel.jobs import worker
worker.run(until_idle=120)
"""


def _lines(count: int = ROWS) -> str:
    """Not in the order of their names."""
    numbers = (7 * n % count for n in range(count))
    lines = [f"Given{n},Family{n},p{n}@field.example,+44 20 7946 {n:04d},Firm {n % 40}" for n in numbers]
    return "\n".join(["First Name,Last Name,Email,Phone,Company", *lines])


def _worker(*, standing_by: bool, most: int = 0) -> subprocess.Popen[bytes]:
    """One that starts the process which reads its file, or one that has somebody standing by."""
    still = STANDS_STILL.format(least=most) if most else ""
    program = WORKER + (STANDING_BY if standing_by else "") + still + WORK
    return subprocess.Popen([sys.executable, "-c", program], env=os.environ)


def _wait(run: Import, reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        run.refresh_from_db()
        if reached():
            return
        time.sleep(0.02)
    raise AssertionError(f"The import stands at {run.state} with {run.counts}.")


def _killed_at(run: Import, reached: Callable[[], bool], standing_by: bool, *, most: int) -> None:
    worker = _worker(standing_by=standing_by, most=most)
    try:
        _wait(run, reached)
        others = _children(worker.pid)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        run.refresh_from_db()
    assert others
    end = time.monotonic() + 60
    while any(map(_lives, others)):
        assert time.monotonic() < end, "somebody stays behind"
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    """Those of a process, and theirs."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (thread / "children").read_text().split()]
    return [one for child in dict.fromkeys(found) for one in (child, *_children(child))]


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.slow
def test_an_import_that_is_killed_again_and_again_ends_whole_and_goes_back_whole(own_firm: Any, as_role: Any) -> None:
    owner: Actor = as_role("owner")
    known = parties.create_person(by=owner, name="Given7 Family7", mail="p7@field.example")
    lines = _lines().split("\n")
    lines[MENDED], lines[LEFT] = ",,nobody 1,,", ",,nobody 2,,"
    run = runs.bring_input(Input.of_bytes("\n".join(lines).encode(), "many.csv"), owner)
    runs.check(run, owner, at_once=True)
    run.refresh_from_db()
    assert run.checked["refused"] == 2
    repairing.repair(run, MENDED + 1, owner, cells={0: "Mended", 1: "Moor", 2: "m@moor.example"})
    repairing.repair(run, LEFT + 1, owner, choice=ImportRepair.Choice.LEAVE)
    run.refresh_from_db()
    before, chance = digest(), random.Random(3)
    runs.start(run, owner)
    for least, standing_by in ((200, False), (1400, True)):
        most = least + chance.randrange(200)
        _killed_at(run, lambda most=most: run.counts.get("rows", 0) >= most, standing_by, most=least + 800)
        assert run.state == Import.State.RUNNING
        assert 0 < run.counts["rows"] < ROWS
    last = _worker(standing_by=True)
    _wait(run, lambda: run.state != Import.State.RUNNING)
    assert (run.state, run.counts["rows"], run.counts["new"], run.counts["updated"]) == ("done", ROWS, ROWS - 2, 1)
    assert (run.counts["left"], run.counts.get("refused", 0)) == (1, 0)
    mended = registry.get("person").rows(owner).filter(name="Mended Moor")  # type: ignore[union-attr]
    assert mended.values_list("primary_mail", flat=True).get() == "m@moor.example"
    people, companies = registry.get("person"), registry.get("company")
    assert people is not None
    assert companies is not None
    assert (people.rows(owner).count(), companies.rows(owner).count()) == (ROWS - 1, 40)
    assert Batch.objects.filter(verb="import").count() == 1
    assert Change.objects.filter(batch=run.batch, type="party", kind="create").count() == ROWS - 2 + 40
    assert not Notice.objects.exclude(kind="job").exists()
    runs.undo(run, owner)
    _wait(run, lambda: run.state == Import.State.UNDONE)
    last.terminate()
    last.wait()
    assert digest() == before
    assert [person.pk for person in people.rows(owner)] == [known.pk]


def test_a_process_of_its_own_reads_a_file_as_this_one_does(firm: Any, owner: Any, monkeypatch: Any) -> None:
    from goodwill.transfer.pipeline import Way

    odd = ["Ann,,not a mail,12,", ",,,,", "Bé,Ö’Brien,x@y.example; z@y.example,020 7946 0018 x3,Größe & Co"]
    run = runs.bring_input(Input.of_bytes("\n".join([_lines(20), *odd]).encode(), "few.csv"), owner)
    way = Way(run, owner, dry=True)
    here = list(way.chunks(after=3))
    for name, value in (("LARGE", 1), ("HERE", 4), ("HEAD", 7), ("PATIENCE", 60)):
        monkeypatch.setattr(apart, name, value)
    there = list(way.chunks(after=3))
    assert len(_flat(here)) == 20
    assert _flat(here) == _flat(there)


def test_rows_of_a_process_of_its_own_come_by_their_names_and_only_those_that_are_left(
    firm: Any, owner: Any, monkeypatch: Any
) -> None:
    from goodwill.transfer.pipeline import Way

    lines = [_lines(300), "Ann,Moor,ann@moor.example,,", "Given9,Family9,,,Firm 9", "Ada,Moor,ann@moor.example,,"]
    run = runs.bring_input(Input.of_bytes("\n".join(lines).encode(), "few.csv"), owner)
    for name, value in (("LARGE", 1), ("HERE", 4), ("HEAD", 7), ("PATIENCE", 60)):
        monkeypatch.setattr(apart, name, value)
    chunks = list(Way(run, owner, dry=False).chunks(after=1, done=frozenset({3, 100})))
    assert [row.number for chunk in chunks[:-1] for row in chunk.rows] == [2, *range(4, 14)]
    stretch = chunks[-1]
    assert (stretch.until, stretch.part(0, 100).until) == (304, 0)
    assert sorted(row.number for row in stretch.rows) == [*range(14, 100), *range(101, 305)]
    names = [row.draft.name for row in stretch.rows]
    assert names[:2] == ["Ann Moor", "Ada Moor"]
    plain = sorted(names[2:], key=lambda name: int(name.rpartition("y")[2]))
    assert names[2:] == plain
    again = [row.number for row in stretch.rows if row.draft.name == "Given9 Family9"]
    assert again == sorted(again)


def _told(chunk: understanding.Chunk) -> list[Any]:
    return [(row.number, row.cells, row.values, row.kept, row.problems, _plain(row.draft)) for row in chunk.rows]


def _flat(chunks: list[understanding.Chunk]) -> list[Any]:
    return [row for chunk in chunks for row in _told(chunk)]


def _plain(draft: Any) -> Any:
    """A draft with the values of its rows, which are equal only by their ids; what was made ahead is equal as it is."""
    from goodwill.kernel.inserting import told

    if draft is None or isinstance(draft, tuple):
        return draft and draft.whole()
    parts = [part for part in (draft.main, draft.company, draft.person) if part]
    return [
        (part.kind, part.fields, [told(row) for row in (*part.points, *part.addresses)], part.notes, part.keys)
        for part in parts
    ], draft.remarks
