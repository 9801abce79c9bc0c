"""Arranging the page of a type, and bringing it back to the standard."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import PageLayout, Team
from goodwill.kernel.verbs import verb
from goodwill.records.layouts.moving import PLACES
from goodwill.records.registry import RecordType

POWER = "manage_settings"
MOST, LONGEST = 500, 120
Names = Mapping[str, Iterable[str]]


@verb(
    PageLayout,
    power=POWER,
    label=gettext_lazy("Arrange a page"),
    done=gettext_lazy("arranged a page"),
    icon="layout-dashboard",
    bulk=False,
)
def arrange(*, by: Actor, type: RecordType, order: Names, hidden: Names, team: Team | None = None) -> PageLayout:
    """Show these fields and panels in these places and this order, to the team or to everybody. No right changes with
    it: what is left out of the page is still in lists, forms and exports.
    """
    values: dict[str, Any] = {"order": _named(order), "hidden": _named(hidden)}
    known = PageLayout.objects.filter(type=type.name, team=team).first()
    if known is not None:
        changed: PageLayout = changes.update(known, **values)
        return changed
    return changes.create(PageLayout(type=type.name, team=team, **values))


@verb(
    PageLayout,
    power=POWER,
    label=gettext_lazy("Back to the standard page"),
    done=gettext_lazy("put a page back to the standard"),
    icon="rotate-ccw",
    bulk=False,
)
def reset(*, by: Actor, type: RecordType, team: Team | None = None) -> None:
    for row in PageLayout.objects.select_for_update().filter(type=type.name, team=team):
        changes.trash(row)


def _named(places: Names) -> dict[str, list[str]]:
    found = {place: list(dict.fromkeys(places.get(place, ()))) for place in PLACES}
    if any(len(names) > MOST or any(len(name) > LONGEST for name in names) for names in found.values()):
        raise Invalid(_("A page has no room for that many parts. Nothing was changed."))
    return found
