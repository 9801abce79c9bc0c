"""The fields that the firm makes for itself, type by type: added, changed, put in order, removed and brought back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import CustomField
from goodwill.office.forms import fields as forms
from goodwill.records import registry
from goodwill.records.custom import verbs
from goodwill.records.custom.kinds import KINDS, FieldKind, kind_of
from goodwill.records.registry import RecordType
from goodwill.records.saved.pages import NEW_COLUMN
from goodwill.records.views.typed import actor_of, list_url
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import power

POWER = "manage_settings"
BLOCKS = {"sheet": "#sheet", "form": "#field-form", "list": "#own-fields", "line": "#field-line"}


@power(POWER)
def fields(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/fields.html", _list(_type(request)), blocks=BLOCKS)


def _list(noun: RecordType) -> dict[str, Any]:
    rows = CustomField.everything.filter(type=noun.name).order_by("position", "id")
    lines = [(row, kind_of(row)) for row in rows]
    here = reverse("own_fields")
    return {
        "type": noun,
        "tabs": [{"label": one.plural, "href": f"{here}?type={one.name}", "current": one is noun} for one in _types()],
        "lines": [line for line in lines if line[0].deleted_at is None],
        "removed": [line for line in lines if line[0].deleted_at is not None],
        "new_url": f"{reverse('new_own_field')}?type={noun.name}",
        "list_url": list_url(noun),
        **_line(noun),
        "order_url": f"{reverse('order_own_fields')}?type={noun.name}",
        "again": False,
        "targets": dict(forms.targets()),
    }


@power(POWER)
def new_field(request: HttpRequest) -> HttpResponse:
    """Which kind, then what there is to say about it."""
    noun, kind = _type(request), forms.kind_of(request.GET.get("kind", ""))
    others = f"{reverse('new_own_field')}?{urlencode({'type': noun.name, **_next(request)})}"
    if kind is None:
        return _kinds(request, noun, others)
    action = f"{others}&kind={kind.kind}"
    if request.method != "POST":
        return _form(request, noun, kind, forms.sent_values(request.GET, kind), action)
    given = forms.sent_values(request.POST, kind)
    own: dict[str, Any] = {name: request.POST.get(name, "") for name in ("currency", "target") if name in kind.asks}
    try:
        made = verbs.make_field(by=actor_of(request), type=noun.name, kind=kind.kind, **given, **own)
    except Invalid as error:
        return _form(request, noun, kind, {**given, **own}, action, error=error)
    said = _("%(list)s have the field “%(field)s” now.") % {"list": noun.plural, "field": made}
    if "another" in request.POST:
        return _once_more(request, noun, others, said)
    to = render.came_from(request, _back(noun)).replace(NEW_COLUMN, made.name)
    return render.redirect(request, to, toast_text=said, stay=_beside(request) and not _next(request))


@power(POWER)
@require_POST
def in_a_line(request: HttpRequest) -> HttpResponse:
    """A field by its name and kind; the kinds that ask for more are asked by their form."""
    noun, label = _type(request), request.POST.get("label", "")
    kind, _colon, target = request.POST.get("kind", "").partition(":")
    if (known := forms.kind_of(kind)) and forms.ASK_MORE & {*known.asks} and not target:
        asked = urlencode({"type": noun.name, "kind": kind, "label": label})
        return render.redirect(request, f"{reverse('new_own_field')}?{asked}")
    try:
        made = verbs.make_field(by=actor_of(request), type=noun.name, kind=kind, label=label, target=target)
    except Invalid as error:
        line = _line(noun, label, request.POST.get("kind", ""), " ".join(error.problems.values()))
        return render.page(request, "office/fields.html", _list(noun) | line, blocks=BLOCKS, status=error.status)
    said = _("%(list)s have the field “%(field)s” now.") % {"list": noun.plural, "field": made}
    if not render.by_htmx(request):
        return render.redirect(request, _back(noun), toast_text=said)
    render.toast(request, said)
    response = render.page(request, "office/fields.html", _list(noun) | {"again": True}, blocks=BLOCKS)
    response["HX-Trigger-After-Swap"] = "goodwill:changed"
    return response


def _line(noun: RecordType, label: str = "", kind: str = "", problem: str = "") -> dict[str, Any]:
    """The line in which a field is made."""
    action = f"{reverse('own_field_in_a_line')}?type={noun.name}"
    return {"line_url": action, "kinds": forms.in_a_line(), "label": label, "kind": kind, "problem": problem}


def _kinds(request: HttpRequest, noun: RecordType, others: str) -> HttpResponse:
    context = {"type": noun, "kinds": list(KINDS.values()), "action": others, "back": _back(noun)}
    return render.page(request, "office/field_kinds.html", context, blocks=BLOCKS)


def _once_more(request: HttpRequest, noun: RecordType, others: str, said: str) -> HttpResponse:
    """The next field, while the list behind the sheet shows the one that was made."""
    if not render.by_htmx(request):
        return render.redirect(request, others, toast_text=said)
    render.toast(request, said)
    response = _kinds(request, noun, others)
    response["HX-Trigger-After-Swap"] = "goodwill:changed"
    return response


@power(POWER)
def field(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    noun, kind = _owner(found), kind_of(found)
    action = reverse("own_field", kwargs={"pk": pk})
    if request.method != "POST":
        typed = forms.sent_values(request.GET, kind) if "label" in request.GET else {}
        return _form(request, noun, kind, {**forms.known_values(found), **typed}, action, field=found)
    given = forms.sent_values(request.POST, kind)
    try:
        with changes.batch(actor_of(request), "change_field") as batch:
            verbs.change_field(found, by=actor_of(request), **given)
    except Invalid as error:
        return _form(request, noun, kind, {**forms.known_values(found), **given}, action, field=found, error=error)
    said = _("Saved: %s") % found
    return render.redirect(request, _back(noun), toast_text=said, undo=undo_url(batch.row), stay=_beside(request))


@power(POWER)
def choice(request: HttpRequest) -> HttpResponse:
    """One more line for a choice."""
    return render.page(request, "office/field_choice.html", {"one": forms.NO_CHOICE, "tones": forms.TONES})


@power(POWER)
def check_formula(request: HttpRequest) -> HttpResponse:
    """What a formula comes to, or what is wrong with it and where; asked while it is typed."""
    said = forms.said_of(request.GET.get("formula", ""), _type(request), request.GET.get("decimals", "2"))
    return render.page(request, "office/formula_said.html", said)


@power(POWER)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    noun = _type(request)
    ids = [int(pk) for pk in request.POST.getlist("id") if pk.isdecimal() and len(pk) < 19]
    verbs.order_fields(by=actor_of(request), type=noun.name, ids=ids)
    return render.redirect(request, _back(noun), toast_text=_("The order is saved."), stay=True)


@power(POWER)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    with changes.batch(actor_of(request), "remove_field") as batch:
        verbs.remove_field(found, by=actor_of(request))
    said = _("“%s” is removed. What was written in it is kept, and comes back with it.") % found
    return render.redirect(request, _back(_owner(found)), toast_text=said, undo=undo_url(batch.row), stay=True)


@power(POWER)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk, CustomField.everything.exclude(deleted_at=None))
    verbs.restore_field(found, by=actor_of(request))
    said = _("“%s” is back, with what was written in it.") % found
    return render.redirect(request, _back(_owner(found)), toast_text=said, stay=True)


def _form(
    request: HttpRequest,
    noun: RecordType,
    kind: FieldKind,
    given: Mapping[str, Any],
    action: str,
    *,
    field: CustomField | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    problems = dict.fromkeys((*forms.NOTHING, *forms.ROLLED), "") | (error.problems if error else {})
    context = forms.context(kind, noun, given, field, actor_of(request)) | {
        "type": noun,
        "field": field,
        "title": field.label if field else _("New field: %s") % kind.label,
        "action": action,
        "problems": problems,
        "errors": [problems[""]] if "" in problems else [],
        "back": _back(noun),
        "check_url": f"{reverse('check_formula')}?type={noun.name}",
        "others": "" if field else action.partition("&kind=")[0],
    }
    return render.page(request, "office/field.html", context, blocks=BLOCKS, status=error.status if error else 200)


def _beside(request: HttpRequest) -> bool:
    """Whether the form stands beside another page, which is where its reader stays."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path != request.path


def _next(request: HttpRequest) -> dict[str, str]:
    """The list or record where somebody missed the field: back to it when it is made."""
    return {"next": request.GET["next"]} if request.GET.get("next") else {}


def _types() -> list[RecordType]:
    return [noun for noun in registry.types() if verbs.takes_fields(noun)]


def _type(request: HttpRequest) -> RecordType:
    wanted = request.GET.get("type", "")
    found = next((noun for noun in _types() if noun.name == wanted), None)
    if found is None and wanted:
        raise Missing
    return found or _types()[0]


def _owner(field: CustomField) -> RecordType:
    found = registry.get(field.type)
    if found is None:
        raise Missing
    return found


def _back(noun: RecordType) -> str:
    return f"{reverse('own_fields')}?type={noun.name}"


def _find(pk: int, rows: Any = None) -> CustomField:
    found: CustomField | None = (CustomField.objects if rows is None else rows).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found
