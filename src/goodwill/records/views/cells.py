"""Cells of a row of a list that is shown: the one that was written, and those that follow from it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field
from goodwill.records.query import Listing, QueryError
from goodwill.records.registry import RecordType
from goodwill.records.views.lines import lines_of
from goodwill.records.views.listing import Head
from goodwill.ui import render

SAID = "beside"
"""The names of the columns that are shown beside the one that is written."""


def shown_beside(request: HttpRequest, followers: Sequence[Field]) -> list[str]:
    shown = request.POST.get(SAID, "").split(",")
    return [field.name for field in followers if field.name in shown]


def cells(request: HttpRequest, type: RecordType, pk: int, actor: Actor, names: Sequence[str]) -> HttpResponse | None:
    """Drawn as the list draws them, each in its place; None where no list shows the first of them to the actor."""
    try:
        found = Listing(type, actor, columns=names)
    except QueryError:
        return None
    rows = found.only(pk)
    if not rows:
        return None
    heads = [Head(type, field, "", "", field.name == names[0], "") for field in found.columns]
    context = {"rows": lines_of(type, rows), "columns": heads, "saved": names[0]}
    response = render.page(request, "records/cells.html", context)
    response["HX-Reswap"] = "none"
    return response
