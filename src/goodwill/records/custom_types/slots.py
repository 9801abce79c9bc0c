"""A firm's own types in the frame: places, things to make, and the page on which they are made."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import CustomType
from goodwill.kernel.models.custom import model_named
from goodwill.kernel.own_types import own_types
from goodwill.records import registry
from goodwill.records.custom_types.verbs import POWER
from goodwill.ui import slots
from goodwill.ui.slots import Command, Create, Nav, SettingsPage

AFTER = 400


def places(actor: Actor) -> Iterator[Nav]:
    for known in _shown(actor, "read"):
        yield Nav(label=known.plural, url="record_list", args={"slug": known.slug}, icon=known.icon, order=AFTER)


def made(actor: Actor) -> Iterator[Create]:
    for known in _shown(actor, "create"):
        yield Create(label=known.label, url="record_new", args={"slug": known.slug}, icon=known.icon, order=AFTER)


def _shown(actor: Actor, right: str) -> Iterator[CustomType]:
    for row in own_types().live:
        known = registry.get(row.name)
        if known is not None and rights.allows(actor, right, model_named(row.name)):
            yield row


slots.nav.add_source(places)
slots.create.add_source(made)
slots.settings_pages.add(
    SettingsPage(
        label=_("Record types"),
        url="record_list",
        args={"slug": "record-types"},
        group=_("Firm"),
        icon="layout-grid",
        order=25,
        hint=_("What else you keep lists of: vehicles, houses, courses"),
        right=lambda actor: actor.may(POWER),
    )
)
slots.commands.add(
    Command(
        label=_("New record type"),
        url="record_new",
        args={"slug": "record-types"},
        icon="layout-grid",
        order=60,
        words=_("custom object table module entity"),
        right=lambda actor: actor.may(POWER),
    )
)
