"""The job process: visits the firms that have something due, and runs it.

`run` returns when nothing was due for a while, and is started again when `next_due` says so. A SIGTERM or SIGINT, or
the `stop` event, lets running jobs save their position and end; what does not end in time is given back.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F
from django.utils import timezone

from goodwill.kernel import fullness, workspace as workspaces
from goodwill.kernel.directory import Firm
from goodwill.kernel.errors import Told
from goodwill.kernel.jobs import ending, wake
from goodwill.kernel.jobs.claim import claim, gone_worker, next_due as firm_next_due, strays, take_over
from goodwill.kernel.jobs.declare import Priority, find
from goodwill.kernel.jobs.ending import Ending, State
from goodwill.kernel.jobs.lanes import Lane
from goodwill.kernel.jobs.liveness import BEAT, Identity, Watch
from goodwill.kernel.jobs.progress import Lost
from goodwill.kernel.jobs.schedule import plant
from goodwill.kernel.models import Job, Worker
from goodwill.kernel.workspace import Workspace

log = logging.getLogger(__name__)

LANES = (Priority.SOON, Priority.NORMAL, Priority.BULK)
LOOK = 0.3  # seconds between two looks for what other processes asked for
GRACE = 10.0
PLANT_EVERY = 10.0  # seconds between two looks whether the schedules of a firm stand
VISITED_AT_ONCE = 20
REST = 30.0  # seconds before a firm is visited again whose database could not be reached
BACKWARDS = 2.0  # seconds that the clock may be set back unnoticed


def run(*, until_idle: float | None = 60.0, stop: threading.Event | None = None) -> None:
    """Work until nothing was due for `until_idle` seconds (for ever with None), or until stopped.

    However short that is, and however slowly it started: it looks once at least, and does what it found.
    """
    stop = stop or threading.Event()
    with _signals(stop):
        Process(stop).run(until_idle)


def next_due() -> float | None:
    """When a job process is needed, in Unix seconds; at once at the first call, and after the clock was set back."""
    wake.tell_again()
    if _clock.went_back():
        return wake.AT_ONCE
    return workspaces.directory().next_due()


class Clock:
    """Notices that the wall clock was set back, by the steady one. The first look cannot know, and says yes."""

    def __init__(self) -> None:
        self._offset: float | None = None

    def went_back(self) -> bool:
        offset = time.time() - time.monotonic()
        back = self._offset is None or offset < self._offset - BACKWARDS
        self._offset = offset if back or self._offset is None else max(offset, self._offset)
        return back


_clock = Clock()


class Rests:
    """Which jobs wait although they are due, since one of their key has only just begun."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str, str], float] = {}
        self.held_back: set[str] = set()

    def begin(self, firm_id: str, job: Job) -> None:
        known = find(job.name)
        if known and known.rest:
            self._until[firm_id, job.name, job.key] = time.monotonic() + known.rest

    def of(self, firm_id: str) -> list[tuple[str, str]]:
        """The names of those that rest now, with their keys."""
        now = time.monotonic()
        self._until = {which: until for which, until in self._until.items() if until > now}
        return [(name, key) for firm, name, key in self._until if firm == firm_id]

    def left(self, firm_id: str, something_is_due: bool) -> None:
        if something_is_due and self.of(firm_id):
            self.held_back.add(firm_id)
        else:
            self.held_back.discard(firm_id)


