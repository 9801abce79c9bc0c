"""Bring files: each becomes a run of its own."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel.errors import Told
from goodwill.records.views.typed import actor_of
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.ui import render
from goodwill.ui.access import power


@power("import")
def bring(request: HttpRequest) -> HttpResponse:
    brought: list[Import] = []
    errors: list[str] = []
    if request.method == "POST":
        brought, errors = _taken(request)
        if brought and not errors:
            return _onward(request, brought)
    context = {
        "errors": errors,
        "brought": brought,
        "before": runs.visible(actor_of(request)).order_by("-created_at", "-id")[:3],
        "crumbs": [{"label": _("Import")}],
    }
    return render.page(
        request, "transfer/bring.html", context, blocks={"form": "#bring"}, status=422 if errors else 200
    )


def _taken(request: HttpRequest) -> tuple[list[Import], list[str]]:
    brought, errors = [], []
    for upload in request.FILES.getlist("files"):
        try:
            brought.append(runs.bring(upload, upload.name or _("file"), actor_of(request)))
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
