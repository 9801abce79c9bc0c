"""The one write path: records are written here, with their history, projections and jobs, in one transaction."""

from goodwill.kernel.changes.batch import Entry, OpenBatch, batch, current_batch
from goodwill.kernel.changes.follow import consumer, consumers, follow
from goodwill.kernel.changes.projections import projection
from goodwill.kernel.changes.undo import UndoResult, undo
from goodwill.kernel.changes.write import create, create_many, restore, trash, update, update_many

__all__ = [
    "Entry",
    "OpenBatch",
    "UndoResult",
    "batch",
    "consumer",
    "consumers",
    "create",
    "create_many",
    "current_batch",
    "follow",
    "projection",
    "restore",
    "trash",
    "undo",
    "update",
    "update_many",
]
