"""The dry run, the run, its result, its error file and its undo."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel.formulas import guard
from goodwill.records.views.typed import actor_of
from goodwill.transfer import importers, runs
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.views.steps import frame_of, step_of
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 100
COLUMNS = 4
State = Import.State


@power("import")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    if not run.is_open and run.state != State.CHECKING:
        return render.redirect(request, reverse("import_result", args=[pk]))
    if run.state == State.DRAFT and not run.error:
        runs.check(run, actor_of(request))
    context = frame_of(run, "import_check") | _shown(request, run, run.checked, "import_check")
    return render.page(request, "transfer/check.html", context, blocks={"part": "#part"})


@power("import")
def result(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    if run.is_open or run.state == State.CHECKING:
        return render.redirect(request, reverse(step_of(run), args=[pk]))
    slug = importers.get(run.importer).list_slug(run.options.get("row_is", ""))
    context = frame_of(run, "import_result") | _shown(request, run, run.counts, "import_result")
    context |= {"list_url": reverse("record_list", args=[slug])}
    return render.page(request, "transfer/result.html", context, blocks={"part": "#part"})


@power("import")
def errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken, as they came, with the reason in a column of its own."""
    run = runs.get(pk, actor_of(request))
    answer = StreamingHttpResponse(_lines(run), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{run.name} - errors.csv") or "attachment"
    return answer


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


def _shown(request: HttpRequest, run: Import, counts: dict[str, int], page: str) -> dict[str, Any]:
    here, show = reverse(page, args=[run.pk]), request.GET.get("show", "")
    found = run.rows.filter(outcome=show) if show in ImportRow.Outcome.values else run.rows.all()
    places = [int(position) for position in run.mapping][:COLUMNS]
    names = {column["position"]: column["name"] for column in run.found["columns"]}
    rows = [
        {"n": row.number, "note": row.sentence, "cells": [{"value": _cell(row, place)} for place in places]}
        for row in found.order_by("number", "id")[:SHOWN]
    ]
    return {
        "counts": _counts(counts),
        "kinds": _kinds(run, here, show),
        "rows": rows,
        "names": [names[place] for place in places],
        "more": max(0, found.count() - SHOWN),
        "here": here,
        "taken": sum(counts.get(name, 0) for name in ("new", "updated", "double")),
    }


def _kinds(run: Import, here: str, show: str) -> list[dict[str, Any]]:
    counts = {name: run.rows.filter(outcome=name).count() for name in ImportRow.Outcome.values}
    return [
        {
            "label": str(label).lower(),
            "value": counts[name],
            "tone": "bad" if name == ImportRow.Outcome.REFUSED else "warn",
            "href": f"{here}?show={name}",
            "current": show == name,
        }
        for name, label in ImportRow.Outcome.choices
        if counts[name]
    ]


def _cell(row: ImportRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    said = (
        ("new", _("new"), "good"),
        ("updated", _("updated"), "info"),
        ("same", _("unchanged"), ""),
        ("double", _("perhaps double"), "warn"),
        ("refused", _("not taken"), "bad"),
    )
    return [{"label": label, "value": counts.get(name, 0), "tone": tone} for name, label, tone in said]


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(run: Import) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*(guard(column["name"]) for column in run.found["columns"]), "Why"])
    width = len(run.found["columns"])
    for row in run.rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number", "id").iterator():
        cells = [guard(cell) for cell in row.cells[:width]]
        yield writer.writerow([*cells, *[""] * (width - len(cells)), guard(row.sentence)])
