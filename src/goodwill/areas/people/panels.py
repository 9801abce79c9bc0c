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


def add_panels() -> None:
    panel = Panel("doubles", _("Duplicates"), "people/doubles_panel.html", _doubles, icon="copy", order=90)
    for name in ("person", "company", "household"):
        contribute_panel(name, panel)
