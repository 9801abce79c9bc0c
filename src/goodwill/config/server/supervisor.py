"""Keeps the processes of an installation running. It imports so little that it stays small."""

import signal
import sys
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from goodwill.config.server import link
from goodwill.config.server.children import ENDED, Child

PAGES = ("goodwill.config.server.pages",)
JOBS = ("goodwill", "work", "--child", "--until-idle", "60")
STOP = "stop"
STARTS = 3  # further tries while nothing was served yet
STEADY = 60.0  # seconds of running after which a fall counts as the first one again
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LEFT_WITHIN = 15.0  # seconds for all children to come to an end
TICK = 1.0  # on Windows, Ctrl-C is noticed only between two waits


class Place:
    """Where one process runs, and after it the next one."""

    def __init__(
        self, name: str, arguments: tuple[str, ...], sockets: tuple[int, ...] = (), *, on_demand: bool = False
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.sockets = sockets
        self.on_demand = on_demand
        self.child: Child | None = None
        self.former: Child | None = None  # leaves when `child` is ready
        self.started = 0.0
        self.start_at: float | None = None  # None: when it is asked for
        self.falls = 0
        self.rests_until = 0.0


class Supervisor:
    """Starts `processes` page processes on `listening`, and a job process whenever a job is due."""

    def __init__(self, listening: int | None, processes: int, *, example: bool) -> None:
        sockets = () if listening is None else (listening,)
        options = ["--socket", str(sockets[0])] if sockets else []
        if example:
            options.append("--example")
        self._pages = [
            Place(
                f"page process {number + 1}",
                (*PAGES, "--number", str(number), *options, *(["--beside"] if number else [])),
                sockets,
            )
            for number in range(processes)
        ]
        self._jobs = Place("job process", JOBS, on_demand=True)
        self._said: SimpleQueue[tuple[Child | None, str, str]] = SimpleQueue()
        self._leaving: list[Child] = []
        self._served = False

    def run(self, when_ready: Callable[[str, str], None]) -> int:
        """Run until somebody stops it, and give the exit code. `when_ready(address, fingerprint)` is called once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._said.put((None, STOP, "")))
        fingerprint = ""
        self._start(self._pages[0])
        while True:
            child, word, text = self._next()
            if word == STOP:
                return self._stop()
            if word == link.FINGERPRINT:
                fingerprint = text
            elif word == link.READY and child:
                self._take_over(child)
                if not self._served:
                    self._served = True
                    when_ready(text, fingerprint)
                    for place in self._pages[1:]:
                        self._start(place)
            elif word == link.WORK:
                self._want_jobs()
            elif word == link.RENEW:
                for place in self._pages:
                    self._renew(place)
            elif word == ENDED and child and not self._outlives(child):
                return self._stop(child.exit_code if child.exit_code > 0 else 1)
            self._start_due()

    def _next(self) -> tuple[Child | None, str, str]:
        moments = [place.start_at - time.monotonic() for place in self._pages if place.start_at is not None]
        try:
            return self._said.get(timeout=max(0.0, min([TICK, *moments])))
        except Empty:
            return None, "", ""

    def _start(self, place: Place) -> None:
        place.child = Child(place.arguments, place.sockets, lambda *said: self._said.put(said))
        place.started = time.monotonic()
        place.start_at = None

    def _start_due(self) -> None:
        for place in self._pages:
            if place.start_at is not None and time.monotonic() >= place.start_at:
                self._start(place)

    def _want_jobs(self) -> None:
        """The page process repeats its wish while a job is due."""
        if self._jobs.child is None and time.monotonic() >= self._jobs.rests_until:
            self._start(self._jobs)

    def _renew(self, place: Place) -> None:
        if place.child and not place.former:
            place.former = place.child
            self._start(place)

    def _take_over(self, child: Child) -> None:
        place = self._place_of(child)
        if place and place.former:
            place.former.ask_to_go()
            self._leaving.append(place.former)
            place.former = None

    def _outlives(self, child: Child) -> bool:
        """See to it that a process that ended is replaced. False if that makes no sense: the first one cannot serve."""
        if child in self._leaving:
            self._leaving.remove(child)
            return True
        place = self._place_of(child)
        if place is None or not (self._served or self._may_yet_serve(place, child)):
            self._pages[0].child = None
            return False
        if child is place.former:
            place.former = None
        elif place.former:
            _say(f"The new {place.name} could not start; the former one goes on.")
            place.child, place.former = place.former, None
        elif place.on_demand and child.exit_code == 0:
            place.child = None
        else:
            self._replace(place, child)
        return True

    def _may_yet_serve(self, place: Place, child: Child) -> bool:
        """Who was killed before anything was served may have been in somebody's way; who refused has said why."""
        if child.exit_code > 0:
            return False
        if place.falls < STARTS:
            return True
        _say(
            f"The {place.name} was ended {STARTS + 1} times before it could serve. What was saved is safe. Look if "
            "the machine has memory left, then start this again."
        )
        return False

    def _replace(self, place: Place, child: Child) -> None:
        now = time.monotonic()
        if now - place.started >= STEADY:
            place.falls = 0
        pause = min(FIRST_PAUSE * 2**place.falls, LONGEST_PAUSE)
        _say(f"The {place.name} ended {_how(child.exit_code)}. Another one starts in {pause:g} s.")
        place.child = None
        place.falls += 1
        place.rests_until = now + pause
        place.start_at = None if place.on_demand else place.rests_until

    def _place_of(self, child: Child) -> Place | None:
        return next((place for place in (*self._pages, self._jobs) if child in (place.child, place.former)), None)

    def _stop(self, code: int = 0) -> int:
        """Have all children end what they do, and leave no one behind."""
        places = (*self._pages, self._jobs)
        left = {child for place in places for child in (place.child, place.former) if child} | set(self._leaving)
        for child in left:
            child.ask_to_go()
        deadline = time.monotonic() + LEFT_WITHIN
        while left:
            ended, word, _ = self._next()
            if word == ENDED and ended:
                left.discard(ended)
            elif word == STOP or time.monotonic() > deadline:
                for late in left:
                    late.kill()
        return code


def _how(exit_code: int) -> str:
    if exit_code < 0:
        with_name = {number.value: number.name for number in signal.Signals}
        return f"unexpectedly ({with_name.get(-exit_code, -exit_code)})"
    return f"unexpectedly (code {exit_code}; the log says more)"


def _say(sentence: str) -> None:
    sys.stderr.write(f"Goodwill: {sentence}\n")
