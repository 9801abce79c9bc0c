"""An open batch: one transaction, one actor, one verb; its history rows are written in one statement at its end."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodwill.kernel import workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.projecting import project
from goodwill.kernel.errors import Watching
from goodwill.kernel.inserting import insert_values
from goodwill.kernel.models import Batch, Change, Tracked

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
    written: int = 0
    flush_at: int = FLUSH_AT

    @property
    def id(self) -> int:
        return self._row().pk

    def log(self, kind: Change.Kind, record: Tracked, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.waiting.append(Entry(kind, record, before, after, self.by))
        if len(self.waiting) >= self.flush_at:
            self.flush()

    def flush(self) -> None:
        """Write what waits: history first, then projections, which may log nothing themselves."""
        if not self.waiting:
            return
        entries, self.waiting = self.waiting, []
        batch_id = self.id
        insert_values(Change, LOGGED, [self._change(batch_id, entry) for entry in entries])
        self.written += len(entries)
        project(entries)

    def _row(self) -> Batch:
        if self.row is None:
            self.row = Batch.objects.create(
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


@contextmanager
def batch(
    by: Actor, verb: str, *, note: str = "", undo_of: Batch | None = None, continues: Batch | None = None
) -> Iterator[OpenBatch]:
    """Open a transaction whose writes make one entry in history; inside another batch, join that one.

    `continues` goes on with the batch of an earlier transaction: a long job writes many transactions and one batch.
    """
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    if by.watcher is not None:
        raise Watching
    with transaction.atomic():
        opened = OpenBatch(by, verb, note, undo_of, row=continues)
        token = _open.set(opened)
        try:
            yield opened
            opened.flush()
        finally:
            _open.reset(token)
            workspace.memo().clear()


@contextmanager
def part() -> Iterator[OpenBatch]:
    """A part of the open batch that may fail alone: what it wrote and logged is then as if it had not been."""
    opened = current_batch()
    waiting, row, written = [*opened.waiting], opened.row, opened.written
    try:
        with transaction.atomic():
            yield opened
    except BaseException:
        opened.waiting, opened.row, opened.written = waiting, row, written
        raise
