"""A verb done to many records: in the background, 200 to a transaction, each on its own; what is refused is listed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing, Told
from goodwill.kernel.jobs import Progress, enqueue, job
from goodwill.kernel.models import Job, Tracked
from goodwill.records import parameters, registry, writing
from goodwill.records.filter.sql import apply
from goodwill.records.registry import RecordType

AT_ONCE = 200
REFUSALS_KEPT = 100
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
    """Returns how many were done, and what was refused with its reason."""
    kind = registry.get(type)
    if kind is None:
        raise Missing
    state = progress.position
    state.setdefault("done", 0)
    state.setdefault("refused", [])
    state.setdefault("refused_count", 0)
    if "ids" not in state:
        state["ids"] = _chosen(kind, ids, matching, by)
    total = len(state["ids"]) + state["done"] + state["refused_count"]
    while state["ids"]:
        now, state["ids"] = state["ids"][:AT_ONCE], state["ids"][AT_ONCE:]
        with progress.batch(verb):
            for record in _held(kind, now, by):
                _try(kind, record, verb, given, by=by, state=state)
        progress.step(done=state["done"] + state["refused_count"], total=total)
        if state["ids"]:
            progress.breathe()
    return {"done": state["done"], "refused": state["refused"], "refused_count": state["refused_count"]}


def _chosen(kind: RecordType, ids: list[int] | None, matching: str | None, by: Actor) -> list[int]:
    rows = kind.rows(by)
    rows = rows.filter(pk__in=ids) if ids is not None else apply(rows, matching or "", kind, by)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _held(kind: RecordType, ids: list[int], by: Actor) -> Iterator[Tracked]:
    yield from rights.visible(kind.model.everything.filter(pk__in=ids), by).order_by("pk")


def _try(
    kind: RecordType, record: Tracked, verb: str, given: dict[str, Any], *, by: Actor, state: dict[str, Any]
) -> None:
    try:
        with changes.part():
            do_one(kind, record, verb, given, by=by)
        state["done"] += 1
    except Told as refusal:
        state["refused_count"] += 1
        if len(state["refused"]) < REFUSALS_KEPT:
            state["refused"].append({"id": record.pk, "name": str(record), "why": refusal.sentence})


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
