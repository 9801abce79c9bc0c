"""Rows that a job works through, kept beside it: what is to be done to each, then what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from goodwill.kernel.models import BulkRow, Job


class Refusal(NamedTuple):
    status: int
    answer: dict[str, Any]


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


def keep_parts(job_id: int, ids: Sequence[int], size: int) -> None:
    """Records to which all the same is to be done, many to a row, which stands at the place of its first one."""
    parts = (BulkRow(job_id=job_id, at=at, asked={"ids": ids[at : at + size]}) for at in range(0, len(ids), size))
    BulkRow.objects.bulk_create(parts, batch_size=500)


def end_part(part: BulkRow, refused: Mapping[int, Refusal]) -> None:
    """In place of the part stays what was refused, each at its own place; `refused` counts from that of the part."""
    part.delete()
    BulkRow.objects.bulk_create(
        (
            BulkRow(job_id=part.job_id, at=part.at + at, status=one.status, answer=one.answer)
            for at, one in refused.items()
        ),
        batch_size=500,
    )


def refused(job_id: int) -> "QuerySet[BulkRow]":
    return BulkRow.objects.filter(job=job_id, status__gte=400).order_by("at")


def refused_of(job_ids: Collection[int]) -> dict[int, int]:
    """How many rows were refused, by job; those without any are left out."""
    found = BulkRow.objects.filter(job__in=job_ids, status__gte=400).order_by("job")
    return dict(found.values_list("job").annotate(count=Count("pk"))) if job_ids else {}
