"""What users keep at hand: favourites, and the view that a list of theirs begins with. Each sees and sets their own."""

import json
from collections.abc import Sequence

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from goodwill.kernel import workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.json_rows import JsonArray, JsonList
from goodwill.kernel.models import Pin, User
from goodwill.kernel.prepared import prepared
from goodwill.kernel.workspace import memo

MOST = 30


def pins_of(actor: Actor) -> Sequence[Pin]:
    """In the order in which they were pinned; one query for a request."""
    if actor.user_id is None or not workspace.entered_one():
        return ()
    key = f"pins of {actor.user_id}"
    if key not in memo():
        read = actor.user.__dict__.pop(PINS, None) if actor.user else None
        memo()[key] = tuple(_pins(actor.user_id)) if read is None else _of_rows(read)
    found: tuple[Pin, ...] = memo()[key]
    return found


@prepared
def _pins(user: int) -> QuerySet[Pin]:
    return Pin.objects.filter(user=user).order_by("id")


PINS = "pins_read"
_COLUMNS = ("id", "kind", "type", "view", "record_id")


def with_pins(users: "QuerySet[User]") -> "QuerySet[User]":
    """Users whose pins are read with them, so that `pins_of` asks for nothing more."""
    rows = Pin.objects.filter(user=OuterRef("pk")).order_by().values("user")
    listed = Subquery(rows.annotate(rows=JsonList(JsonArray(*_COLUMNS))).values("rows"))
    return users.annotate(**{PINS: Coalesce(listed, Value("[]"), output_field=TextField())})


def _of_rows(read: str) -> tuple[Pin, ...]:
    return tuple(Pin(**dict(zip(_COLUMNS, row, strict=True))) for row in sorted(json.loads(read)))


def favourites(actor: Actor) -> list[Pin]:
    return [pin for pin in pins_of(actor) if pin.kind == Pin.Kind.FAVOURITE]


def first_view(actor: Actor, type: str) -> str:
    """The view that the lists of this type begin with; empty for the first one."""
    return next((pin.view for pin in pins_of(actor) if pin.kind == Pin.Kind.FIRST and pin.type == type), "")


def turn(by: Actor, type: str, *, view: str = "", record_id: int = 0, most: str = "") -> bool:
    """Among the favourites if it was not, else out of them. Refused, saying `most`, when there are too many."""
    if by.user_id is None:
        return False
    mine = Pin.objects.filter(user=by.user_id, kind=Pin.Kind.FAVOURITE)
    with transaction.atomic():
        gone, _each = mine.filter(type=type, view=view, record_id=record_id).delete()
        if not gone and mine.count() >= MOST:
            raise Refused(most)
        if not gone:
            Pin.objects.get_or_create(
                user_id=by.user_id, kind=Pin.Kind.FAVOURITE, type=type, view=view, record_id=record_id
            )
    _forget(by)
    return not gone


def begin_with(by: Actor, type: str, view: str) -> None:
    """Lists of this type begin with this view from now on; an empty one stands for the first."""
    if by.user_id is None:
        return
    with transaction.atomic():
        Pin.objects.filter(user=by.user_id, kind=Pin.Kind.FIRST, type=type).delete()
        if view:
            Pin.objects.get_or_create(user_id=by.user_id, kind=Pin.Kind.FIRST, type=type, view=view)
    _forget(by)


def _forget(by: Actor) -> None:
    memo().pop(f"pins of {by.user_id}", None)
    if by.user:
        by.user.__dict__.pop(PINS, None)
