"""Lists and records: GET, POST, PATCH, DELETE, and POST for what else can be done to them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, idempotency, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import parameters, writing
from goodwill.records.api import expanding, exporting, one
from goodwill.records.api.answers import answer
from goodwill.records.api.dispatch import missing, of_type, route
from goodwill.records.api.doubles import DOUBLES, refuse_doubles
from goodwill.records.api.reading import body_of, query_of, version_of
from goodwill.records.api.views import view_named
from goodwill.records.codec import plain_rows, written
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing, QueryError
from goodwill.records.registry import RecordType

LISTED = frozenset({"view", "filter", "sort", "fields", "limit", "after", "format", "expand"})
BATCH = "Goodwill-Batch"
SAID = "@said"
SIZE = 50


@of_type
def read_list(request: HttpRequest, actor: Actor, type: RecordType) -> HttpResponseBase:
    """A page of the list; with a `format` the whole of it, as a file."""
    asked = query_of(request, LISTED)
    if view := view_named(asked.pop("view", ""), type, actor):
        asked = {"filter": view.filter, "sort": view.sort, "fields": ",".join(view.columns), **asked}
    if "format" in asked:
        return exporting.whole_list(type, asked, actor)
    names = [name for name in asked.get("fields", "").split(",") if name]
    expanded = expanding.asked_for(asked.get("expand", ""), type, actor)
    if names:
        names = list(dict.fromkeys([*names, *expanded]))
    listing = Listing(
        type,
        actor,
        filter=asked.get("filter", ""),
        sort=asked.get("sort", ""),
        columns=names or [field.name for field in known_fields(type, actor)],
        after=asked.get("after", ""),
        size=_size(asked.get("limit", str(SIZE))),
    )
    fields = {field.name: field for field in listing.columns}
    items = plain_rows(fields, listing.rows())
    expanding.expand(items, expanded, type, actor)
    return answer({"items": items, "next": listing.page.next or None})


@of_type
def create(request: HttpRequest, actor: Actor, type: RecordType) -> HttpResponse:
    """Answered with `200` and a sentence in `@said` where the record is one that was known already."""
    rights.require(actor, "create", type.model)
    asked = query_of(request, frozenset({DOUBLES} if type.likely else ()))
    given = body_of(request)

    def do() -> tuple[int, dict[str, Any]]:
        values = one.given_to_create(type, given, actor)
        refuse_doubles(asked.get(DOUBLES), type, values, actor)
        with changes.batch(actor, "create") as batch:
            record = writing.create(type, values, by=actor)
            batch.flush()
        shown = _seen(type, record, actor) | ({SAID: batch.said} if batch.said else {})
        return 200 if batch.said else 201, {"id": record.pk, "record": shown, "batch": batch.id}

    done = once(request, given, actor, do)
    url = reverse("api_record", kwargs={"slug": type.slug, "pk": done.body["id"]})
    return _told(done, {"Location": url})


@of_type
def read(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    expanded = expanding.asked_for(query_of(request, frozenset({"expand"})).get("expand", ""), type, actor)
    record = one.shown(type, pk, actor)
    if not expanded and request.headers.get("If-None-Match") == one.etag(record):
        return answer(None, 304, {"ETag": one.etag(record)})
    expanding.expand([record], expanded, type, actor)
    return answer(record, headers={"ETag": one.etag(record)})


@of_type
def change(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    """`If-Match` refuses any change since; a `version` in the body only changes of the same fields."""
    rights.require(actor, "change", type.model)
    query_of(request, frozenset())
    given = body_of(request)

    def do() -> tuple[int, dict[str, Any]]:
        fields = {name: value for name, value in given.items() if name != "version"}
        base = given.get("version")
        record = writing.find(type, pk, actor)
        with changes.batch(actor, "edit") as batch:
            _require_match(request, type, pk, actor, fields)
            one.refuse_unknown(type, one.changing_fields(type), fields, actor)
            values = written(type, fields, record)
            base_version = base if isinstance(base, int) and 0 < base < 2**31 else None
            record = writing.edit(type, record, values, by=actor, base_version=base_version)
            batch.flush()
        return 200, {"record": _seen(type, record, actor), "batch": batch.row.pk if batch.row else None}

    return _told(once(request, given, actor, do), {})


@of_type
def delete(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    """Into the trash."""
    rights.require(actor, "delete", type.model)
    query_of(request, frozenset())

    def do() -> tuple[int, dict[str, Any]]:
        record = writing.find(type, pk, actor)
        with changes.batch(actor, "trash") as batch:
            _require_match(request, type, pk, actor, {})
            writing.trash(record, by=actor)
            batch.flush()
        return 204, {"record": None, "batch": batch.row.pk if batch.row else None}

    return _told(once(request, {}, actor, do), {})


@of_type
def do(request: HttpRequest, actor: Actor, type: RecordType, pk: int, name: str) -> HttpResponse:
    """A verb of the type, or `restore` for what lies in the trash."""
    query_of(request, frozenset())
    given = body_of(request)
    verb = verbs.get(type.ref_name, name)
    if name != "restore" and (verb is None or not verb.on_record or name in ("edit", "trash")):
        raise Missing

    def run() -> tuple[int, dict[str, Any]]:
        record = trashed(type, pk, actor) if name == "restore" else writing.find(type, pk, actor)
        with changes.batch(actor, name) as batch:
            _require_match(request, type, pk, actor, given)
            if verb is None:
                writing.restore(record, by=actor)
            else:
                parameters.run(verb, record, given, by=actor)
            batch.flush()
        return 200, {"id": pk, "record": _seen(type, record, actor), "batch": batch.row.pk if batch.row else None}

    return _told(once(request, given, actor, run), {})


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise QueryError("limit", _("A limit is a number."))
    return int(text)


def trashed(type: RecordType, pk: int, actor: Actor) -> Any:
    rows = type.model.everything.filter(**type.constant).exclude(deleted_at=None)
    record = rights.visible(rows, actor).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if record is None:
        raise Missing
    return record


def _seen(type: RecordType, record: Any, actor: Actor) -> dict[str, Any]:
    """The record after the deed, as far as its doer still may see it."""
    try:
        return one.shown(type, record.pk, actor)
    except Missing:
        return {"id": record.pk, "version": record.version}


def once(
    request: HttpRequest, given: Mapping[str, Any], actor: Actor, do: Callable[[], tuple[int, Any]]
) -> idempotency.Answered:
    """With an Idempotency-Key the deed is done once, and the same answer given each time."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        status, body = do()
        return idempotency.Answered(status, body, repeated=False)
    return idempotency.answer_once(key, [request.method, request.path, given], actor, do)


def _told(done: idempotency.Answered, headers: dict[str, str]) -> HttpResponse:
    if done.body["record"]:
        headers["ETag"] = one.etag(done.body["record"])
    if done.body["batch"]:
        headers[BATCH] = str(done.body["batch"])
    if done.repeated:
        headers["Idempotent-Replayed"] = "true"
    return answer(done.body["record"], done.status, headers)


def _require_match(request: HttpRequest, type: RecordType, pk: int, actor: Actor, yours: Mapping[str, Any]) -> None:
    one.require_version(type, pk, version_of(request.headers.get("If-Match", "")), actor, yours)


listing = route(get=read_list, post=create)
record = route(get=read, patch=change, delete=delete)
deed = route(post=do)
nothing = route(get=missing, post=missing, put=missing, patch=missing, delete=missing)
