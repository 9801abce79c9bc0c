"""Bring files: those of one shape become one run."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.records.views.typed import actor_of
from goodwill.transfer import bringing, mappings, nouns, runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.errors import Problem
from goodwill.transfer.views.runs import TONES
from goodwill.transfer.views.steps import several_url
from goodwill.ui import render
from goodwill.ui.access import power

BEFORE = 4
MOST = 50
"""Files that are asked about on one page."""
SAMPLED = 6
LEFT = "left"


@power("import")
def bring(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = bringing.Brought()
    asked = nouns.find(request.POST.get("as") or request.GET.get("as", ""), actor)
    if request.method == "POST":
        found = _taken(request, asked.key if asked else "")
        if found.runs and not found.errors:
            return _onward(request, found.runs)
    before = runs.visible(actor).order_by("-created_at", "-id")[:BEFORE]
    context = {
        "errors": found.errors,
        "brought": found.runs,
        "onward": several_url(found.runs) if len(found.runs) > 1 else "",
        "asked": asked,
        "before": [(run, TONES.get(Import.State(run.state), "neutral")) for run in before],
        "saved": [(each, nouns.find(each.options.get("row_is", ""), actor)) for each in mappings.known()[:50]],
        "crumbs": [{"label": _("Import")}],
    }
    return render.page(
        request, "transfer/bring.html", context, blocks={"form": "#bring"}, status=422 if found.errors else 200
    )


@power("import")
@require_POST
def forget_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    name = mappings.forget(pk, actor_of(request))
    return render.redirect(request, reverse("import"), toast_text=_("“%s” is forgotten.") % name)


def _taken(request: HttpRequest, noun: str) -> bringing.Brought:
    uploads = [runs.input_from(upload, upload.name or _("file")) for upload in request.FILES.getlist("files")]
    if not uploads:
        return bringing.Brought(errors=[_("Choose a file first.")])
    return bringing.bring(uploads, actor_of(request), noun)


def _onward(request: HttpRequest, brought: list[Import]) -> HttpResponse:
    if len(brought) == 1:
        return render.redirect(request, reverse("import_file", args=[brought[0].pk]))
    return render.redirect(request, several_url(brought))


@power("import")
def several(request: HttpRequest) -> HttpResponse:
    """What a row is, of several files that have not the same columns, all asked on one page."""
    actor = actor_of(request)
    ids = [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and len(pk) < 19][:MOST]
    found = [run for run in runs.visible(actor).filter(pk__in=ids).order_by("id") if run.is_open]
    if request.method == "POST" or not found:
        kept = sum(_is_kept(run, request.POST.get(f"noun{number}", ""), actor) for number, run in enumerate(found))
        said = ngettext("%d file is ready to go on with.", "%d files are ready to go on with.", kept) % kept
        return render.redirect(request, reverse("imports"), toast_text=said if found else "")
    context = {
        "files": [_file(run) for run in found],
        "nouns": [*((each.key, each.label) for each in nouns.offered(actor)), (LEFT, _("Nothing: leave the file out"))],
        "here": request.get_full_path(),
        "crumbs": [{"label": _("Import"), "href": reverse("import")}, {"label": _("Several files")}],
    }
    return render.page(request, "transfer/several.html", context)


def _is_kept(run: Import, asked: str, actor: Actor) -> bool:
    """Set as it was asked for, or left out."""
    if asked == LEFT:
        runs.discard(run, actor)
        return False
    noun = nouns.find(asked, actor)
    if noun and noun.key != f"{run.importer}:{run.options.get('row_is')}":
        runs.choose(run, noun, actor)
    return True


def _is_worth_a_word(problem: dict[str, Any]) -> bool:
    return problem["severity"] != "note" or problem["code"] == "left_in_zip"


def _file(run: Import) -> dict[str, Any]:
    columns = [column for column in run.found["columns"] if column["samples"]][:SAMPLED]
    return {
        "run": run,
        "noun": f"{run.importer}:{run.options.get('row_is')}",
        "columns": [(column["name"], column["samples"][0]) for column in columns],
        "more": max(0, len(run.found["columns"]) - len(columns)),
        "problems": [Problem.from_data(data) for data in run.found["problems"] if _is_worth_a_word(data)],
    }
