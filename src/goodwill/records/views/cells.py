"""Cells of a row of a list that is shown: the one that was written, and those that follow from it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.records.custom.computing import followers_of
from goodwill.records.fields import Field
from goodwill.records.in_place import writable_in_place
from goodwill.records.query import Listing, QueryError
from goodwill.records.registry import RecordType
from goodwill.records.views.lines import lines_of
from goodwill.records.views.listing import Head
from goodwill.ui import render

SAID = "beside"
"""The names of the columns that are shown beside the one that is written."""


def shown_beside(request: HttpRequest, type: RecordType, field: Field) -> list[str]:
    """Of the columns that are shown those that follow from it: of the name, and of what a verb writes, any may."""
    shown = request.POST.get(SAID, "").split(",")
    known = type.all_fields
    if field.set_by or field.name == type.title:
        return [name for name in shown if name in known and name != field.name]
    return [one.name for one in followers_of(field.name, type) if one.name in shown]


def cells(request: HttpRequest, type: RecordType, pk: int, actor: Actor, names: Sequence[str]) -> HttpResponse | None:
    """Drawn as the list draws them, each in its place; None where no list shows the first of them to the actor."""
    try:
        found = Listing(type, actor, columns=names)
    except QueryError:
        return None
    rows = found.only(pk)
    if not rows:
        return None
    heads = [Head(type, field, "", "", writable_in_place(field, type, actor), "") for field in found.columns]
    context = {"rows": lines_of(type, rows, actor), "columns": heads, "saved": names[0]}
    response = render.page(request, "records/cells.html", context)
    response["HX-Reswap"] = "none"
    return response
