"""The dry run, the run, its result, its error file and its undo."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import blobs
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.scopes import kinds_of
from goodwill.records.show import title_of
from goodwill.records.views.typed import actor_of, list_url, url_of
from goodwill.transfer import errorfile, importers, runs
from goodwill.transfer.importers import Greetings
from goodwill.transfer.models import Import
from goodwill.transfer.views import trashed
from goodwill.transfer.views.greeted import lines
from goodwill.transfer.views.rows import shown
from goodwill.transfer.views.runs import imports_that_wait
from goodwill.transfer.views.steps import frame_of, step_of
from goodwill.ui import render
from goodwill.ui.access import power

LATEST = 5
State = Import.State


@power("import")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    if not run.is_open and run.state != State.CHECKING:
        return render.redirect(request, reverse("import_result", args=[pk]))
    actor = actor_of(request)
    context = frame_of(run, "import_check") | shown(request, run, run.checked, "import_check") | _awaited(run, actor)
    context |= trashed.shown(run, actor) | _updates(run, actor)
    return render.page(request, "transfer/check.html", context, blocks={"part": "#part"})


@power("import")
def result(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    if run.is_open or run.state == State.CHECKING:
        return render.redirect(request, reverse(step_of(run), args=[pk]))
    actor = actor_of(request)
    slug = importers.get(run.importer).list_slug(run.options.get("row_is", ""))
    context = frame_of(run, "import_result") | shown(request, run, run.counts, "import_result")
    context |= {
        "list_url": _tagged(run, slug) or reverse("record_list", args=[slug]),
        "came_in": _came_in(run, actor),
        "doubles_url": _doubles(run),
        **_greeted(run, actor),
        **trashed.shown(run, actor),
        "waiting": imports_that_wait(actor, run),
        "disk_is_full": blobs.disk_is_full(),
    }
    return render.page(request, "transfer/result.html", context, blocks={"part": "#part"})


@power("import")
def errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken, as they came, with the reason in a column of its own."""
    run = runs.get(pk, actor_of(request))
    answer = StreamingHttpResponse(errorfile.lines(run), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{run.name} - errors.csv") or "attachment"
    return answer


@power("import")
@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole file once more, with the repairs: rows may be about each other."""
    actor = actor_of(request)
    runs.check(runs.get(pk, actor), actor)
    return render.redirect(request, reverse("import_check", args=[pk]))


@power("import")
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    runs.start(runs.get(pk, actor), actor)
    return render.redirect(request, reverse("import_result", args=[pk]))


@power("import")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    run = runs.get(pk, actor)
    runs.stop(run, actor)
    return render.redirect(request, reverse(step_of(run), args=[pk]), toast_text=_("It stops after this part."))


@power("import")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    runs.undo(runs.get(pk, actor), actor)
    return render.redirect(request, reverse("import_result", args=[pk]))


def _updates(run: Import, actor: Actor) -> dict[str, Any]:
    """The first records that would change; for whoever had the file looked through, since they are as that one sees
    them."""
    shown = run.found.get("updates", []) if run.user_id == actor.user_id else []
    known = ((each, registry.get(each["type"])) for each in shown)
    lines = [
        {**each, "row": run.row_name(each["row"]), "url": url_of(kind, each["id"])} for each, kind in known if kind
    ]
    return {"updates": lines, "updated": run.checked.get("updated", 0), "is_all": run.found.get("updates_are_all")}


def _came_in(run: Import, actor: Actor) -> list[dict[str, Any]]:
    """The last few records that the run made, whatever kind of one table they are, as far as the actor sees them."""
    known = registry.get(run.options.get("row_is", ""))
    if run.batch is None or not run.was_written or known is None:
        return []
    made = run.batch.changes.filter(kind="create", type=known.ref_name).order_by("-id")
    ids = list(made.values_list("ref_id", flat=True)[: LATEST * 3])
    kinds = sorted(kinds_of(known.ref_name), key=lambda kind: bool(kind.constant))
    found = {one.pk: (kind, one) for kind in kinds for one in kind.rows(actor).filter(pk__in=ids)}
    latest = [found[pk] for pk in sorted(found, reverse=True)[:LATEST]]
    return [{"name": title_of(kind, one), "url": url_of(kind, one.pk), "icon": kind.icon} for kind, one in latest]


def _greeted(run: Import, actor: Actor) -> dict[str, Any]:
    """Who of them had gone quiet, and where things stood."""
    greets = importers.get(run.importer).greets
    if greets is None or run.batch_id is None or not run.was_written:
        return {"back": [], "more_back": 0}
    return _lines(greets(run.batch_id, actor))


def _awaited(run: Import, actor: Actor) -> dict[str, Any]:
    """The same of those who would come in."""
    awaits = importers.get(run.importer).awaits
    return _lines(awaits(run.back, actor)) if awaits and run.back else {"back": [], "more_back": 0}


def _lines(found: Greetings) -> dict[str, Any]:
    shown, more = lines(found)
    return {"back": shown, "more_back": more}


def _doubles(run: Import) -> str:
    page = importers.get(run.importer).doubles if run.was_written and run.counts.get("double") else ""
    return reverse(page) if page else ""


def _tagged(run: Import, slug: str) -> str:
    """The list of exactly these records, where they all got a tag."""
    known, tags = registry.by_slug(slug), run.options.get("tags")
    if not known or not tags or "tags" not in known.all_fields or '"' in tags[0]:
        return ""
    condition = f'tags is "{tags[0]}"'
    return f"{list_url(known)}?{urlencode({'filter': condition})}"
