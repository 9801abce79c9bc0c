"""An open batch: one transaction, one actor, one verb; its history rows are written in one statement at its end."""

import contextvars
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goodwill.kernel import extras, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.broken import said_of
from goodwill.kernel.changes.projecting import project, project_ahead
from goodwill.kernel.errors import Watching
from goodwill.kernel.inserting import insert_one, insert_values, moment
from goodwill.kernel.models import Batch, Change, Tracked

if TYPE_CHECKING:
    from goodwill.kernel.changes.ahead import Ahead

FLUSH_AT = 2000
_KINDS = {kind: kind.value for kind in Change.Kind}
LOGGED = ("at", "batch_id", "kind", "type", "ref_id", "root_type", "root_id", "version", "before", "after")


@dataclass(slots=True)
class Entry:
    """A written row as projections see it. `before` and `after` are plain values of the logged fields that differ."""

    kind: Change.Kind
    record: Tracked
    before: dict[str, Any]
    after: dict[str, Any]
    by: Actor


@dataclass
class OpenBatch:
    by: Actor
    verb: str
    note: str = ""
    undo_of: Batch | None = None
    row: Batch | None = None
    at: datetime = field(default_factory=timezone.now)
    waiting: list[Entry] = field(default_factory=list)
    made: "list[tuple[Sequence[int], Sequence[Ahead]]]" = field(default_factory=list)
    """Records that were made ahead, with their ids."""
    watched: list[Entry] | None = None
    """All that was logged, for whoever asks what would change; None where nobody does."""
    written: int = 0
    flush_at: int = FLUSH_AT
    said: str = ""
    """What whoever asked for it should hear: that somebody is known already, and where things stood."""

    @property
    def id(self) -> int:
        return self._row().pk

    def log(self, kind: Change.Kind, record: Tracked, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.waiting.append(Entry(kind, record, before, after, self.by))
        if self.watched is not None:
            self.watched.append(self.waiting[-1])
        if len(self.waiting) >= self.flush_at:
            self.flush()

    def log_ahead(self, type: str, root_type: str, rows: Sequence[tuple[int, int, str]]) -> None:
        """The making of records of a type: their ids, those of their roots, and what they hold, as JSON."""
        always = {
            "at": moment(self.at, connection.vendor),
            "batch_id": self.id,
            "kind": "create",
            "type": type,
            "root_type": root_type,
            "version": 1,
            "before": "{}",
        }
        insert_values(Change, ("ref_id", "root_id", "after"), rows, converted=True, always=always, differing=True)
        self.written += len(rows)

    def forget(self) -> None:
        """Drop what waits, since its transaction was taken back."""
        self.waiting.clear()
        self.made.clear()

    def flush(self) -> None:
        """Write what waits: history first, then projections, which may log nothing themselves."""
        ahead, self.made = self.made, []
        for _name, its in groupby(ahead, key=lambda one: one[1][0][0][0][0]):
            ids, made = zip(*its, strict=True)
            project_ahead(list(chain(*ids)), list(chain(*made)), self.by)
        if not self.waiting:
            return
        entries, self.waiting = self.waiting, []
        batch_id = self.id
        insert_values(Change, LOGGED, [self._change(batch_id, entry) for entry in entries])
        self.written += len(entries)
        project(entries)

    def _row(self) -> Batch:
        if self.row is None:
            self.row = Batch(
                at=self.at,
                actor_kind=self.by.kind,
                actor_id=self.by.id,
                actor_name=self.by.name[:200],
                on_behalf_of_id=self.by.user_id,
                through=self.by.through,
                verb=self.verb,
                note=self.note[:300],
                undo_of=self.undo_of,
            )
            insert_one(self.row)
        return self.row

    def _change(self, batch_id: int, entry: Entry) -> tuple[Any, ...]:
        record = entry.record
        root = record.root()
        version, kind = record.version, _KINDS[entry.kind]
        return self.at, batch_id, kind, record.ref_name(), record.pk, *root, version, entry.before, entry.after


_open: contextvars.ContextVar[OpenBatch | None] = contextvars.ContextVar("batch", default=None)


class NoBatch(RuntimeError):
    """A record was written outside `changes.batch(...)`."""


def current_batch() -> OpenBatch:
    found = _open.get()
    if found is None:
        raise NoBatch("Records are written inside changes.batch(...).")
    return found


def is_open() -> bool:
    return _open.get() is not None


@contextmanager
def batch(
    by: Actor,
    verb: str,
    *,
    note: str = "",
    undo_of: Batch | None = None,
    continues: Batch | None = None,
    savepoint: bool = True,
) -> Iterator[OpenBatch]:
    """Open a transaction whose writes make one entry in history; inside another batch, join that one.

    `continues` goes on with the batch of an earlier transaction: a long job writes many transactions and one batch.
    Inside a transaction it sets a savepoint, unless whoever opened that gives all of it up where this fails. Below one,
    SQLite writes its search index out after every row.
    """
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    if by.watcher is not None:
        raise Watching
    with _explaining(), transaction.atomic(savepoint=savepoint):
        opened = OpenBatch(by, verb, note, undo_of, row=continues)
        token = _open.set(opened)
        try:
            yield opened
            opened.flush()
        finally:
            _open.reset(token)
            workspace.memo().clear()


@contextmanager
def _explaining() -> Iterator[None]:
    """What a constraint on values refuses is said in words, by whoever made it."""
    try:
        yield
    except IntegrityError as error:
        if (said := extras.explained(error) or said_of(error)) is None:
            raise
        raise said from error


@contextmanager
def part() -> Iterator[OpenBatch]:
    """A part of the open batch that may fail alone: what it wrote and logged is then as if it had not been."""
    opened = current_batch()
    waiting, row, written = [*opened.waiting], opened.row, opened.written
    watched = None if opened.watched is None else [*opened.watched]
    try:
        with _explaining(), transaction.atomic():
            yield opened
    except BaseException:
        opened.waiting, opened.row, opened.written, opened.watched = waiting, row, written, watched
        raise
