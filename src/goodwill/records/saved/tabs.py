"""The tabs above a list, and what its reader can do with the view that is shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from goodwill.kernel import pins, rights
from goodwill.kernel.actors import Actor
from goodwill.records.saved.known import first_view

if TYPE_CHECKING:
    from goodwill.records.views.asked import Asked


@dataclass(frozen=True)
class Views:
    """Addresses of what can be done; empty where it cannot. `begins` says that the reader's list begins here."""

    tabs: list[dict[str, Any]]
    changed: bool
    reset: str
    new: str
    star: str
    starred: bool
    begin: str
    begins: bool
    keep: str = ""
    describe: str = ""
    delete: str = ""
    moves: tuple[tuple[str, Any, str], ...] = ()


def views_of(asked: "Asked", actor: Actor) -> Views:
    kind, name, saved = asked.type, asked.view.name, asked.here.saved
    watched = actor.watcher is not None
    common: dict[str, Any] = {
        "tabs": _tabs(asked),
        "changed": asked.changed,
        "reset": asked.as_saved().url(),
        "new": "" if watched else asked.deed("view_new"),
        "star": "" if watched else asked.deed("view_star", name=name),
        "starred": any((pin.type, pin.view) == (kind.name, name) for pin in pins.favourites(actor)),
        "begin": asked.deed("view_begin"),
        "begins": watched or name == (asked.home or first_view(kind).name),
    }
    if saved is None or not rights.allows(actor, "change", saved):
        return Views(**common)
    mine = [one.saved.pk for one in asked.known if one.saved and rights.allows(actor, "change", one.saved)]
    moves = [
        (asked.deed("view_move", pk=saved.pk, more={"to": to}), label, icon)
        for to, label, icon, end in (
            ("front", _("Move to the left"), "arrow-left", mine[0]),
            ("end", _("Move to the right"), "arrow-right", mine[-1]),
        )
        if end != saved.pk
    ]
    return Views(
        **common,
        keep=asked.deed("view_keep", pk=saved.pk),
        describe=asked.deed("view_describe", pk=saved.pk),
        delete=asked.deed("view_delete", pk=saved.pk),
        moves=tuple(moves),
    )


def _tabs(asked: "Asked") -> list[dict[str, Any]]:
    return [
        {
            "label": known.view.label,
            "href": asked.in_view(known).url(),
            "current": known.view.name == asked.view.name,
            "dot": known.view.name == asked.view.name and asked.changed,
        }
        for known in asked.known
    ]
