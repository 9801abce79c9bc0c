"""What the area adds to the frame: places, things to make, the day on the home page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.queries.my_day import MyDay, my_day, waiting_for
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.ui import slots
from goodwill.ui.slots import Command, Create, HomeCard, Nav, SettingsPage


def _reads(actor: Actor) -> bool:
    return rights.allows(actor, "read", Party)


def _creates(actor: Actor) -> bool:
    return rights.allows(actor, "create", Party)


def _place(slug: str, label: Any, icon: str, order: int, key: str, **more: Any) -> Nav:
    return Nav(
        label=label, url="record_list", args={"slug": slug}, icon=icon, order=order, key=key, right=_reads, **more
    )


def _made(slug: str, label: Any, icon: str, order: int, key: str) -> Create:
    return Create(label=label, url="record_new", args={"slug": slug}, icon=icon, order=order, key=key, right=_creates)


def _day(actor: Actor) -> MyDay | None:
    return my_day(actor) if rights.allows(actor, "read", Task) else None


slots.nav.add(
    _place("people", _("People"), "users", 10, "p"),
    _place("companies", _("Companies"), "building-2", 20, "o"),
    _place("tasks", _("Tasks"), "circle-check", 30, "t", count=waiting_for),
)
slots.create.add(
    _made("people", _("Person"), "user-plus", 10, "p"),
    _made("companies", _("Company"), "building-2", 20, "o"),
    _made("tasks", _("Task"), "circle-check", 30, "t"),
    _made("households", _("Household"), "house", 40, "h"),
)
slots.phone_bar.add(_place("tasks", _("Tasks"), "circle-check", 10, "t"))
slots.home_cards.add(HomeCard(name="my-day", template="people/my_day.html", data=_day, order=10, wide=True))
slots.commands.add(
    Command(
        label=_("Clean data"),
        url="clean_data",
        icon="sparkles",
        order=40,
        words=_("repair stale incomplete bounced"),
        right=_reads,
    )
)
slots.settings_pages.add(
    SettingsPage(
        label=_("Wordings of consents"),
        url="consent_wordings",
        group=_("Firm"),
        icon="shield-check",
        order=24,
        hint=_("What people agree to, word for word"),
        right=lambda actor: actor.may("manage_settings"),
    )
)
