"""What the area adds to the frame: places, things to make, the day on the home page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.queries import doubles
from goodwill.areas.people.queries.my_day import (
    Birthday,
    MyDay,
    birthdays,
    recent_parties,
    tasks_of_day,
    waiting_for,
)
from goodwill.areas.people.queries.news import followed, news
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, Quick, at_hand, list_action
from goodwill.records.filter.context import context_of
from goodwill.records.registry import RecordType
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
    return tasks_of_day(actor) if rights.allows(actor, "read", Task) else None


def _birthdays(actor: Actor) -> list[Birthday] | None:
    return birthdays(actor, context_of(actor).today) or None


def _card(name: str, data: Any, order: int, place: str) -> HomeCard:
    return HomeCard(name=name, template=f"people/home/{name}.html", data=data, order=order, place=place, right=_reads)


def _doubles(actor: Actor) -> dict[str, int] | None:
    """How many pairs are likely one; nothing is said where there are none."""
    if not rights.allows(actor, "change", Party):
        return None
    likely = doubles.count_of(doubles.pairs_of("likely", actor))
    return {"likely": likely, "certain": doubles.count_of(doubles.pairs_of("certain", actor))} if likely else None


@list_action
def duplicates_button(type: RecordType, actor: Actor, asked: Any) -> ListAction | None:
    return ListAction(_("Duplicates"), reverse("duplicates"), "copy") if type.model is Party and _reads(actor) else None


slots.nav.add(
    _place("people", _("People"), "users", 10, "p"),
    _place("companies", _("Companies"), "building-2", 20, "o"),
    _place("households", _("Households"), "house-heart", 25, "f"),
    _place("tasks", _("Tasks"), "circle-check", 30, "t", count=waiting_for),
)
slots.create.add(
    _made("people", _("Person"), "user-plus", 10, "p"),
    _made("companies", _("Company"), "building-2", 20, "o"),
    _made("tasks", _("Task"), "circle-check", 30, "t"),
    _made("households", _("Household"), "house-heart", 40, "h"),
)
slots.phone_bar.add(
    _place("tasks", _("Tasks"), "circle-check", 10, "t", count=waiting_for),
    _place("people", _("People"), "users", 20, "p"),
)
slots.commands.add(
    Command(
        label=_("Duplicates"), url="duplicates", icon="copy", words=_("doubles merge same twice clean"), right=_reads
    ),
    Command(
        label=_("Clean data"),
        url="clean_data",
        icon="sparkles",
        order=40,
        words=_("repair stale incomplete bounced"),
        right=_reads,
    ),
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
slots.home_cards.add(
    _card("day", _day, 10, "main"),
    _card("news", news, 10, "middle"),
    _card("birthdays", _birthdays, 10, "side"),
    _card("doubles", _doubles, 15, "side"),
    _card("lately", recent_parties, 20, "side"),
    _card("followed", lambda actor: followed(actor) or None, 30, "side"),
)
at_hand(
    Quick("write_note", _("Note"), "sticky-note"),
    Quick("plan_task", _("Task"), "circle-check"),
    Quick("tag", _("Tag"), "tag"),
    Quick("assign", _("Assign"), "user-check"),
)
