"""Views and favourites in the frame: the side bar shows what somebody starred, the palette every view that is saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from goodwill.kernel import pins, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Pin, SavedView
from goodwill.kernel.text import whole_number
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.records.saved.known import first_view
from goodwill.records.show import chosen
from goodwill.ui import slots
from goodwill.ui.slots import Command, Nav

LIST_ICON = "list-filter"
AFTER = 500


def favourites(actor: Actor) -> Iterator[Nav]:
    """In the order of their stars; what is gone, or not to be seen any more, is left out."""
    found = pins.favourites(actor)
    views, names = _view_labels(found, actor), _record_labels(found, actor)
    for place, pin in enumerate(found):
        kind = registry.get(pin.type)
        if kind is None or not rights.allows(actor, "read", kind.model):
            continue
        if pin.view and (label := views.get((pin.type, pin.view))):
            args, query = {"slug": kind.slug}, f"view={pin.view}"
            yield Nav(label=label, url="record_list", args=args, query=query, icon=LIST_ICON, order=place)
        elif name := names.get((pin.type, pin.record_id)):
            place_of = {"slug": kind.slug, "pk": pin.record_id}
            yield Nav(label=name, url="record", args=place_of, icon=kind.icon, order=place)


def _view_labels(found: Iterable[Pin], actor: Actor) -> dict[tuple[str, str], str]:
    wanted = [pin for pin in found if pin.view]
    labels: dict[tuple[str, str], str] = {}
    for pin in wanted:
        kind = registry.get(pin.type)
        if kind is None:
            continue
        for view in kind.views or (first_view(kind),):
            own = view == first_view(kind)
            labels[pin.type, view.name] = str(view.label) if own else f"{view.label} · {kind.plural}"
    ids = [pk for pin in wanted if (pk := whole_number(pin.view))]
    if ids:
        rows = rights.visible(SavedView.objects.filter(pk__in=ids), actor)
        labels |= {(row.type, str(row.pk)): row.name for row in rows}
    return labels


def _record_labels(found: Iterable[Pin], actor: Actor) -> dict[tuple[str, int], str]:
    """The names of starred records by type and id; one query for each type."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for pin in found:
        if pin.record_id:
            wanted[pin.type].append(pin.record_id)
    labels: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        kind = registry.get(name)
        if kind is not None:
            title = kind.field(kind.title)
            rows = kind.rows(actor).filter(pk__in=ids).values_list("pk", str(title.column))
            labels |= {(name, pk): _name(kind, value) for pk, value in rows}
    return labels


def _name(type: RecordType, value: object) -> str:
    title = type.field(type.title)
    option = chosen(title, value) if title.options() else None
    return str(getattr(option, "label", value))


def view_commands(actor: Actor) -> Iterator[Command]:
    """Every saved view, to go to from the palette."""
    for row in rights.visible(SavedView.objects.all(), actor).order_by("type", "position", "id")[:AFTER]:
        kind = registry.get(row.type)
        if kind is not None and rights.allows(actor, "read", kind.model):
            yield Command(
                label=row.name,
                url="record_list",
                args={"slug": kind.slug},
                query=f"view={row.pk}",
                icon=LIST_ICON,
                words=kind.plural,
                order=AFTER,
            )


slots.favourites.add_source(favourites)
slots.commands.add_source(view_commands)
