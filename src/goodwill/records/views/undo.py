"""The way back: a batch taken back as a whole, from a toast, from Ctrl Z or from history."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Batch
from goodwill.records.story import verb_label
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

LATELY = timedelta(hours=1)
"""How far back the keys go; what is older is taken back from the history, where one sees what it was."""


def undo_url(row: Batch | None) -> str:
    return reverse("undo", kwargs={"batch": row.pk}) if row else ""


@signed_in
@require_POST
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    return _taken_back(request, batch, actor_of(request))


@signed_in
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Ctrl Z without a toast to press: the newest act of one's own on the pages; pressed again, the one before."""
    actor = actor_of(request)
    mine = Batch.objects.filter(
        on_behalf_of=actor.user_id, through="page", at__gt=timezone.now() - LATELY, undo_of=None
    )
    last = mine.not_undone().filter(changes__isnull=False).order_by("-at", "-id").first()
    if last is None:
        raise Missing(_("There is nothing of the last hour to take back. What is older stands in the history."))
    return _taken_back(request, last.pk, actor)


def _taken_back(request: HttpRequest, batch: int, actor: Actor) -> HttpResponse:
    row = Batch.objects.filter(pk=batch).first()
    result = changes.undo(batch, actor)
    back = render.came_from(request, "/")
    if result.is_begun:
        said = _("This is being taken back in the background. Others can work meanwhile.")
        return render.redirect(request, back, toast_text=said, stay=True)
    said = ngettext("Taken back: %d change.", "Taken back: %d changes.", result.undone) % result.undone
    if result.clashes:
        said += " " + _("Left as they are, because somebody changed them since: %s.") % ", ".join(
            f"{clash.record} ({clash.field})" for clash in result.clashes[:5]
        )
    if result.out_of_reach:
        one, many = (
            "%d change stays: you may not change its record.",
            "%d changes stay: you may not change their records.",
        )
        said += " " + ngettext(one, many, result.out_of_reach) % result.out_of_reach
    if row and (first := row.changes.order_by("id").first()):
        said = _("“%(deed)s” is undone. %(said)s") % {"deed": verb_label(first.type, row.verb), "said": said}
    render.toast(request, said, undo=undo_url(result.batch), redo=True)
    return render.redirect(request, back, stay=True)
