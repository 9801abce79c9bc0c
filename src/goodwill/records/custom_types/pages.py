"""The pages on which a firm makes, changes and removes its own record types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid
from goodwill.kernel.models import CustomType
from goodwill.records import registry, writing
from goodwill.records.custom.kinds import KINDS
from goodwill.records.custom.known import own_fields
from goodwill.records.custom_types import records, verbs
from goodwill.records.custom_types.icons import FIRST, ICONS
from goodwill.records.custom_types.leaving import counts, what_goes
from goodwill.records.registry import RecordType
from goodwill.records.views.form import base_version
from goodwill.records.views.typed import actor_of, list_url, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import power
from goodwill.ui.frame import url_if_any

POWER = verbs.POWER
ASKED, ONCE = ("label", "plural", "title_label", "icon"), "title_once"
BLOCKS = {"form": "#type-form"}


def every(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require_power(actor, POWER)
    known = counts()
    rows = CustomType.objects.order_by("label", "id")
    context = {
        "type": type,
        "lines": [{"type": row, "count": known.get(row.name, 0), "url": url_of(type, row.pk)} for row in rows],
        "new_url": list_url(type, "record_new"),
        "settings_url": url_if_any("settings"),
    }
    return render.page(request, "custom_types/all.html", context, blocks={"rows": "#rows"})


def new(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require_power(actor, POWER)
    action = list_url(type, "record_new")
    if request.method != "POST":
        return _form(request, type, action, {"icon": FIRST})
    given = _given(request)
    try:
        made = verbs.make_type(by=actor, **given)
    except Invalid as error:
        return _form(request, type, action, given, error=error)
    said = _("%s are ready. Now say what is written down about each.") % made.plural
    return render.redirect(request, _fields_of(made) or url_of(type, made.pk), toast_text=said)


def detail(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    rights.require_power(actor, POWER)
    found = writing.find(type, pk, actor)
    return _form(
        request, type, url_of(type, pk, "record_edit"), {name: getattr(found, name) for name in (*ASKED, ONCE)}, found
    )


def edit(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    if request.method != "POST":
        return detail(request, type, actor, pk)
    rights.require_power(actor, POWER)
    found, given = writing.find(type, pk, actor, "change"), _given(request)
    action = url_of(type, pk, "record_edit")
    try:
        with changes.batch(actor, "edit") as batch:
            verbs.edit(found, by=actor, base_version=base_version(request), **given)
    except (Invalid, Conflict) as error:
        return _form(request, type, action, given, found, error=error)
    return render.redirect(
        request, url_of(type, pk), toast_text=_("%s is saved.") % found.label, undo=undo_url(batch.row)
    )


@power(POWER)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go, as a question; sent, it goes."""
    actor, kind = actor_of(request), records.RECORD_TYPE
    found = writing.find(kind, pk, actor, "delete")
    if request.method != "POST":
        context = {"type": kind, "found": found, "goes": what_goes(found), "back": url_of(kind, pk)}
        return render.page(request, "custom_types/remove.html", context, blocks={"modal": "#modal"})
    with changes.batch(actor, "trash") as batch:
        writing.trash(found, by=actor)
    said = _("%s are removed, and kept in the trash with all that belongs to them.") % found.plural
    return render.redirect(request, list_url(kind), toast_text=said, undo=undo_url(batch.row))


def _fields_of(made: CustomType) -> str:
    """Where its fields are made."""
    page = url_if_any("own_fields")
    return f"{page}?type={made.name}" if page else ""


def _given(request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = {name: request.POST.get(name, "")[:200] for name in ASKED}
    return given | {ONCE: bool(request.POST.get(ONCE))}


def _form(
    request: HttpRequest,
    type: RecordType,
    action: str,
    given: dict[str, Any],
    found: CustomType | None = None,
    *,
    error: Invalid | Conflict | None = None,
) -> HttpResponse:
    problems = dict(error.problems) if isinstance(error, Invalid) else {}
    context: dict[str, Any] = {
        "type": type,
        "found": found,
        "known": registry.get(found.name) if found else None,
        "action": action,
        "given": given,
        "icons": ICONS,
        "problems": problems,
        "errors": [text for name, text in problems.items() if name not in (*ASKED, ONCE)],
        "back": list_url(type),
        "settings_url": url_if_any("settings"),
        "fields_url": _fields_of(found) if found else "",
        "own": [(field, KINDS[field.kind]) for field in own_fields(found.name).values()] if found else [],
    }
    if isinstance(error, Conflict):
        context["errors"] = [error.sentence]
    status = error.status if error else 200
    return render.page(request, "custom_types/type.html", context, blocks=BLOCKS, status=status)
