"""On the page of a record, the records that lead to it by a field of the firm's own: the visits of a vehicle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from goodwill.kernel import layout, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Link, Tracked
from goodwill.records import registry
from goodwill.records.codec import whole
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.query import sort_of
from goodwill.records.query.cells import Reader
from goodwill.records.registry import Panel, RecordType
from goodwill.records.show import Shown
from goodwill.records.views.typed import list_url, url_of

FEW = 8
SAID = 4
ORDER = 30


@dataclass(frozen=True)
class Line:
    """A record that leads here: its name, what else its list shows first, and its amount."""

    title: str
    url: str
    said: tuple[Shown, ...]
    amount: Shown | None


def panels_to(type_name: str) -> Iterator[Panel]:
    """One for each relation field of any type that leads to records of this one."""
    return iter(layout.made(f"related to {type_name}", partial(_panels, type_name)) if layout.stamp() else ())


def _panels(type_name: str) -> tuple[Panel, ...]:
    here = registry.get(type_name)
    if here is None:
        return ()
    found = list(_all_leading(here))
    of_type = [kind.name for kind, _field in found]
    place = "side" if "detail" in here.pages else "main"
    return tuple(
        Panel(
            f"related_{kind.name}_{field.name}",
            f"{kind.plural}: {field.label}" if of_type.count(kind.name) > 1 else kind.plural,
            "custom_types/related.html",
            partial(_related, kind, field),
            icon=kind.icon,
            order=ORDER,
            place=place,
        )
        for kind, field in found
    )


def _all_leading(here: RecordType) -> Iterator[tuple[RecordType, Field]]:
    return ((kind, field) for kind in registry.types() for field in _leading(kind, here))


def _leading(kind: RecordType, here: RecordType) -> Iterator[Field]:
    for field in own_fields(kind.name).values():
        target = registry.get(field.target) if field.kind is Kind.RELATION else None
        if target is here or (target and target.ref_name == here.ref_name and not target.constant):
            yield field


def _related(kind: RecordType, field: Field, record: Tracked, actor: Actor) -> Mapping[str, Any] | None:
    if not rights.allows(actor, "read", kind.model) or not readable(field, actor):
        return None
    rows = kind.rows(actor).filter(**_back(kind, field, record))
    lines = list(_lines(kind, field, rows, actor))
    more = rows.aggregate(all=Count("pk"))["all"] if len(lines) > FEW else 0
    filtered = urlencode({"filter": f"{field.name} is #{record.pk}"})
    asked = urlencode({"origin": f"{field.name}:{record.pk}"})
    return {
        "kind": kind,
        "lines": lines[:FEW],
        "more": more,
        "list_url": f"{list_url(kind)}?{filtered}",
        "new_url": f"{list_url(kind, 'record_new')}?{asked}" if rights.allows(actor, "create", kind.model) else "",
    }


def _lines(kind: RecordType, field: Field, rows: Any, actor: Actor) -> Iterator[Line]:
    """The newest first: by the first day that such a record has, else as they were made."""
    known = [one for one in (kind.field(name) for name in kind.columns) if readable(one, actor) and one is not field]
    title = kind.field(kind.title)
    said = [one for one in known if one is not title and one.kind not in (Kind.USER, Kind.TEAM)][:SAID]
    day = next((one for one in said if one.kind in (Kind.DATE, Kind.MOMENT) and one.sortable), None)
    sort = sort_of(f"-{day.name}" if day else "", kind, actor)
    reader = Reader(kind, actor, (title, *said), sort)
    ordered = rows.annotate(**reader.aliases) if reader.aliases else rows
    ordered = ordered.order_by(*sort.ordering()) if day else ordered.order_by("-pk")
    for row in reader.rows(list(ordered.values_list(*reader.paths)[: FEW + 1])):
        shown = [Shown(one, value) for one in said if not one.is_empty(value := row.cells[one.name])]
        amount = next((one for one in shown if one.field.kind is Kind.MONEY), None)
        rest = tuple(one for one in shown if one is not amount)
        yield Line(str(row.cells[title.name] or row.id), url_of(kind, row.id), rest, amount)


def _back(kind: RecordType, field: Field, record: Any) -> dict[str, Any]:
    """The condition that those which lead to the record meet."""
    links = Link.objects.filter(type=kind.ref_name, field=field.name, to_type=record.ref_name(), to_id=record.pk)
    return {"pk__in": links.values("ref_id")}


def parts_of(here: RecordType) -> Iterator[whole.Part]:
    """What leaves with a record that somebody takes out as a whole."""
    for kind, field in _all_leading(here):
        yield whole.Part(f"{kind.slug}_{field.name}", kind, partial(_back, kind, field))


registry.add_panel_source(panels_to)
whole.add_source(parts_of)
