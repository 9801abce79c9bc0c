"""All imports, newest first."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.records.views.typed import actor_of
from goodwill.transfer import runs as imports
from goodwill.transfer.models import Import
from goodwill.transfer.views.steps import step_of
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 100
TONES = {
    Import.State.DONE: "good",
    Import.State.FAILED: "bad",
    Import.State.RUNNING: "info",
    Import.State.CHECKING: "info",
    Import.State.CANCELLED: "warn",
}


def _figures(run: Import) -> dict[str, int]:
    """What was done and stands, or would be."""
    if run.state == Import.State.UNDONE:
        return {"new": 0, "updated": 0, "refused": run.counts.get("refused", 0)}
    counts = run.checked if run.is_open else run.counts
    return {
        "new": counts.get("new", 0) + counts.get("double", 0),
        "updated": counts.get("updated", 0),
        "refused": counts.get("refused", 0),
    }


def _next_step(run: Import) -> str:
    """What its button says: an import that waits for somebody asks for the next step."""
    if run.state == Import.State.READY:
        return _("Look and start")
    return _("Continue") if run.is_open else ""


@power("import")
def runs(request: HttpRequest) -> HttpResponse:
    found = imports.visible(actor_of(request)).order_by("-created_at", "-id")[:SHOWN]
    rows = [
        {
            "id": run.pk,
            "url": reverse("import_run", args=[run.pk]),
            "run": run,
            "state": run.get_state_display(),
            "tone": TONES.get(Import.State(run.state), "neutral"),
            **_figures(run),
            "next": _next_step(run),
        }
        for run in found
    ]
    context = {"rows": rows, "crumbs": [{"label": _("Import"), "href": reverse("import")}, {"label": _("All imports")}]}
    return render.page(request, "transfer/runs.html", context)


def imports_that_wait(actor: Actor, beside: Import) -> list[Import]:
    """Other files that were brought and are not imported yet, the oldest first."""
    open_ones = imports.visible(actor).filter(state__in=(Import.State.DRAFT, Import.State.READY), user=actor.user_id)
    return list(open_ones.exclude(pk=beside.pk).order_by("created_at", "id")[:5])


@power("import")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = imports.get(pk, actor_of(request))
    return render.redirect(request, reverse(step_of(found), args=[pk]))


@power("import")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    imports.discard(imports.get(pk, actor), actor)
    back = reverse("imports" if request.POST.get("back") == "imports" else "import")
    return render.redirect(request, back, toast_text=_("The import was left out. Nothing was written."))
