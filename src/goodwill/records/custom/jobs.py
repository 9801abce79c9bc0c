"""What is computed is brought up to date: after fields changed, and each night where it looks at the day."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import jobs
from goodwill.kernel.jobs import Progress, job
from goodwill.records import registry
from goodwill.records.custom import rollups
from goodwill.records.custom.computing import plan_of
from goodwill.records.registry import RecordType
from goodwill.records.search import reindex

AT_ONCE = 300
"""Records that somebody can wait for; more are a job."""


def bring_up_to_date(type: RecordType) -> None:
    """All records of a type, at once or in the background; called in the transaction that changed its fields."""
    ids = list(_ids(type, 0)[: AT_ONCE + 1])
    if len(ids) <= AT_ONCE:
        _anew(type, ids)
    else:
        jobs.enqueue(compute_anew, type=type.name, key=f"compute {type.name}")


@job("compute-fields", label=_("Compute fields anew"), priority=jobs.Priority.BULK)
def compute_anew(*, type: str, progress: Progress) -> dict[str, int]:
    """Returns how many records were looked at."""
    kind = registry.get(type)
    state = progress.position
    while kind is not None:
        ids = list(_ids(kind, state.get("last", 0))[:AT_ONCE])
        if not ids:
            break
        with progress.transaction():
            _anew(kind, ids)
            state["last"], state["done"] = ids[-1], state.get("done", 0) + len(ids)
        progress.step(done=state["done"])
    return {"done": state.get("done", 0)}


@job("compute-dated-fields", label=_("Bring up to date what depends on the day"), every="7 0 * * *", quiet=True)
def compute_dated() -> None:
    """Ages, days left, and whatever else is another one today."""
    for kind in registry.types():
        if any(one.formula.needs_today for one in plan_of(kind)) or rollups.looks_at_the_day(kind):
            jobs.enqueue(compute_anew, type=kind.name, key=f"compute {kind.name}")


def _ids(type: RecordType, last: int) -> "QuerySet[Any, int]":
    rows = type.model.everything.filter(**type.constant, pk__gt=last)
    return rows.order_by("pk").values_list("pk", flat=True)


def _anew(type: RecordType, ids: list[int]) -> None:
    records = list(type.model.everything.select_for_update().filter(pk__in=ids).order_by("pk"))
    rollups.bring_up_to_date(type, records)
    if type.search:
        reindex(type, ids)
