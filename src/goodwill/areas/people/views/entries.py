"""A note, a call, a meeting... corrected where it stands on the timeline."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import Direction, Outcome
from goodwill.areas.people.models import Interaction, Note, Party
from goodwill.areas.people.queries.bodies import bodies
from goodwill.areas.people.queries.timeline import one_entry
from goodwill.areas.people.verbs import interactions, notes
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid, Missing
from goodwill.kernel.richtext import clean_html, from_text, plain_text, shown
from goodwill.records import registry
from goodwill.records.values import read_values
from goodwill.records.views.form import base_version
from goodwill.records.views.typed import actor_of, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

MODELS: dict[str, type[Note] | type[Interaction]] = {"note": Note, "interaction": Interaction}
TALK_FIELDS = ("subject", "at", "direction", "outcome", "text")


@signed_in
def entry(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET draws the form in the line's place (`?shown=1`: the line again); POST saves and draws the line."""
    actor, model = actor_of(request), MODELS.get(kind)
    record = rights.visible(model.objects.filter(pk=pk), actor, "change").first() if model else None
    party = _party_of(record, request, actor)
    if request.method != "POST":
        return _line(request, record, party, actor) if "shown" in request.GET else _form(request, record, party)
    try:
        with changes.batch(actor, "edit") as batch:
            _save(record, request.POST, base_version(request), actor)
    except Invalid as error:
        return _form(request, record, party, request.POST, error)
    except Conflict as error:
        told = Invalid(_("%s changed it while you were writing. Save again to put yours in its place.") % _who(error))
        return _form(request, error.record, party, request.POST, told)
    render.toast(request, _("Saved."), undo=undo_url(batch.row))
    if not render.by_htmx(request):
        return render.redirect(request, _page_of(party))
    return _line(request, record, party, actor)


def _party_of(record: Any, request: HttpRequest, actor: Actor) -> Party:
    """The party of the record; the page on which it was opened may be its company's."""
    if isinstance(record, Interaction):
        return record.party
    about = record.about_record if record else None
    if not isinstance(about, Party):
        raise Missing
    return about


def _who(error: Conflict) -> str:
    return str(error.record.changed_by or "Goodwill")


def _save(record: Any, sent: QueryDict, version: int | None, actor: Actor) -> None:
    if isinstance(record, Note):
        typed = sent.get("html", "")
        notes.edit(record, by=actor, html=typed if sent.get("formatted") else from_text(typed), base_version=version)
        return
    declared = registry.for_record(record)
    given: dict[str, Any] = {name: sent[name] for name in TALK_FIELDS if name in sent}
    values = read_values(declared.all_fields if declared else {}, given, actor)
    minutes = sent.get("minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) < 6):
        raise Invalid({"minutes": _("“%s” is no number of minutes. Write it like 15.") % minutes[:20]})
    if not minutes or int(minutes) != (record.duration_s or 0) // 60:
        values["duration_s"] = int(minutes) * 60 if minutes else None
    interactions.edit(record, by=actor, base_version=version, **values)


def _page_of(party: Party) -> str:
    shown_as = registry.for_record(party)
    if shown_as is None:
        raise Missing
    return url_of(shown_as, party.pk)


def _target(request: HttpRequest) -> str:
    """The line that is edited, as the page names it."""
    asked = request.headers.get("HX-Target", "")
    return asked if asked.startswith("entry-") and asked[6:].isdecimal() else "entry-form"


def _line(request: HttpRequest, record: Any, party: Party, actor: Actor) -> HttpResponse:
    item = one_entry(record.ref, party, actor)
    if item is None:
        raise Missing
    body = bodies([item], party, actor).get(record.ref)
    context = {"party": party, "item": item, "body": body, "may_change": rights.allows(actor, "change", party)}
    return render.page(request, "people/entry.html", context, blocks={"shown": f"#{_target(request)}"})


def _form(
    request: HttpRequest, record: Any, party: Party, sent: QueryDict | None = None, error: Invalid | None = None
) -> HttpResponse:
    html = record.html if isinstance(record, Note) else ""
    if sent is not None and "html" in sent:
        typed = sent.get("html", "")
        html = clean_html(typed if sent.get("formatted") else from_text(typed))
    context = {
        "id": _target(request),
        "party": party,
        "back": _page_of(party),
        "kind": record.ref_name(),
        "version": record.version,
        "action": request.path,
        "draft": f"{actor_of(request).user_id}:{record.ref}",
        "html": shown(html),
        "text": plain_text(html),
        "given": defaultdict(str, sent.items()) if sent is not None else _stored(record),
        "problems": defaultdict(str, error.problems if error else {}),
        "error": " ".join([*error.problems.values(), _("Nothing is lost: it is all still here.")]) if error else "",
        "directions": Direction.choices,
        "outcomes": Outcome.choices,
    }
    blocks = {"form": f"#{_target(request)}"}
    return render.page(request, "people/entry.html", context, blocks=blocks, status=error.status if error else 200)


def _stored(record: Any) -> dict[str, Any]:
    if isinstance(record, Note):
        return {}
    minutes = record.duration_s // 60 if record.duration_s else ""
    return {name: getattr(record, name) for name in TALK_FIELDS} | {"minutes": minutes}
