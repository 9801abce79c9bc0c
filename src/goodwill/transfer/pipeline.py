"""The way of the rows: read, understood, decided about and written, chunk by chunk."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from goodwill.kernel import changes, extras
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told
from goodwill.kernel.heap import trim
from goodwill.kernel.jobs import Progress
from goodwill.transfer import apart, importers, runs
from goodwill.transfer.importers import Decision, Outcome, Session
from goodwill.transfer.models import ROWS_KEPT, Import, ImportRow
from goodwill.transfer.options import Options
from goodwill.transfer.reached import Reached
from goodwill.transfer.readers.errors import Severity
from goodwill.transfer.repairs import Repairs, kept_row, left_out
from goodwill.transfer.repeats import Repeats
from goodwill.transfer.understanding import MOST, Chunk, Understanding
from goodwill.transfer.values import Given, Valuer, formats_from_data
from goodwill.ui.formats import number

WRITTEN = frozenset({Outcome.NEW, Outcome.UPDATED, Outcome.DOUBLE})
MOST_ENTRIES = 50_000
MOMENT = 1.0
"""Seconds that others may have to wait for their turn to write."""
FEWEST_AT_ONCE = 250
TRIMMED_AFTER = 50_000
"""Rows after which what is free amid the heap is given back."""
Write = Callable[[Sequence[Decision], changes.OpenBatch], list[Decision]]


@dataclass
class Tally:
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[ImportRow] = field(default_factory=list)
    repeats: Repeats = field(default_factory=Repeats)
    back: dict[int, Sequence[int]] = field(default_factory=dict)
    """Who is back after a long silence, by the number of the row that says so."""
    gone: dict[int, Sequence[int]] = field(default_factory=dict)
    """The same of those in the trash."""

    def met(self) -> dict[str, dict[int, Sequence[int]]]:
        return {"back": self.back, "gone": self.gone}

    def add(self, run: Import, decision: Decision) -> None:
        if decision.gone:
            self.counts["gone"] += len(decision.gone)
        if decision.outcome is Outcome.NEW and not decision.remarks:
            self.counts["new"] += 1
            self.counts.setdefault("remarks", 0)
            return
        self.counts[decision.outcome.value] += 1
        self.counts["remarks"] += bool(decision.remarks)
        if (kept := kept_row(run, decision)) and not self.repeats.is_told(kept, decision):
            self.rows.append(kept)


class Way:
    """One pass of a run over its file."""

    def __init__(self, run: Import, by: Actor, *, dry: bool) -> None:
        table = runs.table_of(run)
        options = replace(Options.from_data(run.options), targets=tuple(run.targets.values()))
        valuer = Valuer(
            table,
            run.targets,
            formats_from_data(run.formats),
            separator=run.found.get("separator", ""),
            joined=run.found.get("joined", ()),
            nothing=run.found.get("nothing", {}),
            language=options.language,
        )
        self._repairs = Repairs(run)
        self._session: Session = importers.get(run.importer).open(options, by, dry)
        self._session.meant = self._repairs.meant
        meets = None if dry else self._session.meets
        self.understanding = Understanding(table, valuer, self._session.read, self._repairs, meets)

    def chunks(self, after: int = 0, done: frozenset[int] = frozenset()) -> Iterator[Chunk]:
        return apart.chunks(self.understanding, after, done)

    def goes_on(self, batch_id: int | None) -> None:
        """All that it wrote so far is in this batch."""
        self._session.batch_id = batch_id

    def keep_rows(self, run: Import) -> None:
        """Whoever goes on after a crash knows the records of rows that later ones are about as well."""
        for row, pk in self._session.ids_of_rows().items():
            run.repairs.filter(chosen=-row).update(chosen=pk)

    def decide(self, chunk: Chunk) -> list[Decision]:
        waiting = (self._set_aside(given) for given in chunk.rows if given.problems or self._repairs)
        aside = [decision for decision in waiting if decision]
        without = {decision.given.number for decision in aside}
        rows = [given for given in chunk.rows if given.number not in without] if without else chunk.rows
        decisions = self._session.decide(rows) if rows else []
        for decision in decisions:
            if problems := decision.given.problems:
                said = [problem.sentence for problem in problems if problem.severity >= Severity.CHECK]
                decision.remarks = [*said, *decision.remarks]
        return [*aside, *decisions]

    def _set_aside(self, given: Given) -> Decision | None:
        return left_out(given) if self._repairs.is_left(given.number) else _refused(given)

    def write(self, decisions: Sequence[Decision], opened: changes.OpenBatch) -> list[Decision]:
        """All of them; where one cannot be written, the transaction has to be given up."""
        if planned := [decision for decision in decisions if decision.outcome in WRITTEN]:
            self._session.write(planned)
        opened.flush()
        return list(decisions)

    def write_what_can_be(self, decisions: Sequence[Decision], opened: changes.OpenBatch) -> list[Decision]:
        """The same by halves, so that a broken row costs only itself; they are decided about anew."""
        planned = [decision.given for decision in decisions if decision.outcome in WRITTEN]
        opened.id  # noqa: B018 - the batch must be there before the first savepoint
        again = self._halves(planned, opened) if planned else []
        return [*(decision for decision in decisions if decision.outcome not in WRITTEN), *again]

    def _halves(self, rows: Sequence[Given], opened: changes.OpenBatch) -> list[Decision]:
        try:
            with transaction.atomic():
                return self.write(self._session.decide(rows), opened)
        except (Told, DatabaseError) as refusal:
            opened.forget()
            if len(rows) == 1:
                unknown = _("The row could not be saved. Look at it.")
                told = refusal if isinstance(refusal, Told) else extras.explained(refusal)
                sentence = told.sentence if told else unknown
                return [Decision(rows[0], Outcome.REFUSED, sentence)]
        middle = len(rows) // 2
        return [*self._halves(rows[:middle], opened), *self._halves(rows[middle:], opened)]


def _refused(given: Given) -> Decision | None:
    """A row that its reader leaves out, or that waits for a repair."""
    worst = max(given.problems, key=lambda problem: problem.severity, default=None)
    if worst is None or worst.severity < Severity.LEFT_OUT:
        return None
    outcome = Outcome.LEFT if worst.severity == Severity.LEFT_OUT else Outcome.REFUSED
    return Decision(given, outcome, f"{worst.sentence} {worst.advice}".strip())


def check(run: Import, by: Actor, progress: Progress | None = None) -> tuple[Tally, str]:
    """What the run would do: counts with the number of `rows`, the rows to look at, and why the file ends early."""
    way = Way(run, by, dry=True)
    tally, error = Tally(), ""
    for chunk in way.chunks():
        for decision in way.decide(chunk):
            tally.add(run, decision)
            tally.counts["joined"] += decision.joins
            if decision.back:
                tally.back[decision.given.number] = decision.back
            if decision.gone:
                tally.gone[decision.given.number] = decision.gone
        tally.rows = tally.repeats.needed(tally.rows)[:ROWS_KEPT]
        tally.counts["rows"] += len(chunk.rows)
        error = chunk.error
        if progress:
            progress.step(
                _("%(count)s rows looked at") % {"count": number(tally.counts["rows"])}, done=tally.counts["rows"]
            )
    return tally, error


def write(run: Import, by: Actor, progress: Progress) -> str:
    """The run itself, from where it stopped, in many transactions; returns why the file ended early."""
    way = Way(run, by, dry=False)
    pace, turns = Pace(progress.done), Turns()
    total = run.checked.get("rows")
    reached, trimmed = Reached.from_data(progress.position), progress.done
    for chunk in way.chunks(reached.row, frozenset(reached.beyond)):
        for part in turns.of(chunk):
            way.goes_on(run.batch_id)
            decisions = way.decide(part)  # before the transaction, so that others write meanwhile
            reached.take(part)
            progress.position = reached.as_data()
            progress.done += len(part.rows)
            before = run.counts, run.batch
            try:
                seconds = _write_part(run, decisions, way, way.write, progress)
            except (Told, DatabaseError):
                run.counts, run.batch = before
                seconds = _write_part(run, decisions, way, way.write_what_can_be, progress)
            turns.took(len(part.rows), seconds)
            progress.step(pace.sentence(progress.done, total), total=total)
            del part, decisions  # before the next rows come: of two chunks at once the memory would be full
        if chunk.error:
            return chunk.error
        del chunk
        if progress.done - trimmed >= TRIMMED_AFTER:
            trim()
            trimmed = progress.done
    return ""


def _write_part(run: Import, decisions: Sequence[Decision], way: Way, write: Write, progress: Progress) -> float:
    """Returns for how many seconds others could not write."""
    with progress.batch("import", note=run.name) as opened:
        began = time.monotonic()
        opened.flush_at = MOST_ENTRIES
        _keep(run, write(decisions, opened), opened)
        way.keep_rows(run)
    return time.monotonic() - began


def _keep(run: Import, decisions: Sequence[Decision], opened: changes.OpenBatch) -> None:
    """Counts and rows in the transaction of what was written: whoever goes on goes on from there."""
    tally = Tally(Counter(run.counts), repeats=Repeats.told_by(run))
    for decision in decisions:
        tally.add(run, decision)
    kept = tally.counts["kept"]
    new = tally.rows[: max(0, ROWS_KEPT - kept)]
    ImportRow.objects.bulk_create(new)
    tally.counts["kept"] = kept + len(new)
    tally.counts["rows"] += len(decisions)
    run.save_only(counts=dict(tally.counts), batch=opened.row or run.batch)


class Turns:
    """How many rows are written at once: as many as let others write within a moment, however busy the machine is.

    A little more than that, rather than few in the end: each transaction writes the same pages of every index.
    """

    def __init__(self) -> None:
        self._most = MOST

    def of(self, chunk: Chunk) -> Iterator[Chunk]:
        place = 0
        while place < chunk.count:
            left = chunk.count - place
            part = chunk.part(place, ceil(left / max(round(left / self._most), 1)))
            yield part
            place += part.count

    def took(self, rows: int, seconds: float) -> None:
        self._most = max(FEWEST_AT_ONCE, int(rows * MOMENT / max(seconds, 0.001)))


class Pace:
    """How quick it is, and how long it still takes."""

    def __init__(self, done: int) -> None:
        self._began, self._done = time.monotonic(), done

    def sentence(self, done: int, total: int | None) -> str:
        rate = (done - self._done) / max(time.monotonic() - self._began, 0.001)
        if not total or done >= total or rate <= 0:
            return _("%(rate)s rows a second") % {"rate": number(int(rate))}
        left = int((total - done) / rate) + 1
        if left < 90:
            return _("%(rate)s rows a second, about %(left)d seconds left") % {"rate": number(int(rate)), "left": left}
        told = {"rate": number(int(rate)), "left": round(left / 60)}
        return _("%(rate)s rows a second, about %(left)d minutes left") % told
