"""What kinds of records there are and how their fields are defined; a program that may, adds fields to them.

Types of a firm's own are records themselves (`/record-types`); here are the fields of every type.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, idempotency, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import CustomField
from goodwill.kernel.own_types import own_types
from goodwill.records import registry
from goodwill.records.api.answers import answer, stale
from goodwill.records.api.dispatch import route
from goodwill.records.api.reading import body_of, query_of, version_of
from goodwill.records.api.records import BATCH, once
from goodwill.records.custom import definitions, verbs
from goodwill.records.registry import RecordType

Shown = dict[str, Any]


def read_types(request: HttpRequest, actor: Actor) -> HttpResponse:
    query_of(request, frozenset())
    kinds = [kind for kind in registry.types() if rights.allows(actor, "read", kind.model)]
    return answer({"items": [_summary(kind) for kind in kinds]})


def read_type(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    query_of(request, frozenset())
    kind = _type(name, actor)
    return answer(_with_fields(kind, actor), headers={"ETag": definitions.tag(kind)})


def read_field(request: HttpRequest, actor: Actor, name: str, field: str) -> HttpResponse:
    query_of(request, frozenset())
    kind = _type(name, actor)
    return _told(kind, definitions.find(kind, field, actor), actor)


def make_field(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    rights.require_power(actor, verbs.POWER)
    query_of(request, frozenset())
    kind, given = _type(name, actor), body_of(request)

    def do() -> tuple[int, Shown]:
        with changes.batch(actor, "make_field") as batch:
            _require_fields(request, kind, given, actor)
            made = definitions.make(kind, given, by=actor)
        return 201, {"name": made.name, "batch": batch.id}

    done = once(request, given, actor, do)
    row = definitions.find(kind, done.body["name"], actor)
    url = reverse("api_own_field", kwargs={"name": name, "field": row.name})
    return _told(kind, row, actor, 201, {"Location": url, **_said(done)})


def change_field(request: HttpRequest, actor: Actor, name: str, field: str) -> HttpResponse:
    """What is not named stays as it is."""
    rights.require_power(actor, verbs.POWER)
    query_of(request, frozenset())
    kind, given = _type(name, actor), body_of(request)
    row = definitions.find(kind, field, actor)

    def do() -> tuple[int, Shown]:
        with changes.batch(actor, "change_field") as batch:
            _require_version(request, kind, row, actor, given)
            definitions.change(row, given, by=actor)
            batch.flush()
        return 200, {"batch": batch.row.pk if batch.row else None}

    done = once(request, given, actor, do)
    return _told(kind, definitions.find(kind, field, actor), actor, headers=_said(done))


def remove_field(request: HttpRequest, actor: Actor, name: str, field: str) -> HttpResponse:
    """Hidden with its values, until it is taken back."""
    rights.require_power(actor, verbs.POWER)
    query_of(request, frozenset())
    kind = _type(name, actor)

    def do() -> tuple[int, Shown]:
        row = definitions.find(kind, field, actor)
        with changes.batch(actor, "remove_field") as batch:
            _require_version(request, kind, row, actor, {})
            verbs.remove_field(row, by=actor)
        return 204, {"batch": batch.id}

    return answer(None, 204, _said(once(request, {}, actor, do)))


def order_fields(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """`If-Match` takes the `ETag` of the type: nobody made, changed, moved or removed a field since."""
    rights.require_power(actor, verbs.POWER)
    query_of(request, frozenset())
    kind, given = _type(name, actor), body_of(request)
    if unknown := given.keys() - {"fields"}:
        raise Invalid(dict.fromkeys(unknown, _("There is no such field to write.")))

    def do() -> tuple[int, Shown]:
        with changes.batch(actor, "order_fields") as batch:
            _require_fields(request, kind, given, actor)
            definitions.order(kind, given.get("fields"), by=actor)
            batch.flush()
        return 200, {"batch": batch.row.pk if batch.row else None}

    headers = _said(once(request, given, actor, do))
    return answer(_with_fields(kind, actor), headers={"ETag": definitions.tag(kind), **headers})


def _type(name: str, actor: Actor) -> RecordType:
    found = registry.get(name)
    if found is None or not rights.allows(actor, "read", found.model):
        raise Missing
    return found


def _summary(kind: RecordType) -> Shown:
    own = {row.name: row.pk for row in own_types().live}
    more = {"record_type": own[kind.name]} if kind.name in own else {}
    return {
        "name": kind.name,
        "label": str(kind.label),
        "plural": str(kind.plural),
        "own": kind.name in own,
        "takes_fields": verbs.takes_fields(kind),
        "title": kind.title,
        "records": reverse("api_list", kwargs={"slug": kind.slug}),
        "url": reverse("api_type", kwargs={"name": kind.name}),
        **more,
    }


def _told(
    kind: RecordType, row: CustomField, actor: Actor, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    shown = definitions.told(row, kind.field(row.name), kind, actor)
    return answer(shown, status, {"ETag": f'"{row.version}"', **(headers or {})})


def _require_version(request: HttpRequest, kind: RecordType, row: CustomField, actor: Actor, yours: Shown) -> None:
    version = version_of(request.headers.get("If-Match", ""))
    if version is None:
        return
    now = CustomField.locked(row.pk)
    if now.version != version:
        raise stale(f'"{now.version}"', definitions.told(now, kind.field(row.name), kind, actor), yours)


def _require_fields(request: HttpRequest, kind: RecordType, yours: Shown, actor: Actor) -> None:
    """Whoever adds a field, or puts them in order, may ask that all of them are as they were read."""
    known = request.headers.get("If-Match", "").strip()
    if known in ("", "*"):
        return
    tag = definitions.tag(kind, hold=True)
    if known.removeprefix("W/") != tag:
        raise stale(tag, _with_fields(kind, actor), yours)


def _said(done: idempotency.Answered) -> dict[str, str]:
    headers = {BATCH: str(done.body["batch"])} if done.body["batch"] else {}
    return headers | ({"Idempotent-Replayed": "true"} if done.repeated else {})


def _with_fields(kind: RecordType, actor: Actor) -> Shown:
    return {**_summary(kind), "fields": definitions.fields_of(kind, actor)}


types = route(get=read_types)
one_type = route(get=read_type)
fields = route(post=make_field)
field = route(get=read_field, patch=change_field, delete=remove_field)
fields_order = route(post=order_fields)
