"""What each column means."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.text import whole_number
from goodwill.records.views.typed import actor_of
from goodwill.transfer import importers, mappings, on_the_spot, runs
from goodwill.transfer.mapping.offers import joined, joins_for, keeps_for, kept, offers, remarks, whose, why
from goodwill.transfer.models import Import, SavedMapping
from goodwill.transfer.options import Options
from goodwill.transfer.readers.errors import Problem
from goodwill.transfer.readers.numbers import parse_number
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.views.steps import frame_of
from goodwill.ui import render
from goodwill.ui.access import power
from goodwill.ui.formats import number

TAKEN_APART = "full_name"
MOST_LOST = 12
"""Columns that fit no field and are shown at once."""


@power("import")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    run = runs.get(pk, actor)
    chosen, errors = dict(run.targets), {}
    if request.method == "POST":
        chosen = {column["position"]: request.POST.get(f"c{column['position']}", "") for column in run.found["columns"]}
        try:
            return render.redirect(request, reverse(_taken(request, run, chosen, actor), args=[pk]))
        except Invalid as refusal:
            errors = refusal.problems
    everything = "every" in request.GET
    context = frame_of(run, "import_columns") | _arranged(_shown(run, chosen, actor, everything=everything), errors)
    context |= {
        "errors": errors,
        "needs": [] if errors else _remarks(run),
        "missing": (missing := [each for each in _problems(run) if each.code == "unsolved_formulas"]),
        "unsolved": {place for each in missing for place in str(each.params.get("places", "")).split(",")},
        "everything": everything or importers.get(run.importer).suggest is not None,
        "saved": _saved(run),
    }
    return render.page(
        request, "transfer/columns.html", context, blocks={"form": "#columns"}, status=422 if errors else 200
    )


def _problems(run: Import) -> list[Problem]:
    return [Problem.from_data(data) for data in run.found["problems"]]


def _remarks(run: Import) -> list[str]:
    return [*whose(run), *remarks(run.found["columns"], run.targets, runs.suggestions(run).needs)]


def _arranged(shown: list[dict[str, Any]], errors: Mapping[str, str]) -> dict[str, Any]:
    """Those that hold something first; of those that fit no field only some, where there are many."""
    filled = [each for each in shown if each["samples"] or str(each["position"]) in errors]
    lost = [each for each in filled if not each["target"] and str(each["position"]) not in errors]
    more = lost[MOST_LOST:] if len(lost) > 2 * MOST_LOST else []
    return {
        "columns": [each for each in filled if each not in more],
        "more": more,
        "empty": [each for each in shown if each not in filled],
        "lost": sum(bool(each["keeps"]) for each in filled),
        "fieldless": [f"“{each['name']}”" for each in filled if each["noted"] and each["field"]],
        "can_be_fields": sum(bool(each["field"] and each["keeps"]) for each in filled),
    }


def _taken(request: HttpRequest, run: Import, chosen: dict[int, str], actor: Actor) -> str:
    """Do what was asked for; returns the name of the page that comes next."""
    do, _colon, about = request.POST.get("do", "").partition(":")
    if do == "anew":
        runs.read(run, Reading.from_data(run.reading), run.options.get("row_is", ""))
        return "import_columns"
    if do == "use":
        saved = SavedMapping.objects.filter(pk=whole_number(about) or 0).first()
        if saved is None:
            raise Missing
        mappings.apply(run, saved, actor)
        return "import_columns"
    chosen = _rechosen(run, chosen, do, about, actor)
    readings = {position: request.POST.get(f"as{position}", "") for position in chosen}
    runs.map_columns(run, chosen, readings)
    if do in ("split", "whole"):
        options = replace(Options.from_data(run.options), split_names=do == "split")
        run.save_only(options=options.as_data())
    return "import_columns" if do else _sure(run)


def _rechosen(run: Import, chosen: dict[int, str], do: str, about: str, actor: Actor) -> dict[int, str]:
    """The columns with what a button changed: two joined, one made a field, all of them, or one kept as a note."""
    if do == "join":
        return joined(chosen, about)
    if do == "field" and about in {str(column["position"]) for column in run.found["columns"]}:
        column = next(column for column in run.found["columns"] if str(column["position"]) == about)
        return {**chosen, int(about): on_the_spot.make(run, column, actor, chosen.get(int(about), ""))}
    if do == "fields":
        shown = [each for each in _shown(run, chosen, actor, everything=False) if each["field"]]
        lost = [each["position"] for each in shown if bool(each["noted"]) == (about == "noted")]
        return on_the_spot.make_all(run, chosen, lost, actor)
    return kept(chosen, about, run.found["columns"]) if do == "keep" else chosen


def _sure(run: Import) -> str:
    """The next page, as soon as nobody has to guess how a column is read."""
    if unsure := runs.unsure(run):
        raise Invalid(dict.fromkeys(map(str, unsure), _("This can be read in two ways. Say how it is meant.")))
    return "import_options"


def _shown(run: Import, chosen: dict[int, str], actor: Actor, *, everything: bool) -> list[dict[str, Any]]:
    """The columns as the page draws them; those that fit no field with the one that they could become."""
    shown = [_column(run, column, chosen, actor, everything=everything) for column in run.found["columns"]]
    fieldless = [each["position"] for each in shown if each["keeps"] or each["noted"]]
    becomes = on_the_spot.spots(run, actor, chosen) if fieldless else {}
    return [
        each | {"field": becomes.get(each["position"])} if each["position"] in fieldless else each for each in shown
    ]


def _column(
    run: Import, column: dict[str, Any], chosen: dict[int, str], actor: Actor, *, everything: bool
) -> dict[str, Any]:
    importer = importers.get(run.importer)
    target = chosen.get(column["position"], "")
    split = bool(run.options.get("split_names", True))
    ask = "" if column["position"] in runs.numbers(run) else runs.unsure(run).get(column["position"], "")
    is_mapped = bool(target) and target == run.targets.get(column["position"])
    example = next((sample for sample in column["samples"] if " " in sample), "")
    return {
        **column,
        "target": target,
        "why": why(column, run.found["maker"], target),
        "choices": offers(run, importer, column, target, actor, everything=everything),
        "ask": ask if is_mapped else "",
        "number": _number(run, column["position"]) if is_mapped else None,
        "guessed": bool(target) and target == column["suggested"] and not column["sure"],
        "apart": importer.preview(example) if importer.preview and target == TAKEN_APART and split and example else "",
        "whole": target == TAKEN_APART and importer.preview is not None and not split,
        "keeps": keeps_for(importer, column, target),
        "noted": target in importer.noted and bool(column["samples"]),
        "field": None,
        "joins": joins_for(run.found["columns"], chosen, column),
    }


def _number(run: Import, position: int) -> dict[str, Any] | None:
    """A number that may be a thousand times as much, in both readings as people here write them."""
    if (found := runs.numbers(run).get(position)) is None:
        return None
    example, sign = found
    readings = [(each, parse_number(example, each)) for each in (".", ",")]
    choices = [(each, number(float(value))) for each, value in readings if value is not None]
    return {"example": example, "sign": sign, "choices": choices}


def _saved(run: Import) -> dict[str, Any]:
    """The mapping that was used by itself, and those of other files with much the same headers."""
    headers = {column["header"] for column in run.found["columns"] if column["header"]}
    used = run.found.get("saved", "")
    others = [each for each in mappings.known() if each.name != used]
    near = [each for each in others if headers and len(headers.intersection(each.headers)) * 2 >= len(headers)]
    return {"used": used, "near": near[:4]}
