"""Phones, addresses, ties and whatever else belongs to a record: listed, and done to by their verbs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import parameters, parts, writing
from goodwill.records.api.answers import answer, stale
from goodwill.records.api.dispatch import of_type, route
from goodwill.records.api.reading import body_of, query_of, version_of
from goodwill.records.api.records import BATCH, once
from goodwill.records.registry import RecordType


@of_type
def read_parts(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    writing.find(type, pk, actor)
    return answer({"items": parts.parts_of(type, pk, actor)})


@of_type
def do(
    request: HttpRequest, actor: Actor, type: RecordType, *, pk: int, part: str, part_pk: int, name: str
) -> HttpResponse:
    """A verb of a part. `If-Match` takes the version of the part; the answer are all parts, as they are then."""
    query_of(request, frozenset())
    given = body_of(request)
    writing.find(type, pk, actor)
    verb = verbs.get(part, name)
    if verb is None or not verb.on_record or part not in parts.models_of(type):
        raise Missing

    def run() -> tuple[int, dict[str, Any]]:
        with changes.batch(actor, name) as batch:
            row = parts.find(type, pk, part, part_pk, actor)
            _require_version(request, row, actor, part, given)
            parameters.run(verb, row, given, by=actor)
            batch.flush()
        return 200, {"items": parts.parts_of(type, pk, actor), "batch": batch.row.pk if batch.row else None}

    done = once(request, given, actor, run)
    headers = {BATCH: str(done.body["batch"])} if done.body["batch"] else {}
    told = {"items": done.body["items"]}
    return answer(told, done.status, headers | ({"Idempotent-Replayed": "true"} if done.repeated else {}))


def _require_version(request: HttpRequest, row: Any, actor: Actor, part: str, given: Mapping[str, Any]) -> None:
    version = version_of(request.headers.get("If-Match", ""))
    if version is None:
        return
    now = type(row).locked(row.pk)
    if now.version != version:
        raise stale(f'"{now.version}"', parts.shown(part, type(row), [now], actor)[0], dict(given))


listing = route(get=read_parts)
deed = route(post=do)
