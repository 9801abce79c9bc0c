"""From what a list was asked for to what its form draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodwill.records.fields import Field
from goodwill.records.layout import BOARD, CALENDAR, CHART, LIST, MAP
from goodwill.records.query import Listing
from goodwill.records.query.siblings import by_of, check_layout
from goodwill.records.siblings import boards, calendars, charts, grouping, maps
from goodwill.records.views.asked import Asked

DRAWN = {LIST: grouping.groups, BOARD: boards.board, CALENDAR: calendars.calendar, CHART: charts.chart}


@dataclass(frozen=True)
class Sibling:
    """`form` names its template; `by` is the field that it is drawn by."""

    form: str
    by: Field | None
    parts: Mapping[str, Any]


def sibling_of(found: Listing, asked: Asked) -> Sibling | None:
    """None where rows are all that is asked for. Raises QueryError for what cannot be drawn."""
    layout = asked.layout
    check_layout(found, layout)
    if layout.form == LIST and not layout.by:
        return None
    if layout.form == MAP:
        return Sibling(MAP, None, maps.world_map(found, asked))
    by = by_of(found, layout.form, layout.by, layout.span)
    return Sibling(layout.form, by.field, DRAWN[layout.form](found, asked, by))
