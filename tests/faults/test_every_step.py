"""A fault at each step that a flow writes: the process is killed there, or the disk has no room or an error there.

Afterwards all of it is there or nothing, what was acknowledged is there, and what can go on goes on. The steps are the
calls by which the process hands something to the disk; `strace` makes them fail.
"""

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from goodwill.areas.backup import arriving, making, scratch
from goodwill.areas.backup.models import Backup
from goodwill.kernel import files, workspace as workspaces
from goodwill.kernel.models import Cursor, File, Job, StreamEvent, Worker
from tests.faults.flows import FLOWS, KEY, NEW_KEY
from tests.faults.killing import Processes
from tests.faults.volume import leave_home
from tests.faults.whole import halves, sound
from tests.security.traces import PASSING

MOST = {"": 2, "tenth": 45, "whole": 450}[os.environ.get("TESTED_FAULTS", "")]
"""Steps of each flow and fault, spread evenly where there are more."""
IN_EVERY_RUN = ("create", "merge", "upload") if MOST == 2 else tuple(FLOWS)
FAULTS = {
    "killed": "{call}:signal=KILL:when={step}",
    "no room": "{call}:error=ENOSPC:when={step}+",
    "an error": "{call}:error=EIO:when={step}",
}
CALL = re.compile(r"^(\w+)\(", re.MULTILINE)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.serial,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]


class Steps:
    """A flow that is prepared, and may be done again and again from there."""

    def __init__(self, firm, name, about, aside, processes):
        self.firm, self.name, self.about, self.aside, self.processes = firm, name, about, aside, processes
        leave_home()
        shutil.copytree(settings.GOODWILL_HOME, aside / "home")
        self.log = aside / "calls"
        self.before = self.facts()
        assert self.done("count") == ["done"]
        if name == "change the key":
            settings.GOODWILL_KEY = f"{NEW_KEY},{KEY}"
            workspaces.masters.cache_clear()
        self.after = self.facts()
        calls = Counter(CALL.findall(self.log.read_text()))
        self.all = [(call, step) for call in sorted(calls) for step in range(1, calls[call] + 1)]

    def begin_anew(self):
        leave_home()
        shutil.rmtree(settings.GOODWILL_HOME)
        shutil.copytree(self.aside / "home", settings.GOODWILL_HOME)

    def done(self, fault):
        """What the process said last."""
        leave_home()
        about = map(str, self.about)
        return self.processes.to_its_end("step", self.firm.id, self.name.replace(" ", "_"), fault, self.log, *about)

    def facts(self):
        """How many rows each table has, of how many versions: and which firms there are, once Goodwill has started."""
        scratch.sweep()
        arriving.finish()
        books = (
            (Cursor, Job, StreamEvent, apps.get_model("people", "DoubleDue")) if FLOWS[self.name].resumes else ()
        )  # of tries, and what waits
        left_out = {model._meta.db_table for model in (*PASSING, Worker, Backup, *books)}
        found = {"firms": sorted((firm.id, firm.state) for firm in workspaces.directory().firms())}
        with connection.cursor() as cursor:
            for model in apps.get_models():
                table = model._meta.db_table
                if table not in left_out:
                    versions = "SUM(version)" if hasattr(model, "version") else "0"
                    cursor.execute(f"SELECT COUNT(*), {versions} FROM {table}")
                    found[table] = cursor.fetchone()
        return found

    def spread(self):
        most = max(MOST // 10, 1) if FLOWS[self.name].dear else MOST
        count = min(most, len(self.all))
        return [self.all[number * len(self.all) // count] for number in range(count)]


@pytest.fixture(scope="module")
def processes():
    found = Processes()
    yield found
    found.close()


@pytest.fixture
def steps(own_firm, owner, processes, tmp_path):
    made = []

    def prepared(name):
        about = FLOWS[name].prepare(owner)
        made.append(Steps(own_firm, name, about, tmp_path, processes))
        return made[0]

    yield prepared
    settings.GOODWILL_KEY = KEY
    workspaces.masters.cache_clear()
    made[0].begin_anew()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", IN_EVERY_RUN)
def test_all_of_it_is_there_or_nothing(steps, name, fault):
    flow, wrong = steps(name), []
    for call, step in flow.spread():
        flow.begin_anew()
        said = flow.done(FAULTS[fault].format(call=call, step=step))
        found = broken(flow, said, killed=fault == "killed")
        if "blind" in said and call == "pwrite64" and fault == "no room" and not FLOWS[name].resumes:
            found = found or "nothing could be read"
        if found:
            wrong.append((call, step, said, found))
    print(f"{name}, {fault}: {len(flow.spread())} of {len(flow.all)} steps")
    assert not wrong


def broken(flow, said, *, killed):
    """What is wrong after it, in words; empty if nothing is."""
    acknowledged, facts = said[0] == "done", flow.facts()
    if not (acknowledged or killed):
        return f"it was not done when there was room again: {said}"
    if acknowledged and facts != flow.after:
        return f"it was done, but: {differing(facts, flow.after)}"
    if not FLOWS[flow.name].resumes and facts not in (flow.before, flow.after):
        return f"half of it is there: {differing(facts, flow.before)}"
    if found := unsound():
        return found
    if FLOWS[flow.name].resumes and facts != flow.after:
        flow.done("count")
        if (facts := flow.facts()) != flow.after:
            return f"it did not go on to its end: {differing(facts, flow.after)}"
    return unsound()


def unsound():
    if found := halves():
        return str(found)
    short = [file.pk for file in File.everything.all() if sum(map(len, files.chunks(file))) != file.size]
    folder = Path(settings.GOODWILL_BACKUPS)
    kept = [folder / Path(made.name).name for made in Backup.objects.filter(problem="")]
    left = [str(path) for path in settings.GOODWILL_HOME.glob("scratch/[!.]*")]
    left += map(str, settings.GOODWILL_HOME.glob("firms/*-arriv*"))
    bad = left + [str(path) for path in kept if not path.exists() or not making.check(path)]
    return f"{short} {bad}" if short or bad else "" if sound() else "the database is damaged"


def differing(facts, other):
    return {name: (facts.get(name), other.get(name)) for name in {*facts, *other} if facts.get(name) != other.get(name)}
