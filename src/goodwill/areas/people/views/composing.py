"""Writing down what happened with a party: a note, a call, a meeting, a mail, a visit; and what is to do after it."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from goodwill.areas.people.enums import Direction, InteractionKind, Outcome, Priority, Repeat
from goodwill.areas.people.models import Party
from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.richtext import clean_html, from_text, plain_text, shown
from goodwill.records import parameters, registry
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import actor_of, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

BLOCKS = {"composer": "#composer"}
TALKS = frozenset(InteractionKind.values)
TASK_FIELDS = ("title", "due_on", "due_time", "owner", "priority", "remind_at", "repeat")
KINDS = (
    ("note", gettext_lazy("Note"), "sticky-note", "", gettext_lazy("Write a note, @mention a colleague")),
    ("call", gettext_lazy("Call"), "phone", "", gettext_lazy("What was said")),
    ("meeting", gettext_lazy("Meeting"), "calendar-check", "", gettext_lazy("What was said and agreed")),
    ("mail", gettext_lazy("Mail"), "mail", "", gettext_lazy("What the mail said")),
    ("visit", gettext_lazy("Visit"), "map-pin", "", gettext_lazy("What you saw and heard")),
    ("task", gettext_lazy("Task"), "circle-check", "", gettext_lazy("Details, if there are any")),
)
TALK_FIELDS = ("direction", "at", "subject", "outcome")


@signed_in
@require_POST
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    party = rights.visible(Party.objects.filter(pk=pk), actor).first()
    shown_as = registry.for_record(party) if party else None
    if party is None or shown_as is None:
        raise Missing
    try:
        with changes.batch(actor, _verb_of(request.POST)) as batch:
            _write(party, request.POST, actor)
    except Invalid as error:
        return _draw(request, party, request.POST, error)
    said = _("Saved with %s.") % party.name
    if not render.by_htmx(request):
        return render.redirect(request, url_of(shown_as, pk), toast_text=said, undo=undo_url(batch.row))
    render.toast(request, said, undo=undo_url(batch.row))
    answer = _draw(request, party, QueryDict())
    answer["HX-Trigger-After-Swap"] = "goodwill:changed"
    return answer


def kinds_left(type: RecordType, actor: Actor) -> set[str]:
    """What the actor's role leaves them to write down."""
    found = {kind[0]: verbs.get(type.ref_name, _verb_named(kind[0])) for kind in KINDS}
    return {kind for kind, verb in found.items() if verb and parameters.is_left(verb, type, actor)}


def composer_of(party: Party, sent: QueryDict, error: Invalid | None = None, *, actor: Actor) -> dict[str, Any]:
    """What the composer draws: what was typed, and what was wrong with it."""
    declared = registry.for_record(party)
    left = kinds_left(declared, actor) if declared else set()
    kinds = [kind for kind in KINDS if kind[0] in left]
    typed = sent.get("html", "")
    formatted = bool(sent.get("formatted"))
    return {
        "kinds": [dict(zip(("value", "label", "icon", "key", "words"), kind, strict=True)) for kind in kinds],
        "kind": sent.get("kind", kinds[0][0] if kinds else ""),
        "value": plain_text(clean_html(typed)) if formatted else typed,
        "html": shown(typed) if formatted else "",
        "given": defaultdict(str, sent.items()),
        "problems": defaultdict(str, error.problems if error else {}),
        "error": _told(error) if error else "",
        "directions": [one for one in Direction.choices if one[0] != Direction.NONE],
        "outcomes": Outcome.choices,
        "priorities": Priority.choices,
        "repeats": Repeat.choices,
    }


def _verb_of(sent: QueryDict) -> str:
    return _verb_named(sent.get("kind", "note"))


def _verb_named(kind: str) -> str:
    return "log_interaction" if kind in TALKS else "plan_task" if kind == "task" else "write_note"


def _write(party: Party, sent: QueryDict, actor: Actor) -> None:
    """The entry, and the task that follows from it; the problems of that one are named `next_...`."""
    typed = sent.get("html", "")
    html = typed if sent.get("formatted") else from_text(typed)
    name = _verb_of(sent)
    if name == "plan_task":
        given = {field: sent[field] for field in TASK_FIELDS if sent.get(field)}
        _run(party, name, {"title": "", **given, "details": plain_text(html)}, actor)
        return
    if name == "write_note" and not html:
        raise Invalid({"html": _("There is nothing in the note. Write something, or leave it.")})
    if name == "write_note":
        _run(party, name, {"html": html}, actor)
    else:
        _run(party, name, _talk(sent, plain_text(html)), actor)
    if sent.get("next_title", "").strip() or sent.get("next_due_on"):
        after = {"title": sent.get("next_title", ""), "due_on": sent.get("next_due_on", "")}
        try:
            _run(party, "plan_task", after, actor)
        except Invalid as error:
            raise Invalid({f"next_{field}": text for field, text in error.problems.items()}) from error


def _talk(sent: QueryDict, text: str) -> dict[str, Any]:
    given: dict[str, Any] = {field: sent[field] for field in TALK_FIELDS if sent.get(field)}
    minutes = sent.get("minutes", "").strip()
    if minutes:
        if not (minutes.isascii() and minutes.isdecimal() and int(minutes[:6]) <= 60 * 24 * 7):
            raise Invalid({"minutes": _("“%s” is no number of minutes. Write it like 15.") % minutes[:20]})
        given["duration_s"] = str(int(minutes) * 60)
    return given | {"kind": sent.get("kind"), "text": text, "others": sent.getlist("others")}


def _run(party: Party, name: str, given: dict[str, Any], actor: Actor) -> None:
    found = verbs.get(Party.ref_name(), name)
    if found is None:
        raise Missing
    parameters.run(found, party, given, by=actor)


def _told(error: Invalid) -> str:
    return " ".join(dict.fromkeys(error.problems.values())) + " " + _("Nothing is lost: it is all still here.")


def _draw(request: HttpRequest, party: Party, sent: QueryDict, error: Invalid | None = None) -> HttpResponse:
    context = {"party": party, "composer": composer_of(party, sent, error, actor=actor_of(request))}
    status = error.status if error else 200
    return render.page(request, "people/composing.html", context, blocks=BLOCKS, status=status)
