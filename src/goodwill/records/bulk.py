"""A verb done to many records: in the background, 200 to a transaction, each on its own; what is refused is listed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing, Told
from goodwill.kernel.jobs import Progress, enqueue, job, rows
from goodwill.kernel.models import BulkRow, Job, Tracked
from goodwill.records import parameters, registry, writing
from goodwill.records.filter.sql import apply
from goodwill.records.registry import RecordType

AT_ONCE = 200
GENERIC = ("edit", "trash", "restore")


def start(
    type: RecordType,
    verb: str,
    given: Mapping[str, Any],
    *,
    by: Actor,
    ids: list[int] | None = None,
    matching: str | None = None,
) -> Job:
    """Put the verb on these ids, or on all that match a filter, into the background."""
    if verb not in GENERIC and verbs.get(type.ref_name, verb) is None:
        raise Missing
    return enqueue(do, by=by, type=type.name, verb=verb, given=dict(given), ids=ids, matching=matching)


@job("bulk", label=_("Change many records"))
def do(
    *,
    type: str,
    verb: str,
    given: dict[str, Any],
    ids: list[int] | None,
    matching: str | None,
    progress: Progress,
    by: Actor,
) -> dict[str, Any]:
    """Returns how many were done and how many refused; each refusal is kept beside the job with its sentence."""
    kind = registry.get(type)
    if kind is None:
        raise Missing
    state = progress.position
    if "chosen" not in state:
        with progress.transaction():
            chosen = state.pop("ids", None) or _chosen(kind, ids, matching, by)
            rows.keep_parts(progress.job_id, chosen, AT_ONCE)
            state |= {"chosen": len(chosen), "done": 0, "refused": 0}
    while part := next(iter(rows.waiting(progress.job_id, 1)), None):
        with progress.batch(verb):
            refused = _do_part(kind, part, verb, given, by=by)
            state["refused"] += len(refused)
            state["done"] += len(part.asked["ids"]) - len(refused)
            rows.end_part(part, refused)
        progress.step(done=state["done"] + state["refused"], total=state["chosen"])
        if progress.done < state["chosen"]:
            progress.breathe()
    return {"done": state["done"], "refused": state["refused"]}


def _chosen(kind: RecordType, ids: list[int] | None, matching: str | None, by: Actor) -> list[int]:
    found = kind.rows(by)
    found = found.filter(pk__in=ids) if ids is not None else apply(found, matching or "", kind, by)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _do_part(
    kind: RecordType, part: BulkRow, verb: str, given: Mapping[str, Any], *, by: Actor
) -> dict[int, rows.Refusal]:
    """Those that were refused, by their places in the part."""
    ids = part.asked["ids"]
    held = {record.pk: record for record in rights.visible(kind.model.everything.filter(pk__in=ids), by)}
    refused = {}
    for at, pk in enumerate(ids):
        try:
            if pk not in held:  # gone, or out of sight, since it was chosen
                raise Missing
            with changes.part():
                do_one(kind, held[pk], verb, given, by=by)
        except Told as error:
            refused[at] = rows.Refusal(error.status, {"id": pk, "detail": error.sentence})
    return refused


def do_one(kind: RecordType, record: Tracked, verb: str, given: Mapping[str, Any], *, by: Actor) -> Any:
    """One record: a verb of the type, or one of those that every type has."""
    if verb == "edit":
        return writing.edit(kind, record, given, by=by)
    if verb in GENERIC:
        return (writing.trash if verb == "trash" else writing.restore)(record, by=by)
    declared = verbs.get(kind.ref_name, verb)
    if declared is None or not declared.on_record:
        raise Missing
    return parameters.run(declared, record, given, by=by)
