"""The rows of a run that need a look: shown, and before the run repaired in place."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from goodwill.kernel.errors import Missing
from goodwill.kernel.text import whole_number
from goodwill.records import registry
from goodwill.records.views.typed import actor_of, url_of
from goodwill.transfer import counting, importers, repairing, repeats, runs, surplus
from goodwill.transfer.models import Import, ImportRow
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 50
COLUMNS = 6
Kept = ImportRow.Outcome


@power("import")
@require_POST
def row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take what somebody typed into a row or said about it, look at the row again, and answer with it."""
    actor = actor_of(request)
    run = runs.get(pk, actor)
    sent = request.POST
    places = {name: whole_number(name[1:], digits=5) for name in sent if name[:1] == "c"}
    cells = {place: str(sent[name]) for name, place in places.items() if place is not None}
    before = run.rows.filter(number=number).first()
    if before is None:
        raise Missing
    cells = {place: text for place, text in cells.items() if _lines(_cell(before, place)) != _lines(text)}
    again = repairing.repair(run, number, actor, cells=cells, **_said(sent))
    here = reverse("import_check", args=[pk])
    if not render.by_htmx(request):
        return render.redirect(request, f"{here}#row-{number}")
    columns = columns_of(run)
    context = figures(run, run.checked, here, "") | {
        "run": run,
        "row": as_line(run, again, columns),
        "is_swapped": True,
        "cuts_rows": run.options.get("cuts_rows", False),
    }
    return render.page(request, "transfer/row.html", context)


def _said(sent: QueryDict) -> dict[str, Any]:
    """Whom the row is about, and whether its surplus is given up."""
    choice, _colon, who = str(sent["choice"]).partition(":") if "choice" in sent else (None, "", "")
    chosen = int(who) if whole_number(who.removeprefix("-")) is not None else None
    return {"choice": choice, "chosen": chosen, "cuts": {"cut": True, "keep": False}.get(sent.get("surplus", ""))}


def figures(run: Import, counts: dict[str, int], here: str, show: str) -> dict[str, Any]:
    return {
        "sentence": counting.sentence(counts, was_written=not run.is_open),
        "joined": counting.joined(counts) if run.is_open else "",
        "back_said": counting.back(len(run.back)) if run.is_open else "",
        "kinds": counting.kinds(run, here, show),
        "taken": counting.taken(counts),
        "here": here,
        "is_swapped": False,
    }


def shown(request: HttpRequest, run: Import, counts: dict[str, int], page: str) -> dict[str, Any]:
    """A page of the rows, those of one kind or all."""
    here, show = reverse(page, args=[run.pk]), request.GET.get("show", "")
    show = show if show in Kept.values else ""
    after = request.GET.get("after", "")
    found = run.rows.filter(outcome=show) if show else run.rows.all()
    total = found.count()
    if after.isdecimal() and len(after) < 19:
        found = found.filter(number__gt=int(after))
    rows = list(found.order_by("number", "id")[: SHOWN + 1])
    columns = columns_of(run)
    asked = f"show={show}&" if show else ""
    return figures(run, counts, here, show) | {
        "taken_back": counting.taken_back(counts) if run.state == Import.State.UNDONE else "",
        "run": run,
        "repeats": repeats.lines(run),
        "is_noted": bool(importers.get(run.importer).covers),
        "names": [name for _place, name in columns],
        **surplus.shown(run),
        "rows": [as_line(run, each, columns) for each in rows[:SHOWN]],
        "total": total,
        "next": f"{here}?{asked}after={rows[SHOWN - 1].number}" if len(rows) > SHOWN else "",
        "first": f"{here}?{asked}" if after else "",
    }


def columns_of(run: Import) -> list[tuple[int, str]]:
    """The mapped columns that matter most: where something is wrong, and the first ones, in the order of the file."""
    names = {column["position"]: column["name"] for column in run.found["columns"]}
    mapped = [position for position in run.targets if position in names]
    wrong = {int(place) for row in run.rows.exclude(wrong={})[:200] for place in row.wrong}
    held = {column["position"] for column in run.found["columns"] if column["samples"]}
    places = dict.fromkeys(sorted(mapped, key=lambda place: (place not in wrong, place not in held)))
    return [(place, names[place]) for place in sorted([*places][:COLUMNS])]


def as_line(run: Import, row: ImportRow, columns: list[tuple[int, str]]) -> dict[str, Any]:
    wrong = row.wrong if run.is_open else {}
    return {
        "n": row.number,
        "name": run.row_name(row.number),
        "outcome": row.outcome,
        "label": row.get_outcome_display(),
        "tone": counting.TONES[Kept(row.outcome)] or "neutral",
        "note": row.sentence,
        "is_long": len(row.cells) > len(run.found["columns"]),
        "maybe": [{**one, "url": _url(one), "row_name": run.row_name(one.get("row") or 0)} for one in row.maybe],
        "cells": [
            {
                "place": place,
                "name": name,
                "value": _cell(row, place),
                "problem": wrong.get(str(place), ""),
            }
            for place, name in columns
        ],
    }


def _url(candidate: dict[str, Any]) -> str:
    """Of a record that a row may be about; whoever writes the rows needs no addresses of pages."""
    kind = registry.get(candidate.get("type", ""))
    return url_of(kind, candidate["id"]) if kind and candidate["id"] else candidate.get("url", "")


def _lines(text: str) -> list[str]:
    """A browser ends lines in its own way."""
    return text.splitlines()


def _cell(row: ImportRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
