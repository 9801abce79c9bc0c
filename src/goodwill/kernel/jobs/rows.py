"""Rows that a job works through, kept beside it: what is to be done to each, then what became of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from goodwill.kernel.models import BulkRow, Job


def keep(job: Job, asked: Iterable[Mapping[str, Any]]) -> None:
    """In the order in which they are to be done."""
    BulkRow.objects.bulk_create((BulkRow(job=job, at=at, asked=row) for at, row in enumerate(asked)), batch_size=1000)


def waiting(job_id: int, most: int) -> list[BulkRow]:
    """The next ones that are not done."""
    return list(BulkRow.objects.filter(job=job_id, status=None).order_by("at")[:most])


def keep_answers(rows: Iterable[BulkRow]) -> None:
    """With its answer, what was asked of a row is forgotten."""
    answered = list(rows)
    for row in answered:
        row.asked = {}
    BulkRow.objects.bulk_update(answered, ["answer", "status", "asked"], batch_size=100)
