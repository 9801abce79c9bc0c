"""What happens next with a party: asked for on its page, and when a step is done, so that nobody is forgotten."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from goodwill.areas.people.enums import TaskKind
from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.verbs.tasks import complete
from goodwill.kernel import changes, rights
from goodwill.kernel.errors import Missing
from goodwill.records import registry
from goodwill.records.filter.context import context_of
from goodwill.records.views.typed import actor_of, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

AHEAD = (
    (0, gettext_lazy("Today")),
    (1, gettext_lazy("Tomorrow")),
    (3, gettext_lazy("In three days")),
    (7, gettext_lazy("In a week")),
    (30, gettext_lazy("In a month")),
)
ICONS = {
    TaskKind.TASK: "circle-check",
    TaskKind.CALL: "phone",
    TaskKind.MAIL: "mail",
    TaskKind.MEETING: "calendar",
}


@signed_in
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what happens next: in a word, and with a day that is one press away."""
    actor = actor_of(request)
    party = rights.visible(Party.objects.filter(pk=pk), actor).first()
    if party is None:
        raise Missing
    rights.require(actor, "change", party)
    return _ask(request, party, _("What happens next?"))


@signed_in
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the task off. Where its party has no other, the answer asks what happens next."""
    actor = actor_of(request)
    task = rights.visible(Task.objects.filter(pk=pk), actor).first()
    party = task.about_record if task else None
    shown_as = registry.for_record(party) if isinstance(party, Party) else None
    if task is None or party is None or shown_as is None:
        raise Missing
    with changes.batch(actor, "complete") as batch:
        complete(task, by=actor)
    party.refresh_from_db()
    said, back = _("Done: %s") % task.title, url_of(shown_as, party.pk)
    if party.next_task_id or not render.by_htmx(request):
        return render.redirect(request, back, toast_text=said, undo=undo_url(batch.row), stay=True)
    render.toast(request, said, undo=undo_url(batch.row))
    answer = _ask(request, party, _("Done. What happens next?"), is_done=True)
    answer["HX-Trigger-After-Swap"] = "goodwill:changed"
    return answer


def _ask(request: HttpRequest, party: Party, title: str, *, is_done: bool = False) -> HttpResponse:
    shown_as = registry.for_record(party)
    if shown_as is None:
        raise Missing
    today = context_of(actor_of(request)).today
    context = {
        "party": party,
        "title": title,
        "action": url_of(shown_as, party.pk, "record_verb", name="plan_task"),
        "back": url_of(shown_as, party.pk),
        "days": [(today + timedelta(days=days), label) for days, label in AHEAD],
        "kinds": [(kind.value, kind.label, ICONS[kind]) for kind in TaskKind],
        "is_done": is_done,
    }
    return render.page(request, "people/next_step.html", context, blocks={"modal": "#modal"})
