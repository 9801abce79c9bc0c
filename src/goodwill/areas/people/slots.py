"""What the area adds to the frame: places, things to make, the day on the home page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.queries import doubles
from goodwill.areas.people.queries.my_day import MyDay, my_day, waiting_for
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, list_action
from goodwill.records.registry import RecordType
from goodwill.ui import slots
from goodwill.ui.slots import Command, Create, HomeCard, Nav


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


def _clean(actor: Actor) -> dict[str, int] | None:
    """How many pairs are likely one; nothing is said where there are none."""
    if not rights.allows(actor, "change", Party):
        return None
    likely = doubles.count_of(doubles.pairs_of("likely", actor))
    return {"likely": likely, "certain": doubles.count_of(doubles.pairs_of("certain", actor))} if likely else None


@list_action
def duplicates_button(type: RecordType, actor: Actor, query: str) -> ListAction | None:
    return ListAction(_("Duplicates"), reverse("duplicates"), "copy") if type.model is Party and _reads(actor) else None


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
slots.home_cards.add(HomeCard(name="clean-data", template="people/clean_data.html", data=_clean, order=60))
slots.commands.add(
    Command(
        label=_("Duplicates"), url="duplicates", icon="copy", words=_("doubles merge same twice clean"), right=_reads
    )
)
