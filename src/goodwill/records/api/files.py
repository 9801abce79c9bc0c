"""Files of a record for programs: listed, sent, fetched, with their versions; the rights are those of the record."""

import shutil
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, files, idempotency, rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import File, Tracked
from goodwill.records import writing
from goodwill.records.api import one
from goodwill.records.api.answers import Problem, answer
from goodwill.records.api.dispatch import of_type, route
from goodwill.records.api.reading import query_of, version_of
from goodwill.records.api.records import BATCH
from goodwill.records.files import verbs
from goodwill.records.files.records import FILE
from goodwill.records.files.sending import sent
from goodwill.records.registry import RecordType

NAMED = frozenset({"name"})
IN_MEMORY = 1024 * 1024
MOST_AT_ONCE = 100
MOST_LISTED = 500
Upload = tuple[str, Any]


@of_type
def read_list(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    record = _whole(type, pk, actor)
    rows = files.about(record.ref).select_related("created_by")[:MOST_LISTED]
    return answer({"items": [_told(file) for file in rows]})


@of_type
def send(request: HttpRequest, actor: Actor, type: RecordType, pk: int) -> HttpResponse:
    """One or more files as multipart/form-data, or the bytes of one with `?name=`."""
    record = _whole(type, pk, actor)
    verbs.require_attach(record, actor)
    sealed = _sealed(request)

    def do() -> tuple[int, dict[str, Any]]:
        with changes.batch(actor, "attach") as batch:
            one.require_version(type, pk, version_of(request.headers.get("If-Match", "")), actor, {})
            kept = [verbs.attach(record, each, each.name, by=actor) for each in sealed]
        return 201, {"items": [_told(file) for file in kept], "batch": batch.id}

    done = _once(request, actor, [[each.name, each.blob] for each in sealed], do)
    return answer({"items": done.body["items"]}, done.status, {BATCH: str(done.body["batch"]), **_repeated(done)})


def fetch(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    return cast("HttpResponse", sent(writing.find(FILE, pk, actor)))


def replace(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A new version; the earlier ones stay."""
    file = writing.find(FILE, pk, actor)
    rights.require(actor, "change", file)
    sealed = _sealed(request, otherwise=file.name)[0]

    def do() -> tuple[int, dict[str, Any]]:
        with changes.batch(actor, "replace") as batch:
            one.require_version(FILE, pk, version_of(request.headers.get("If-Match", "")), actor, {})
            verbs.add_version(file, sealed, sealed.name, by=actor)
        return 200, {"file": _told(file), "batch": batch.row.pk if batch.row else None}

    done = _once(request, actor, [sealed.name, sealed.blob], do)
    headers = {BATCH: str(done.body["batch"])} if done.body["batch"] else {}
    return answer(done.body["file"], headers={"ETag": one.etag(done.body["file"]), **headers, **_repeated(done)})


def read_versions(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    states = files.versions(writing.find(FILE, pk, actor))
    return answer({"items": [_version(pk, one) for one in states]})


def fetch_version(request: HttpRequest, actor: Actor, pk: int, number: int) -> HttpResponse:
    query_of(request, frozenset())
    return cast("HttpResponse", sent(files.version(writing.find(FILE, pk, actor), number)))


def _whole(type: RecordType, pk: int, actor: Actor) -> Tracked:
    if not verbs.may_have_files(type.model):
        raise Missing
    return cast("Tracked", writing.find(type, pk, actor))


def _sealed(request: HttpRequest, otherwise: str = "") -> list[files.Sealed]:
    """What was sent, on the disk before the transaction of its rows."""
    with SpooledTemporaryFile(IN_MEMORY, dir=str(workspace.current().folder)) as spool:
        return [files.seal(upload, name) for name, upload in _uploads(request, cast("BinaryIO", spool), otherwise)]


def _uploads(request: HttpRequest, spool: BinaryIO, otherwise: str) -> list[Upload]:
    asked = query_of(request, NAMED)
    if request.content_type == "multipart/form-data":
        try:
            found = [(one.name or "", one) for name in request.FILES for one in request.FILES.getlist(name)]
        except MultiPartParserError as error:
            raise Problem(400, _("This is no multipart/form-data that can be read. Nothing was kept.")) from error
        if not 1 <= len(found) <= MOST_AT_ONCE:
            raise Invalid({"files": _("Send 1 to %d files as multipart/form-data. Nothing was kept.") % MOST_AT_ONCE})
        return cast("list[Upload]", found)
    if request.content_type == "application/x-www-form-urlencoded":  # what curl says of bytes; Django takes them apart
        raise Problem(
            415, _("Send the bytes as application/octet-stream, or as multipart/form-data. Nothing was kept.")
        )
    name = asked.get("name", "") or otherwise
    if not name:
        raise Invalid({"name": _("Say what the file is called: ?name=offer.pdf. Nothing was kept.")})
    shutil.copyfileobj(request, spool)
    return [(name, spool)]


def _once(request: HttpRequest, actor: Actor, given: Iterable[Any], do: Any) -> idempotency.Answered:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        status, body = do()
        return idempotency.Answered(status, body, repeated=False)
    return idempotency.answer_once(key, [request.method, request.path, list(given)], actor, do)


def _repeated(done: idempotency.Answered) -> dict[str, str]:
    return {"Idempotent-Replayed": "true"} if done.repeated else {}


def _told(file: File) -> dict[str, Any]:
    return {
        "id": file.pk,
        "version": file.version,
        "name": file.name,
        "description": file.description,
        "media_type": file.media_type,
        "size": file.size,
        "added": file.created_at.isoformat(),
        "content": reverse("api_file_content", kwargs={"pk": file.pk}),
    }


def _version(pk: int, one: files.Version) -> dict[str, Any]:
    url = reverse("api_file_version", kwargs={"pk": pk, "number": one.number})
    told = {"number": one.number, "name": one.name, "media_type": one.media_type, "size": one.size}
    return {**told, "at": one.at.isoformat(), "by": one.by, "content": url}


of_record = route(get=read_list, post=send)
content = route(get=fetch, put=replace)
versions = route(get=read_versions)
version = route(get=fetch_version)
