"""The one write path: records are written here, with their history, projections and jobs, in one transaction."""

from goodwill.kernel.changes.ahead import Ahead, Pattern, create_ahead, made_ahead, pointing, whole
from goodwill.kernel.changes.batches import Entry, NoBatch, OpenBatch, batch, current_batch, part
from goodwill.kernel.changes.followers import consumer, consumers, follow, is_behind, listeners
from goodwill.kernel.changes.projecting import Beforehand, NotAhead, projection
from goodwill.kernel.changes.purging import purge
from goodwill.kernel.changes.undoing import (
    Place,
    UndoResult,
    last_touch,
    require_undo,
    undo,
    undo_part,
    undo_some,
    undoes,
    undone_with_others,
)
from goodwill.kernel.changes.values import assign, plain, snapshot
from goodwill.kernel.changes.writing import (
    create,
    create_many,
    derive_anew,
    restore,
    restore_many,
    trash,
    trash_many,
    update,
    update_each,
    update_many,
)

__all__ = [
    "Ahead",
    "Beforehand",
    "Entry",
    "NoBatch",
    "NotAhead",
    "OpenBatch",
    "Pattern",
    "Place",
    "UndoResult",
    "assign",
    "batch",
    "consumer",
    "consumers",
    "create",
    "create_ahead",
    "create_many",
    "current_batch",
    "derive_anew",
    "follow",
    "is_behind",
    "last_touch",
    "listeners",
    "made_ahead",
    "part",
    "plain",
    "pointing",
    "projection",
    "purge",
    "require_undo",
    "restore",
    "restore_many",
    "snapshot",
    "trash",
    "trash_many",
    "undo",
    "undo_part",
    "undo_some",
    "undoes",
    "undone_with_others",
    "update",
    "update_each",
    "update_many",
    "whole",
]
