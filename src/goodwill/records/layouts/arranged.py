"""From the layouts that a firm keeps to the order of what a page shows."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from goodwill.kernel import layout
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import PageLayout
from goodwill.records import registry
from goodwill.records.registry import Panel, RecordType

FACTS = "facts"
DETAILS = "details"
"""The panel that shows the fields."""
COLUMNS = ("left", "main", "side")
"""The places in which a panel can stand."""
KEPT = ("created_at", "created_by", "changed_at", "changed_by")
"""Stand at the foot of the details and are not arranged."""


@dataclass(frozen=True)
class Arrangement:
    """By place of the page (facts, left, main, side): names in their order, and those that are hidden."""

    order: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hidden: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def all(self, place: str, names: Iterable[str], leading: Container[str] = ()) -> list[str]:
        """The names as they are arranged; what the layout does not know yet stands at the end, or leads."""
        listed = {name: at for at, name in enumerate(self.order.get(place, ()))}
        return sorted(names, key=lambda name: listed.get(name, -1 if name in leading else len(listed)))

    def shown(self, place: str, names: Iterable[str]) -> list[str]:
        hidden = self.hidden.get(place, ())
        return [name for name in self.all(place, names) if name not in hidden]

    def column_of(self, panel: Panel) -> str:
        """Where a panel stands: where somebody put it, else where it was made for."""
        return next((place for place in COLUMNS if panel.name in self.order.get(place, ())), panel.place)

    def hides(self, panel: Panel) -> bool:
        return not panel.stays and any(panel.name in self.hidden.get(place, ()) for place in COLUMNS)


STANDARD = Arrangement()


def arrangement_of(type: RecordType, actor: Actor) -> Arrangement:
    """That of the first of the reader's teams which has one, else the firm's, else the standard."""
    known = layouts_of(type.name)
    if not known:
        return STANDARD
    teams = sorted(known.keys() & set(actor.team_ids))
    return known.get(teams[0] if teams else 0, STANDARD)


def layouts_of(type_name: str) -> Mapping[int, Arrangement]:
    """The arrangements of a type's page by team; 0 stands for everybody."""
    return layout.made("page layouts", _load).get(type_name, {}) if layout.stamp() else {}


def panels_shown(type: RecordType, actor: Actor, place: str = "") -> list[Panel]:
    """The panels of a type's page as they are arranged for the reader, place by place."""
    here = arrangement_of(type, actor)
    return [panel for panel in panels_placed(type, here) if place in ("", panel.place) and not here.hides(panel)]


def panels_placed(type: RecordType, here: Arrangement) -> list[Panel]:
    """All panels of a type's page, hidden ones too, each with the place in which it stands, place by place."""
    known: dict[str, dict[str, Panel]] = {}
    for panel in registry.panels(type.name):
        place = here.column_of(panel)
        known.setdefault(place, {})[panel.name] = replace(panel, place=place) if place != panel.place else panel
    leading = {name for its in known.values() for name, panel in its.items() if panel.order < 0}
    return [its[name] for where, its in known.items() for name in here.all(where, its, leading)]


def _load() -> Mapping[str, Mapping[int, Arrangement]]:
    found: dict[str, dict[int, Arrangement]] = {}
    for row in PageLayout.objects.order_by("id"):
        found.setdefault(row.type, {})[row.team_id or 0] = Arrangement(row.order, row.hidden)
    return found
