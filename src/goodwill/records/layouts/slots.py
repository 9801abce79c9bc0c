"""The way to the arranging of a page, and the panels that each page has: the details and the history."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, record_action
from goodwill.records.layouts.arranged import DETAILS
from goodwill.records.layouts.pages import ASKED
from goodwill.records.layouts.verbs import POWER
from goodwill.records.registry import EVERY, Panel, RecordType, contribute_panel
from goodwill.records.views.typed import url_of


@record_action
def arrange_page(type: RecordType, record: Any, actor: Actor) -> ListAction | None:
    if not actor.may(POWER):
        return None
    return ListAction(_("Arrange this page"), f"{url_of(type, record.pk)}?{ASKED}=", "layout-dashboard")


def of_the_page(record: Any, actor: Actor) -> Mapping[str, Any]:
    """Drawn from what the page of a record knows anyway."""
    return {}


DETAILS_PANEL = Panel(
    DETAILS, _("Details"), "layouts/details.html", of_the_page, "list", order=-10, place="left", stays=True
)
HISTORY_PANEL = Panel("history", _("History"), "layouts/history.html", of_the_page, "history", order=1000, place="main")


def add_panels() -> None:
    contribute_panel(EVERY, DETAILS_PANEL)
    contribute_panel(EVERY, HISTORY_PANEL)
