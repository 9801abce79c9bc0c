"""More rows than one request waits for: a job does them, some to a transaction, and keeps what became of each."""

import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.jobs import Priority, Progress, enqueue, job, rows
from goodwill.kernel.models import BulkRow, Job
from goodwill.records import registry
from goodwill.records.api.many_rows import Asked, done, verb_of
from goodwill.records.registry import RecordType

AT_ONCE = 200
LONGEST = 0.25  # seconds of one transaction, since others wait to write


def start(type: RecordType, asked: list[Asked], *, by: Actor) -> Job:
    with transaction.atomic():
        begun = enqueue(write_rows, by=by, type=type.name, verb=verb_of(asked))
        rows.keep(begun, (row.plain() for row in asked))
    return begun


@job("bulk-rows", label=_("Write many records for a program"), priority=Priority.BULK)
def write_rows(*, type: str, verb: str, progress: Progress, by: Actor) -> dict[str, Any]:
    """All of one batch of history. What was asked of a row is forgotten with its answer."""
    kind = registry.get(type)
    if kind is None or not rights.allows(by, "read", kind.model):
        raise Missing
    state = progress.position
    state.setdefault("done", 0)
    state.setdefault("refused", 0)
    total = BulkRow.objects.filter(job=progress.job_id).count()
    while part := rows.waiting(progress.job_id, AT_ONCE):
        until, answered = time.monotonic() + LONGEST, []
        with progress.batch(verb):
            for row in part:
                answer = done(kind, Asked(**row.asked), by)
                row.status, row.answer = answer.pop("status"), answer
                state["refused" if row.status >= 400 else "done"] += 1
                answered.append(row)
                if time.monotonic() > until:
                    break
            rows.keep_answers(answered)
        progress.step(done=state["done"] + state["refused"], total=total)
        if progress.done < total:
            progress.breathe()
    return {"done": state["done"], "refused": state["refused"]}
