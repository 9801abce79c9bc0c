"""Rows that are about somebody in the trash: who that is, and what becomes of them."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.records.views.typed import actor_of
from goodwill.transfer import counting, importers, runs
from goodwill.transfer.models import Import
from goodwill.transfer.options import Options, Trashed
from goodwill.transfer.views.greeted import lines
from goodwill.ui import render
from goodwill.ui.access import power


def shown(run: Import, by: Actor) -> dict[str, Any]:
    """For the look through, and for a result that left them in the trash."""
    trashed, count = importers.get(run.importer).trashed, len(run.gone) if run.is_open else run.counts.get("gone", 0)
    if trashed is None or not count or run.state == Import.State.UNDONE:
        return {"gone_said": ""}
    chosen = Options.from_data(run.options).trashed
    told, more = lines(trashed(run.gone, by))
    return {
        "gone_said": counting.gone(count, chosen, was_written=not run.is_open),
        "gone": told,
        "more_gone": more,
        "trashed": chosen,
        "trashed_choices": _choices(),
    }


@power("import")
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the choice, and look through the whole file again."""
    actor = actor_of(request)
    run, sent = runs.get(pk, actor), request.POST.get("trashed", "")
    here = reverse("import_check", args=[pk])
    options = Options.from_data(run.options)
    if sent not in set(Trashed) or sent == options.trashed:
        return render.redirect(request, here, toast_text=_("Nothing was changed: it was chosen already."))
    runs.set_options(run, replace(options, trashed=sent))
    runs.check(run, actor)
    return render.redirect(request, here, toast_text=_("The file is looked through again."))


def _choices() -> list[tuple[str, str, str]]:
    back = _("With all that is known of them; what is here already stays or not, as you chose before.")
    return [
        (Trashed.BACK, _("Bring them back"), back),
        (Trashed.NEW, _("Make them anew"), _("Those in the trash stay there, with their history.")),
        (Trashed.LEAVE, _("Leave them there"), _("Their rows are listed below, and go into the error file.")),
    ]
