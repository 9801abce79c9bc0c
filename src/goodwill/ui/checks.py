from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch

from goodwill.ui import assets, slots


def slots_resolve(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Every registered entry leads somewhere and has an icon that is in the sprite."""
    for entry in (entry for slot in slots.LINKS for entry in slot):
        try:
            _ = entry.href
        except NoReverseMatch:
            yield Error(f"{entry.label} leads to {entry.url!r}, which is no URL.", id="ui.E001")
        if entry.icon not in assets.icons():
            yield Error(f"{entry.label} has the icon {entry.icon!r}, which is not in icons.txt.", id="ui.E002")
