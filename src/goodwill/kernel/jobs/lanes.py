"""The threads of a worker. Each takes one job at a time, and none below its lowest priority."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from django.db import InterfaceError, OperationalError, connection

from goodwill.kernel import fullness, workspace as workspaces
from goodwill.kernel.jobs import ending
from goodwill.kernel.jobs.ending import Ending
from goodwill.kernel.jobs.run import execute
from goodwill.kernel.models import Job
from goodwill.kernel.workspace import Workspace

log = logging.getLogger(__name__)

PAUSE_WITHOUT_DATABASE = 2.0


class Lane(threading.Thread):
    """`on_free` is called after each job.

    What runs is `exposed` until it has saved a position: a crash would count against it. It is a `suspect` as long,
    if it came down with a worker before.
    """

    def __init__(self, lowest: int, stop: threading.Event, on_free: Callable[[], None]) -> None:
        super().__init__(name=f"jobs from {lowest}", daemon=True)
        self.lowest = lowest
        self.current: tuple[Workspace, Job] | None = None
        self.exposed = False
        self._stop_asked = stop
        self._on_free = on_free
        self._inbox: SimpleQueue[tuple[Workspace, Job] | None] = SimpleQueue()

    @property
    def suspect(self) -> bool:
        current = self.current
        return self.exposed and current is not None and current[1].crashes > 0

    def give(self, workspace: Workspace, job: Job) -> None:
        self.current, self.exposed = (workspace, job), True
        self._inbox.put(self.current)

    def close(self) -> None:
        self._inbox.put(None)

    def run(self) -> None:
        while given := self._inbox.get():
            workspace, job = given
            try:
                with workspaces.entered(workspace):
                    execute(job, settle=self._settle, stopping=self._stop_asked.is_set, on_saved=self._saved)
            except Exception:
                log.exception("Job %s (%s) could not be run to its end; it is given back.", job.pk, job.name)
            self.current, self.exposed = None, False
            self._on_free()
        workspaces.close_all()

    def _saved(self) -> None:
        if self.exposed:
            self.exposed = False
            self._on_free()

    def _settle(self, job: Job, ended: Ending) -> None:
        """Write the end; where the database is away or has no room, wait for it."""
        firm = workspaces.current()
        while True:
            try:
                with fullness.noted_for(firm):
                    ending.write(job, ended)
                return fullness.forget(firm)
            except (OperationalError, InterfaceError):
                log.warning("The end of job %s (%s) could not be written; trying again.", job.pk, job.name)
                if self._stop_asked.wait(PAUSE_WITHOUT_DATABASE):
                    raise
            connection.close_if_unusable_or_obsolete()
