"""Taking back what one batch changed: what it was, whether it can be taken back, and the way back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import UndoResult
from goodwill.kernel.errors import Invalid, Missing, Told
from goodwill.kernel.models import Batch, Change
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.records import registry
from goodwill.records.abouts import names_of
from goodwill.records.api import one
from goodwill.records.api.answers import answer, stale
from goodwill.records.api.dispatch import route
from goodwill.records.api.reading import query_of, version_of
from goodwill.records.api.records import BATCH, once
from goodwill.records.filter.resolve import known_fields

SHOWN = 100
"""Records that are named; `changes` counts all that was written."""
Shown = dict[str, Any]


def read(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """What was done, and the `ETag` by which it is taken back only if none of its records was written since."""
    query_of(request, frozenset())
    row = batch_of(batch, actor)
    return answer(_told(row, actor), headers={"ETag": _tag(row)})


def undo(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """`If-Match` takes what reading the batch gave, or of a batch about one record the version of that."""
    query_of(request, frozenset())
    row, known = batch_of(batch, actor), request.headers.get("If-Match", "").strip()

    def check(row: Batch) -> None:
        _require_match(row, known, actor)

    def do() -> tuple[int, Shown]:
        result = changes.undo(row.pk, actor, check=check if known not in ("", "*") else None)
        begun = {"in_background": True} if result.is_begun else {}
        told = {"undone": result.undone, "left": left(result, actor), "out_of_reach": result.out_of_reach, **begun}
        return 200, {"told": told, "batch": result.batch.pk if result.batch else None}

    done = once(request, {}, actor, do)
    headers = {BATCH: str(done.body["batch"])} if done.body["batch"] else {}
    return answer(done.body["told"], headers=headers | ({"Idempotent-Replayed": "true"} if done.repeated else {}))


def left(result: UndoResult, actor: Actor) -> list[Shown]:
    """The fields that stayed because somebody changed them since, of records that the actor may see."""
    names = names_of([Ref(*clash.record.root()) for clash in result.clashes], actor)
    return [
        {"record": names[root], "id": clash.record.pk, "field": clash.field}
        for clash in result.clashes
        if (root := Ref(*clash.record.root())) in names
    ]


def batch_of(batch: int, actor: Actor) -> Batch:
    """One's own, or anybody's for who may undo for others; of a key for some types what this key did."""
    row = Batch.objects.filter(pk=batch).first() if 0 < batch < 2**63 else None
    if row is None or (row.on_behalf_of_id != actor.user_id and not actor.may("undo_any")):
        raise Missing
    if actor.types and (row.actor_kind, row.actor_id) != (actor.kind, actor.id):
        raise Missing
    return row


def _told(row: Batch, actor: Actor) -> Shown:
    roots = [Ref(*ref) for ref in _roots(row)[:SHOWN]]
    names = names_of(roots, actor)
    why = ""
    try:
        changes.require_undo(row, actor)
    except Told as error:
        why = error.sentence
    return {
        "batch": row.pk,
        "at": row.at.isoformat(),
        "by": row.actor_name,
        "through": row.through,
        "verb": row.verb,
        "changes": row.changes.count(),
        "records": [{"type": _type_of(ref), "id": ref.id, "name": names[ref]} for ref in roots if ref in names],
        "undone": row.is_undone,
        "can_be_undone": not why,
        "why_not": why,
    }


def _roots(row: Batch) -> Any:
    """The records on whose pages it stands."""
    return row.changes.order_by("root_type", "root_id").values_list("root_type", "root_id").distinct()


def _type_of(ref: Ref) -> str:
    kind = registry.for_ref(ref)
    return kind.name if kind else ref.type


def _tag(row: Batch) -> str:
    return f'"batch-{row.pk}-{changes.last_touch(row)}"'


def _require_match(row: Batch, known: str, actor: Actor) -> None:
    tag = _tag(row)
    if known.removeprefix("W/") == tag:
        return
    version, roots = version_of(known), [Ref(*ref) for ref in _roots(row)[:2]]
    if not version:
        raise stale(tag, _told(row, actor), {})
    if len(roots) != 1:
        raise Invalid(
            {
                "If-Match": _(
                    "This batch is about several records: send the ETag of GET /undo/%d. Nothing was changed."
                )
                % row.pk
            }
        )
    model = models_by_name().get(roots[0].type)
    now = model.locked(roots[0].id).version if model else 0
    if now != version:
        raise stale(f'"{now}"', _as_it_is(roots[0], now, actor), _former(row, roots[0], actor))


def _as_it_is(ref: Ref, version: int, actor: Actor) -> Shown:
    kind = registry.for_ref(ref)
    seen = one.shown_each(kind, [ref.id], actor) if kind else {}
    return seen.get(ref.id, {"id": ref.id, "version": version})


def _former(row: Batch, ref: Ref, actor: Actor) -> Mapping[str, Any]:
    """What taking it back would write into the record, of the fields that the actor may know."""
    kind = registry.for_ref(ref)
    known = {field.name for field in known_fields(kind, actor)} if kind else set()
    found: Shown = {}
    for change in Change.objects.filter(batch=row, type=ref.type, ref_id=ref.id).order_by("-id"):
        found |= {name: value for name, value in change.before.items() if name in known}
    return found


undoing = route(get=read, post=undo)
