"""What the file is, and how it is read."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.records.views.typed import actor_of
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.encoding import CHOICES
from goodwill.transfer.readers.errors import Problem, Unreadable
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.views.steps import frame_of
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 6
WIDEST = 40
DELIMITERS = ",;\t|"


@power("import")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    errors: list[str] = []
    if request.method == "POST":
        try:
            runs.read(run, _chosen(run, request.POST))
            return render.redirect(request, reverse("import_file", args=[pk]), toast_text=_("The file was read anew."))
        except Unreadable as refusal:
            errors = [f"{refusal.problem.sentence} {refusal.problem.advice}"]
    table = runs.table_of(run)
    context = frame_of(run, "import_file") | {
        "columns": [column.name for column in table.columns[:WIDEST]],
        "rows": [{"n": row.number, "cells": row.cells[:WIDEST]} for row in table.sample[:SHOWN]],
        "problems": [Problem.from_data(data) for data in run.found["problems"]],
        "reading": table.reading,
        "sheets": [(name, name) for name in run.found["sheets"]],
        "is_text": run.found["kind"] == "table",
        "is_card": run.found["kind"] == "vcard",
        "encodings": [(name, name.upper()) for name in dict.fromkeys([table.reading.encoding, *CHOICES]) if name],
        "delimiters": _delimiters(table.reading.delimiter),
        "errors": errors,
    }
    return render.page(request, "transfer/file.html", context, status=422 if errors else 200)


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
