"""The dry run, the run, its result, its error file and its undo."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, ngettext
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
    here = reverse(page, args=[run.pk])
    outcomes = dict(ImportRow.Outcome.choices)
    show = request.GET.get("show", "")
    found = run.rows.filter(outcome=show) if show in outcomes else run.rows.all()
    names = [column["name"] for column in run.found["columns"] if str(column["position"]) in run.mapping]
    places = [int(position) for position in run.mapping]
    rows = [
        {"n": row.number, "note": row.sentence, "cells": [{"value": _cell(row, place)} for place in places[:COLUMNS]]}
        for row in found.order_by("number", "id")[:SHOWN]
    ]
    return {
        "counts": _counts(counts),
        "kinds": [
            {
                "label": str(label).lower(),
                "value": count,
                "tone": "bad" if name == "refused" else "warn",
                "href": f"{here}?show={name}",
                "current": show == name,
            }
            for name, label in outcomes.items()
            if (count := run.rows.filter(outcome=name).count())
        ],
        "rows": rows,
        "names": names[:COLUMNS],
        "more": max(0, found.count() - SHOWN),
        "here": here,
        "taken": sum(counts.get(name, 0) for name in ("new", "updated", "double")),
    }


def _cell(row: ImportRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    said = (
        ("new", ngettext("new", "new", counts.get("new", 0)), "good"),
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