class Process:
    """One thread looks for work and claims it, the lanes do it, and the keeper says that this process lives."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._identity = Identity()
        self._watch = Watch()
        self._clock = Clock()
        self._lanes = [Lane(lowest, stop, wake.called.set) for lowest in LANES]
        self._unvisited: set[str] = set()
        self._rests_until: dict[str, float] = {}
        self._clearing_for: str | None = None
        self._last_served = ""
        self._claimed = 0
        self._planted: dict[str, float] = {}
        self._rests = Rests()
        self._busy_at = time.monotonic()

    def run(self, until_idle: float | None) -> None:
        keeper = threading.Thread(target=self._keep_beating, name="jobs keeper", daemon=True)
        for thread in (*self._lanes, keeper):
            thread.start()
        try:
            while not self._stop.is_set():
                wake.called.clear()
                wake.tell_again()
                self._round()
                if self._is_idle(until_idle):
                    break
                wake.called.wait(LOOK)
        finally:
            self._stop.set()
            self._wind_up()

    def _is_idle(self, until_idle: float | None) -> bool:
        if self._running() or self._unvisited or self._rests.held_back:
            self._busy_at = time.monotonic()
            return False
        return until_idle is not None and time.monotonic() - self._busy_at > until_idle

    def _running(self) -> list[tuple[Workspace, Job]]:
        return [current for lane in self._lanes if (current := lane.current)]

    def _round(self) -> None:
        before = self._claimed
        for firm in self._due_firms():
            if self._stop.is_set() or any(lane.suspect for lane in self._lanes):
                return
            if self._clearing_for not in (None, firm.id):
                continue
            try:
                workspace = workspaces.of(firm)
                with workspaces.entered(workspace), fullness.noted_for(workspace):
                    self._visit(workspace)
            except Exception as error:
                expected = isinstance(error, Told)
                log.error("The jobs of firm %s could not be looked at. %s", firm.id, error, exc_info=not expected)
                self._rests_until[firm.id] = time.monotonic() + REST
                self._unvisited.discard(firm.id)
        if self._claimed > before:
            self._busy_at = time.monotonic()

    def _due_firms(self) -> list[Firm]:
        """Those whose moment has come, after the one that was served last.

        At first and after a jump of the clock the others follow, some at a time: a dead worker may have left something.
        """
        firms = workspaces.directory().firms()
        if self._clock.went_back():
            self._unvisited = {firm.id for firm in firms}
        now, steady = time.time(), time.monotonic()
        awake = [firm for firm in firms if self._rests_until.get(firm.id, 0.0) <= steady]
        due = [firm for firm in awake if firm.next_due is not None and firm.next_due <= now]
        unvisited = [firm for firm in awake if firm.id in self._unvisited and firm not in due]
        due.sort(key=lambda firm: (firm.id <= self._last_served, firm.id))
        unvisited.sort(key=lambda firm: firm.next_due or 0.0)
        return due + unvisited[:VISITED_AT_ONCE]

    def _visit(self, workspace: Workspace) -> None:
        self._give_back_strays(workspace)
        gone = gone_worker(self._identity.id, self._watch)
        if gone:
            self._take_over(workspace, gone)
            return
        self._clearing_for = None
        if time.monotonic() - self._planted.get(workspace.id, -PLANT_EVERY) >= PLANT_EVERY:
            self._plant(workspace)
        while (lowest := min((lane.lowest for lane in self._lanes if not lane.current), default=None)) is not None:
            job = claim(self._identity.id, lowest=lowest, resting=self._rests.of(workspace.id))
            if job is None:
                self._leave(workspace)
                return
            self._rests.begin(workspace.id, job)
            self._give(workspace, job)
            if job.slot:
                self._plant(workspace)

    def _take_over(self, workspace: Workspace, gone: str) -> None:
        """One after the other, and with nothing else that a further crash would count against: wait until that ends."""
        if any(lane.exposed for lane in self._lanes) or all(lane.current for lane in self._lanes):
            self._clearing_for = workspace.id
            return
        self._clearing_for = None
        job = take_over(gone, self._identity.id)
        if job:
            self._give(workspace, job)

    def _give(self, workspace: Workspace, job: Job) -> None:
        free = [lane for lane in self._lanes if not lane.current]
        fitting = [lane for lane in free if lane.lowest <= job.priority] or free
        max(fitting, key=lambda lane: lane.lowest).give(workspace, job)
        self._last_served = workspace.id
        self._claimed += 1
        self._busy_at = time.monotonic()

    def _give_back_strays(self, workspace: Workspace) -> None:
        held = [job.pk for where, job in self._running() if where.id == workspace.id]
        for job in strays(self._identity.id, held):
            _give_back(workspace, job)

    def _plant(self, workspace: Workspace) -> None:
        plant(timezone.now())
        self._planted[workspace.id] = time.monotonic()

    def _leave(self, workspace: Workspace) -> None:
        """Say in the directory when the firm is due again; looked at twice, for what was asked for meanwhile."""
        now = timezone.now()
        directory = workspaces.directory()
        directory.set_next_due(workspace.id, firm_next_due(now))
        due = firm_next_due(now)
        directory.bring_forward(workspace.id, due)
        self._rests.left(workspace.id, due <= now.timestamp())
        self._unvisited.discard(workspace.id)

    def _keep_beating(self) -> None:
        while not self._stop.wait(BEAT):
            for workspace in {workspace.id: workspace for workspace, _ in self._running()}.values():
                try:
                    with workspaces.entered(workspace):
                        Worker.objects.filter(pk=self._identity.id).update(beats=F("beats") + 1)
                except Exception:
                    log.exception("The worker's beat could not be written in firm %s.", workspace.id)
        workspaces.close_all()

    def _wind_up(self) -> None:
        deadline = time.monotonic() + GRACE
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.join(max(0.0, deadline - time.monotonic()))
        for workspace, job in self._running():
            _give_back(workspace, job)
        self._identity.close()


def _give_back(workspace: Workspace, job: Job) -> None:
    """Let another worker have it; whoever still works on it can no longer end it."""
    try:
        with workspaces.entered(workspace):
            ending.write(job, Ending(State.WAITING))
    except Lost:
        pass
    except Exception:
        log.exception("Job %s (%s) could not be given back.", job.pk, job.name)


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(*_: Any) -> None:
        stop.set()
        wake.called.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
