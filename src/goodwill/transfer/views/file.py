"""What the file is, how it is read, and what a row of it is."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.records.views.typed import actor_of
from goodwill.transfer import bringing, nouns, runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.encoding import CHOICES
from goodwill.transfer.readers.errors import Problem, Unreadable
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.views.steps import frame_of, several_url
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 4
WIDEST = 40
LONGEST = 60
DELIMITERS = ",;\t|"


@power("import")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    run = runs.get(pk, actor)
    errors: list[str] = []
    if request.method == "POST":
        try:
            return _taken(request, run, actor)
        except Unreadable as refusal:
            errors = [f"{refusal.problem.sentence} {refusal.problem.advice}"]
        except Invalid as refusal:
            errors = [refusal.sentence]
    return render.page(request, "transfer/file.html", _shown(run, actor, errors), status=422 if errors else 200)


def _taken(request: HttpRequest, run: Import, actor: Actor) -> HttpResponse:
    if request.POST.get("do") == "read":
        runs.read(run, _chosen(run, request.POST), run.options.get("row_is", ""))
        here = reverse("import_file", args=[run.pk])
        return render.redirect(request, here, toast_text=_("The file was read anew."))
    if request.POST.get("do") == "apart":
        return render.redirect(request, several_url(bringing.apart(run, actor)))
    if request.POST.get("do") == "sheets":
        found = bringing.other_sheets(run, actor)
        return render.redirect(request, several_url([run, *found.runs]), toast_text=" ".join(found.errors))
    noun = nouns.find(request.POST.get("noun", ""), actor)
    if noun is None:
        raise Invalid(_("Say what a row of the file is."))
    if noun.key != f"{run.importer}:{run.options.get('row_is')}":
        runs.choose(run, noun, actor)
    return render.redirect(request, reverse("import_columns", args=[run.pk]))


def _shown(run: Import, actor: Actor, errors: list[str]) -> dict[str, Any]:
    table = runs.table_of(run)
    return frame_of(run, "import_file") | {
        "columns": [column.name for column in table.columns[:WIDEST]],
        "more": max(0, len(table.columns) - WIDEST),
        "rows": [
            {"n": run.row_name(row.number), "cells": [cell[: LONGEST + 1] for cell in row.cells[:WIDEST]]}
            for row in table.sample[:SHOWN]
        ],
        "nouns": [(each.key, each.label, each.type.icon) for each in nouns.offered(actor)],
        "noun": f"{run.importer}:{run.options.get('row_is')}",
        "problems": [Problem.from_data(data) for data in run.found["problems"]],
        "reading": table.reading,
        "sheets": [(name, name or _("the file itself")) for name in run.found["sheets"]],
        "is_text": run.found["kind"] == "table",
        "is_json": run.found["kind"] == "json",
        "is_page": run.found["kind"] == "html",
        "is_card": run.found["kind"] == "vcard",
        "encodings": [(name, name.upper()) for name in dict.fromkeys([table.reading.encoding, *CHOICES]) if name],
        "delimiters": _delimiters(table.reading.delimiter),
        "errors": errors,
    }


def _chosen(run: Import, sent: Any) -> Reading:
    known = Reading.from_data(run.reading)
    chosen = Reading(language=known.language)
    for name in ("encoding", "delimiter", "sheet"):
        if name in sent:
            chosen = replace(chosen, **{name: {"tab": "\t"}.get(sent[name], sent[name])})
    row = sent.get("header_row", "")
    return replace(chosen, header_row=int(row)) if row.isdecimal() and len(row) < 6 else chosen


def _delimiters(now: str) -> list[tuple[str, str]]:
    names = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar")}
    return [
        ({"\t": "tab"}.get(sign, sign), names.get(sign, sign)) for sign in dict.fromkeys([*DELIMITERS, now]) if sign
    ]
