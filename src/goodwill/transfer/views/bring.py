"""Bring files: each becomes a run of its own."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel.errors import Told
from goodwill.records.views.typed import actor_of
from goodwill.transfer import mappings, nouns, runs
from goodwill.transfer.models import Import
from goodwill.transfer.views.runs import TONES
from goodwill.ui import render
from goodwill.ui.access import power

BEFORE = 4


@power("import")
def bring(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    brought: list[Import] = []
    errors: list[str] = []
    asked = nouns.find(request.POST.get("as") or request.GET.get("as", ""), actor)
    if request.method == "POST":
        brought, errors = _taken(request, asked.key if asked else "")
        if brought and not errors:
            return _onward(request, brought)
    before = runs.visible(actor).order_by("-created_at", "-id")[:BEFORE]
    context = {
        "errors": errors,
        "brought": brought,
        "asked": asked,
        "before": [(run, TONES.get(Import.State(run.state), "neutral")) for run in before],
        "saved": [(each, nouns.find(each.options.get("row_is", ""), actor)) for each in mappings.known()[:50]],
        "crumbs": [{"label": _("Import")}],
    }
    return render.page(
        request, "transfer/bring.html", context, blocks={"form": "#bring"}, status=422 if errors else 200
    )


@power("import")
@require_POST
def forget_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    name = mappings.forget(pk, actor_of(request))
    return render.redirect(request, reverse("import"), toast_text=_("“%s” is forgotten.") % name)


def _taken(request: HttpRequest, noun: str) -> tuple[list[Import], list[str]]:
    brought, errors = [], []
    for upload in request.FILES.getlist("files"):
        try:
            brought.append(runs.bring(upload, upload.name or _("file"), actor_of(request), noun))
        except Told as refusal:
            errors.append(refusal.sentence)
    if not brought and not errors:
        errors.append(_("Choose a file first."))
    return brought, errors


def _onward(request: HttpRequest, brought: list[Import]) -> HttpResponse:
    if len(brought) == 1:
        return render.redirect(request, reverse("import_file", args=[brought[0].pk]))
    said = ngettext("%d file is here.", "%d files are here. Each is imported by itself.", len(brought)) % len(brought)
    return render.redirect(request, reverse("imports"), toast_text=said)
