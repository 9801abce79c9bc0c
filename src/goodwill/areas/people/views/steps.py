"""A next step that is done asks for the next one, so that nobody is forgotten."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

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
    (1, gettext_lazy("Tomorrow")),
    (3, gettext_lazy("In three days")),
    (7, gettext_lazy("In a week")),
    (30, gettext_lazy("In a month")),
)


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
    return _ask(request, party, url_of(shown_as, party.pk, "record_verb", name="plan_task"), back)


def _ask(request: HttpRequest, party: Party, action: str, back: str) -> HttpResponse:
    today = context_of(actor_of(request)).today
    days = [(today + timedelta(days=days), label) for days, label in AHEAD]
    context = {"party": party, "action": action, "back": back, "days": days}
    answer = render.page(request, "people/next_step.html", context, blocks={"modal": "#modal"})
    answer["HX-Trigger-After-Swap"] = "goodwill:changed"
    return answer
