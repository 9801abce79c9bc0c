"""The views of a list that somebody finds there: ready-made ones, then those that are saved and shared with them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import SavedView
from goodwill.kernel.prepared import prepared
from goodwill.records.filter.resolve import known_fields
from goodwill.records.layout import Layout
from goodwill.records.query.hops import hop_field
from goodwill.records.registry import RecordType, View

MOST = 100


@dataclass(frozen=True)
class Known:
    """A view by its declaration; a saved one comes with its row."""

    view: View
    saved: SavedView | None = None


def first_view(type: RecordType) -> View:
    return type.views[0] if type.views else View("all", _("All"))


def known_views(type: RecordType, actor: Actor) -> tuple[Known, ...]:
    seen = rights.reach(SavedView, actor)
    rows = [] if seen is None else _shared(type.name, seen=seen)
    ready = type.views or (first_view(type),)
    return (*(Known(view) for view in ready), *(Known(as_view(row, type, actor), row) for row in rows))


@prepared
def _shared(type: str, *, seen: Q) -> QuerySet[SavedView]:
    return SavedView.objects.filter(seen, type=type).order_by("position", "id")[:MOST]


def as_view(saved: SavedView, type: RecordType, actor: Actor) -> View:
    """Columns that are gone, or that this reader may not know of, are left out. A filter that speaks of them is kept,
    and refused with its sentence: without it the list would hold something else.
    """
    known = {field.name for field in known_fields(type, actor)}
    columns = tuple(name for name in saved.columns if name in known or hop_field(name, type, actor))
    sums = tuple(text for text in saved.sums if text.partition(":")[0] in known)
    layout = Layout.of(saved.layout)
    gone = {layout.by, layout.then, layout.measure.partition(":")[0]} - known - {""}
    return View(str(saved.pk), saved.name, saved.filter, saved.sort, columns, sums, layout.without(gone))
