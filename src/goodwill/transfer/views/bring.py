"""Bring files: each becomes a run of its own."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told
from goodwill.records.views.typed import actor_of
from goodwill.transfer import mappings, nouns, runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.errors import Problem
from goodwill.transfer.views.runs import TONES
from goodwill.ui import render
from goodwill.ui.access import power

BEFORE = 4
MOST = 50
"""Files that are asked about on one page."""
SAMPLED = 6


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
    asked = urlencode({"id": [run.pk for run in brought]}, doseq=True)
    return render.redirect(request, f"{reverse('import_several')}?{asked}")


@power("import")
def several(request: HttpRequest) -> HttpResponse:
    """What a row is, of several files: asked once for those with the same columns."""
    actor = actor_of(request)
    ids = [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and len(pk) < 19][:MOST]
    found = [run for run in runs.visible(actor).filter(pk__in=ids).order_by("id") if run.is_open]
    groups: dict[str, list[Import]] = {}
    for run in found:
        headers = mappings.digest_of(column["header"] for column in run.found["columns"])
        groups.setdefault(headers or str(run.pk), []).append(run)
    if request.method == "POST" or not found:
        _choose(request, list(groups.values()), actor)
        said = ngettext("%d file is ready to go on with.", "%d files are ready to go on with.", len(found))
        return render.redirect(request, reverse("imports"), toast_text=said % len(found) if found else "")
    context = {
        "groups": [_group(group) for group in groups.values()],
        "nouns": [(each.key, each.label) for each in nouns.offered(actor)],
        "here": request.get_full_path(),
        "crumbs": [{"label": _("Import"), "href": reverse("import")}, {"label": _("Several files")}],
    }
    return render.page(request, "transfer/several.html", context)


def _choose(request: HttpRequest, groups: list[list[Import]], actor: Actor) -> None:
    for number, group in enumerate(groups):
        noun = nouns.find(request.POST.get(f"noun{number}", ""), actor)
        for run in group if noun else ():
            if noun and noun.key != f"{run.importer}:{run.options.get('row_is')}":
                runs.choose(run, noun, actor)


def _group(group: list[Import]) -> dict[str, Any]:
    first = group[0]
    columns = [column for column in first.found["columns"] if column["samples"]][:SAMPLED]
    return {
        "runs": group,
        "noun": f"{first.importer}:{first.options.get('row_is')}",
        "columns": [(column["name"], column["samples"][0]) for column in columns],
        "more": max(0, len(first.found["columns"]) - len(columns)),
        "problems": [
            Problem.from_data(data) for run in group for data in run.found["problems"] if data["severity"] != "note"
        ],
    }
