"""What a picker offers while somebody types: users, teams, or records of a type."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Team, User
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.records.search import described
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

MOST = 12


@signed_in
def options(request: HttpRequest, name: str) -> HttpResponse:
    """`name` is a record type's, a ref name, `user` or `team`; `?q=` narrows."""
    asked = request.GET.get("q", "")[:100]
    found = _people(name, asked) if name in ("user", "team") else _records(name, asked, actor_of(request))
    return render.page(request, "records/options.html", {"items": found})


def _people(name: str, asked: str) -> list[dict[str, Any]]:
    rows: Any = User.objects.filter(is_active=True) if name == "user" else Team.objects.all()
    wanted = fold(asked)
    named = [row for row in rows.order_by("name") if wanted in fold(row.name)]
    return [{"value": row.pk, "label": row.name, "face": row.name} for row in named[:MOST]]


def _records(name: str, asked: str, actor: Actor) -> list[dict[str, Any]]:
    one = registry.get(name)
    model = models_by_name().get(name)
    types = (one,) if one else registry.for_model(model) if model else ()
    if not types:
        raise Missing
    return [item for kind in types for item in _of_type(kind, fold(asked), actor)][:MOST]


def _of_type(type: RecordType, asked: str, actor: Actor) -> list[dict[str, Any]]:
    title = type.field(type.title)
    rows = rights.visible(type.model.objects.filter(**type.constant), actor)
    if title.fold and asked:
        rows = rows.filter(Q((f"{title.fold}__startswith", asked)) | Q((f"{title.fold}__contains", f" {asked}")))
    ids = list(rows.order_by(*(title.order or ("pk",))).values_list("pk", flat=True)[:MOST])
    found = {one.id: one for one in described(type, ids, actor)}
    named = [found[pk] for pk in ids if pk in found]
    kind = "firm" if type.face == "firm" else "person"
    return [
        {"value": one.id, "label": one.title, "detail": one.detail, "face": one.title, "face_kind": kind}
        for one in named
    ]
