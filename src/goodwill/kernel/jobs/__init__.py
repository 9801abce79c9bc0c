"""Work that happens later, with progress, retry, and an end that somebody can see."""

from goodwill.kernel.jobs.declare import Priority, job, label_of
from goodwill.kernel.jobs.ending import when_over
from goodwill.kernel.jobs.now import run_due
from goodwill.kernel.jobs.progress import Again, Cancelled, Paused, Progress
from goodwill.kernel.jobs.queue import cancel, enqueue, retry, visible

__all__ = [
    "Again",
    "Cancelled",
    "Paused",
    "Priority",
    "Progress",
    "cancel",
    "enqueue",
    "job",
    "label_of",
    "retry",
    "run_due",
    "visible",
    "when_over",
]
