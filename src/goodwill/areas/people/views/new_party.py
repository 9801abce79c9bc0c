"""Adding somebody: a name and how to reach them first, the rest on demand; whom we may know already is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.areas.people.comeback_words import greeting
from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.comebacks import vanished
from goodwill.areas.people.queries.duplicates import Sought, likely_duplicates
from goodwill.areas.people.queries.knowing import known_to
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.text import whole_number
from goodwill.records import forms, writing
from goodwill.records.fields import right_on
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views.form import BLOCKS, summary
from goodwill.records.views.origin import Origin, origin_of
from goodwill.records.views.typed import actor_of, list_url, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

FIRST = ("name", "role", "phase")
REACH = ("phone", "mail", "website")


def page(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require(actor, "create", Party)
    origin = origin_of(request, type)
    if request.method != "POST":
        begun = {"owner": actor.user_id} | (origin.begun() if origin else {}) | dict(request.GET.items())
        if typed := forms.typed_so_far(type, request.GET):
            begun |= typed | _reach(type, request.GET, actor)
        return _draw(request, type, actor, begun, origin=origin)
    given = forms.typed_values(type, request.POST, actor=actor, new=True) | _reach(type, request.POST, actor)
    try:
        with changes.batch(actor, "create") as batch:
            party = writing.create(type, origin.kept_in(given, type, actor) if origin else given, by=actor)
    except Invalid as error:
        return _draw(request, type, actor, given, origin=origin, error=error)
    said = _said(type, party, actor)
    to = origin.url if origin else url_of(type, party.pk)
    return render.redirect(request, to, toast_text=said, undo=undo_url(batch.row), stay=origin is not None)


def _said(type: RecordType, party: Party, actor: Actor) -> str:
    """Whoever was known and had gone quiet is greeted with where things stood."""
    back = known_to(actor, party).back if party.version > 1 else None
    return greeting(title_of(type, party), back) if back else _("%s is saved.") % title_of(type, party)


@signed_in
def likely(request: HttpRequest, kind: str) -> HttpResponse:
    """Whom we may know already, for what is typed so far."""
    rights.require(actor_of(request), "read", Party)
    sent = request.GET
    sought = Sought(
        kind=kind,
        name=sent.get("name", "")[:200].strip(),
        company=sent.get("company_new", "")[:200],
        phones=[sent.get("phone", "")[:60]],
        mails=[sent.get("mail", "")[:200]],
    )
    actor = actor_of(request)
    found = likely_duplicates(sought, actor, limit=3)
    quiet = {one.party.pk: one for one in vanished([one.party_id for one in found], sought, actor)}
    gone = [one for pk, one in quiet.items() if pk not in {one.party_id for one in found}]
    return render.page(request, "people/likely.html", {"found": found, "quiet": quiet, "gone": gone})


def _asked(type: RecordType, actor: Actor) -> list[str]:
    """What the form asks for beside the type's own fields, of what is the actor's to write."""
    names = [*REACH[: 2 if type.name == "household" else 3], *(["company"] if type.name == "person" else [])]
    return [name for name in names if right_on(type.field(name), actor) == CHANGE]


def _reach(type: RecordType, sent: QueryDict, actor: Actor) -> dict[str, Any]:
    """What the verb takes beside the type's own fields; a company is its id, or the name of a new one."""
    asked = _asked(type, actor)
    found: dict[str, Any] = {name: sent.get(name, "").strip() for name in asked if name != "company"}
    if "company" in asked:
        chosen = sent.get("company", "").strip()
        found["company"] = f"#{chosen}" if chosen.isdecimal() else chosen or sent.get("company_new", "").strip()
    return found


def _draw(
    request: HttpRequest,
    type: RecordType,
    actor: Actor,
    given: dict[str, Any],
    *,
    origin: Origin | None,
    error: Invalid | None = None,
) -> HttpResponse:
    parts = forms.parts_of(type, actor, given=given, problems=error.problems if error else None)
    context = {
        **_placed(parts, anew=forms.AGAIN in request.GET),
        "type": type,
        "title": _("New %(type)s") % {"type": str(type.label).lower()},
        "action": list_url(type, "record_new"),
        "given": {name: given.get(name, "") for name in (*REACH, "company")},
        "asked": _asked(type, actor),
        "chosen": _chosen(given.get("company", ""), actor),
        "problems": error.problems if error else {},
        "errors": summary(type, error),
        "likely_url": reverse("likely_parties", kwargs={"kind": type.name}),
        "origin": origin,
        "back": origin.url if origin else list_url(type),
    }
    return render.page(request, "people/new_party.html", context, blocks=BLOCKS, status=error.status if error else 200)


def _placed(parts: list[forms.Part], *, anew: bool) -> dict[str, Any]:
    """The controls; where the form is drawn anew the rest stays open if somebody typed in it."""
    placed = forms.placed(parts, FIRST)
    typed = [one for one in placed["rest"] if one.given and one.field.name not in ("owner", "team")]
    return {**placed, "opened": anew and bool(typed)}


def _chosen(company: str, actor: Actor) -> list[dict[str, Any]]:
    """The company that the picker holds: one of ours, or the name of a new one."""
    number = whole_number(company.removeprefix("#"))
    if not company.startswith("#") or number is None:
        return [{"value": company, "label": company}] if company else []
    rows = rights.visible(Party.objects.filter(pk=number), actor)
    return [{"value": party.pk, "label": party.name} for party in rows]
