"""What happens to saved views. They are their owner's; a firm's can also be changed by who may change its settings."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import SavedView, Team
from goodwill.kernel.verbs import verb
from goodwill.records.layout import ROWS, Layout
from goodwill.records.query import Listing
from goodwill.records.query.foot import check_sums
from goodwill.records.query.siblings import check_layout
from goodwill.records.registry import RecordType
from goodwill.records.saved.known import MOST

Share = SavedView.Share


@verb(
    SavedView,
    right="create",
    label=gettext_lazy("Save a view"),
    done=gettext_lazy("saved a view"),
    icon="save",
    bulk=False,
)
def save_view(
    *,
    by: Actor,
    type: RecordType,
    name: str,
    share: str = Share.PRIVATE,
    team: Team | None = None,
    filter: str = "",
    sort: str = "",
    columns: Sequence[str] = (),
    sums: Sequence[str] = (),
    layout: Layout = ROWS,
) -> SavedView:
    """A new view of a list, for its maker, a team of the maker's or everybody. Refused for what cannot be listed."""
    if by.user is None:
        raise Invalid(_("A view belongs to a person, so a person has to save it."))
    rights.require(by, "read", type.model)
    same = SavedView.objects.filter(type=type.name)
    if rights.visible(same, by).count() >= MOST:
        raise Invalid({"name": _("This list has %d saved views already. Delete one first.") % MOST})
    last = same.aggregate(last=Max("position"))["last"] or 0
    contents = _contents(by, type, filter=filter, sort=sort, columns=columns, sums=sums, layout=layout)
    shared = _shared(by, share, team)
    made: SavedView = changes.create(
        SavedView(owner=by.user, type=type.name, name=_named(name), position=last + 1, **shared, **contents)
    )
    return made


@verb(
    SavedView,
    label=gettext_lazy("Save what is shown"),
    done=gettext_lazy("saved what a view shows"),
    icon="save",
    bulk=False,
)
def keep_view(
    view: SavedView,
    *,
    by: Actor,
    type: RecordType,
    filter: str = "",
    sort: str = "",
    columns: Sequence[str] = (),
    sums: Sequence[str] = (),
    layout: Layout = ROWS,
) -> SavedView:
    """The view shows this from now on."""
    changed: SavedView = changes.update(
        view, **_contents(by, type, filter=filter, sort=sort, columns=columns, sums=sums, layout=layout)
    )
    return changed


@verb(
    SavedView,
    label=gettext_lazy("Rename or share"),
    done=gettext_lazy("renamed or shared a view"),
    icon="pencil",
    bulk=False,
)
def describe_view(
    view: SavedView, *, by: Actor, name: str, share: str = Share.PRIVATE, team: Team | None = None
) -> SavedView:
    """Another name, or shared with others. One that is taken from a team's tabs stays its owner's."""
    kept = share == view.share == Share.TEAM and team is not None and team.pk == view.team_id
    shared = {} if kept else _shared(by, share, team)
    return changes.update(view, name=_named(name), **shared)


@verb(SavedView, label=gettext_lazy("Move"), done=gettext_lazy("moved a view"), icon="move", bulk=False)
def move_view(view: SavedView, *, by: Actor, steps: int) -> None:
    """Further to the front or to the end, past the next view that its mover sees and may change."""
    rows = list(rights.visible(SavedView.objects.filter(type=view.type), by, "change").order_by("position", "id"))
    at = [row.pk for row in rows].index(view.pk)
    to = min(max(at + steps, 0), len(rows) - 1)
    places = [row.position for row in rows]
    if len(set(places)) < len(places):
        places = list(range(1, len(rows) + 1))
    rows.insert(to, rows.pop(at))
    for row, place in zip(rows, places, strict=True):
        if row.position != place:
            changes.update(row, position=place)


@verb(
    SavedView,
    right="delete",
    label=gettext_lazy("Delete a view"),
    done=gettext_lazy("deleted a view"),
    icon="trash-2",
    bulk=False,
)
def delete_view(view: SavedView, *, by: Actor) -> None:
    """Nothing happens to the records that it showed."""
    changes.trash(view)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Invalid({"name": _("A view needs a name of at most 60 letters.")})
    return name


def _shared(by: Actor, share: str, team: Team | None) -> dict[str, Any]:
    if share not in Share.values:
        raise Invalid({"share": _("A view is for you, for a team or for everybody.")})
    if share == Share.TEAM and (team is None or team.pk not in by.team_ids):
        raise Invalid({"share": _("You can share a view with the teams that you are in.")})
    return {"share": share, "team": team if share == Share.TEAM else None}


def _contents(by: Actor, type: RecordType, *, sums: Sequence[str], layout: Layout, **asked: Any) -> dict[str, Any]:
    """Raises FilterError or QueryError for what cannot be shown: nothing broken is saved."""
    listing = Listing(type, by, **asked)
    check_sums(listing, sums)
    check_layout(listing, layout)
    kept = {"filter": listing.filter_text, "sort": asked["sort"], "columns": list(asked["columns"])}
    return {**kept, "sums": list(sums), "layout": layout.kept()}
