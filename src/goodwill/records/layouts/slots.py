"""The way to the arranging of a page, on the page itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, record_action
from goodwill.records.layouts.pages import ASKED
from goodwill.records.layouts.verbs import POWER
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import url_of


@record_action
def arrange_page(type: RecordType, record: Any, actor: Actor) -> ListAction | None:
    if not actor.may(POWER):
        return None
    return ListAction(_("Arrange this page"), f"{url_of(type, record.pk)}?{ASKED}=", "layout-dashboard")
