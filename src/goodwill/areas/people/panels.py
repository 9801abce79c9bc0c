"""What the area adds to the pages of its own parties: whom one may be too, and what went into it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Note, Party, Task
from goodwill.areas.people.queries.party_page import open_tasks
from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import About, Record
from goodwill.records import registry
from goodwill.records.layouts.slots import DETAILS_PANEL, of_the_page
from goodwill.records.registry import Panel, contribute_panel
from goodwill.records.views.typed import url_of


def _doubles(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Asked for once the page stands: most parties have none."""
    return {"url": reverse("doubles_of", kwargs={"pk": party.pk})}


FEW = 6
SIDE, BLOCKS = "people/side", "people/blocks"
PANELS = (
    Panel("reach", _("Reach them"), f"{BLOCKS}/reach.html", of_the_page, "contact", order=-20, place="left"),
    replace(DETAILS_PANEL, template=f"{BLOCKS}/details.html"),
    Panel(
        "next_step",
        _("Next step"),
        f"{BLOCKS}/next_step.html",
        of_the_page,
        icon="circle-check",
        order=-10,
        place="main",
        stays=True,
    ),
    Panel(
        "history",
        _("Timeline"),
        f"{BLOCKS}/timeline.html",
        of_the_page,
        icon="history",
        order=1000,
        place="main",
        stays=True,
        alone=True,
        sketch=f"{BLOCKS}/timeline_sketch.html",
    ),
    Panel("around", _("Around them"), f"{SIDE}/around.html", of_the_page, icon="users", order=10),
    Panel("tasks", _("Tasks"), f"{SIDE}/tasks.html", of_the_page, icon="circle-check", order=20),
    Panel("wishes", _("Wishes and expectations"), f"{SIDE}/wishes.html", of_the_page, icon="heart-handshake", order=70),
    Panel("relationship", _("Relationship"), f"{SIDE}/relationship.html", of_the_page, icon="handshake", order=80),
    Panel("consents", _("Consents"), f"{SIDE}/consents.html", of_the_page, icon="shield-check", order=82),
    Panel("doubles", _("Duplicates"), "people/doubles_panel.html", _doubles, icon="copy", order=90),
)


def _tasks_about(record: Any, actor: Actor) -> Mapping[str, Any] | None:
    """What is to do with a record that has no page of ours; a party shows its tasks by itself."""
    if not _is_of_others(record) or not rights.allows(actor, "read", Task):
        return None
    return {"tasks": open_tasks(record, actor, limit=FEW), **_deeds(record, actor, "plan_task")}


def _notes_about(record: Any, actor: Actor) -> Mapping[str, Any] | None:
    """Who sees the record sees its notes: they have its rights."""
    if not _is_of_others(record):
        return None
    rows = Note.objects.filter(about_type=record.ref_name(), about_id=record.pk).select_related("created_by")
    notes = rows.order_by(F("pinned_at").desc(nulls_last=True), "-created_at")[:FEW]
    return {"notes": list(notes), **_deeds(record, actor, "write_note")}


def _is_of_others(record: Any) -> bool:
    return isinstance(record, Record) and not isinstance(record, Party | About)


def _deeds(record: Record, actor: Actor, verb: str) -> dict[str, str]:
    noun = registry.for_record(record)
    known = verbs.get(record.ref_name(), verb)
    may = noun is not None and known is not None and rights.allows(actor, known.right, record)
    return {"add_url": url_of(noun, record.pk, "record_verb", name=verb) if may and noun else ""}


PARTIES = ("person", "company", "household", "party")
NOT_ON = frozenset({*PARTIES, "task", "note", "interaction", "preference", "consent", "file"})
OF_ALL = (
    Panel("tasks_about", _("Tasks"), f"{SIDE}/tasks_about.html", _tasks_about, "circle-check", 20, not_on=NOT_ON),
    Panel("notes_about", _("Notes"), f"{SIDE}/notes_about.html", _notes_about, "sticky-note", 25, not_on=NOT_ON),
)


def add_panels() -> None:
    for panel in OF_ALL:
        contribute_panel(registry.EVERY, panel)
    for name in PARTIES:
        for panel in PANELS:
            contribute_panel(name, panel)
