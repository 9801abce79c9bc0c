"""The page of a record: who it is, what happened, and what other areas know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import registry, writing
from goodwill.records.actions import quick_actions, record_actions
from goodwill.records.layouts.arranged import FACTS, arrangement_of, panels_shown
from goodwill.records.layouts.columns import columns_of, run_asked_for, shape_of
from goodwill.records.layouts.pages import arranging, in_mode
from goodwill.records.parameters import is_left, verbs_offered
from goodwill.records.registry import RecordType
from goodwill.records.show import shown_fields, title_of
from goodwill.records.siblings.nearby import nearby_url
from goodwill.records.story import story_of
from goodwill.records.veil import veil
from goodwill.records.views.typed import actor_of, list_url, typed, url_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

BLOCKS = {"story": "#story"}


@typed("detail")
def detail(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    record = writing.find(type, pk, actor)
    context = page_of(type, record, actor)
    if in_mode(request):
        return arranging(request, type, record, context)
    template = "records/peek.html" if beside(request) else "records/detail.html"
    return in_columns(request, template, context, BLOCKS)


@typed("peek")
def peek(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """The record beside the list, in the side sheet."""
    record = writing.find(type, pk, actor)
    return render.page(request, "records/peek.html", page_of(type, record, actor))


@typed()
def menu(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """What can be done to a row of a list."""
    record = writing.find(type, pk, actor)
    may_change, may_delete = (rights.allows(actor, right, record) for right in ("change", "delete"))
    context = {
        "record_url": url_of(type, pk),
        "nearby_url": nearby_url(type, pk, actor),
        "verbs": [verb for verb in verbs_offered(type, record, actor) if verb.name in type.deeds or not type.deeds],
        "deeds": Deeds(type, pk, may_change, may_delete, actor),
    }
    return render.page(request, "records/menu.html", context)


def in_columns(
    request: HttpRequest, template: str, context: Mapping[str, Any], blocks: Mapping[str, str]
) -> HttpResponse:
    """A page whose panels stand in columns, or the run of them that asked to be drawn anew: its block `run`."""
    columns = columns_of(context["panels"])
    run = run_asked_for(request, columns)
    asked = {**blocks, "run": f"#{run.id}"} if run else blocks
    return render.page(
        request, template, {**context, "columns": columns, "shape": shape_of(columns), "run": run}, blocks=asked
    )


def beside(request: HttpRequest) -> bool:
    """Whether the record is wanted in the side sheet: the list asks for its page there."""
    return request.headers.get("HX-Target") == "sheet"


def page_of(type: RecordType, record: Any, actor: Actor) -> dict[str, Any]:
    """What every record page shows, generic or written by hand."""
    may_change = rights.allows(actor, "change", record)
    offered = verbs_offered(type, record, actor)
    record = veil(record, actor)
    return {
        "type": type,
        "record": record,
        "title": title_of(type, record),
        "described": shown_fields(type, record, actor, type.describe),
        "fields": shown_fields(type, record, actor, arrangement_of(type, actor).shown(FACTS, type.all_fields)),
        "panels": panels_for(type, record, actor),
        "story": story_of(record, actor),
        "verbs": offered,
        "may_change": may_change,
        "actions": record_actions(type, record, actor),
        "quick": quick_actions(type, record.pk, offered),
        "deeds": Deeds(type, record.pk, may_change, rights.allows(actor, "delete", record), actor),
        "list_url": list_url(type),
        "record_url": url_of(type, record.pk),
    }


@dataclass(frozen=True)
class Deeds:
    """Where the buttons of a record lead; empty for what the actor may not do, and None for a verb that their role does
    not have: what leads to None is not drawn.
    """

    type: RecordType
    pk: int
    may_change: bool
    may_delete: bool
    actor: Actor | None = None

    @property
    def edit(self) -> str:
        return url_of(self.type, self.pk, "record_edit") if self.may_change else ""

    @property
    def trash(self) -> str:
        return (self.of("trash") or "") if self.may_delete else ""

    def of(self, verb: str) -> str | None:
        declared = verbs.get(self.type.ref_name, verb) if self.actor else None
        if self.actor and declared and not is_left(declared, self.type, self.actor):
            return None
        return url_of(self.type, self.pk, "record_verb", name=verb)


def panels_for(type: RecordType, record: Any, actor: Actor, place: str = "") -> list[dict[str, Any]]:
    """The panels that have something to show, each with its template and context."""
    found = []
    for panel in panels_shown(type, actor, place):
        context = panel.function(record, actor)
        if context is not None:
            found.append({"panel": panel, **context})
    return found


@signed_in
def go(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """From a ref, or the name of a type and an id, to the page of the record."""
    found = registry.for_ref((name, pk)) or registry.get(name)
    if found is None:
        raise Missing
    record = writing.find(found, pk, actor_of(request))
    return render.redirect(request, url_of(found, record.pk))
