"""What the area adds to the pages of its own parties: whom one may be too, and what went into it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Party
from goodwill.kernel.actors import Actor
from goodwill.records.registry import Panel, contribute_panel


def _doubles(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Asked for once the page stands: most parties have none."""
    return {"url": reverse("doubles_of", kwargs={"pk": party.pk})}


def _of_the_page(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Drawn from what the page of a party knows anyway."""
    return {}


PANELS = (
    Panel("around", _("Around them"), "people/side/around.html", _of_the_page, icon="users", order=10),
    Panel("tasks", _("Tasks"), "people/side/tasks.html", _of_the_page, icon="circle-check", order=20),
    Panel("relationship", _("Relationship"), "people/side/relationship.html", _of_the_page, icon="handshake", order=80),
    Panel("consents", _("Consents"), "people/side/consents.html", _of_the_page, icon="shield-check", order=82),
    Panel("doubles", _("Duplicates"), "people/doubles_panel.html", _doubles, icon="copy", order=90),
)


def add_panels() -> None:
    for name in ("person", "company", "household"):
        for panel in PANELS:
            contribute_panel(name, panel)
