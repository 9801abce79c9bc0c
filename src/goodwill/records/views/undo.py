"""The way back: a batch taken back as a whole, from a toast, from Ctrl Z or from history."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel import changes
from goodwill.kernel.models import Batch
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in


def undo_url(row: Batch | None) -> str:
    return reverse("undo", kwargs={"batch": row.pk}) if row else ""


@signed_in
@require_POST
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    result = changes.undo(batch, actor_of(request))
    back = render.came_from(request, "/")
    if result.is_begun:
        said = _("This is being taken back in the background. Others can work meanwhile.")
        return render.redirect(request, back, toast_text=said, stay=True)
    said = ngettext("Taken back: %d change.", "Taken back: %d changes.", result.undone) % result.undone
    if result.clashes:
        said += " " + _("Left as they are, because somebody changed them since: %s.") % ", ".join(
            f"{clash.record} ({clash.field})" for clash in result.clashes[:5]
        )
    return render.redirect(request, back, toast_text=said, undo=undo_url(result.batch), stay=True)
