"""What rights learn from above: filters as scopes, and the rows that hold the values of a field.

The kernel knows neither filters nor fields. `records` registers both at its start; without it a filter reaches nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from goodwill.kernel import workspace
from goodwill.kernel.actors import CHANGE, HIDDEN, READ, WHERE, Actor

if TYPE_CHECKING:
    from goodwill.kernel.models import Tracked


@dataclass(frozen=True)
class Held:
    """Rows of some model that hold a field of `of`: `constant` narrows them, `link` leads to the record."""

    of: str
    field: str
    link: str
    constant: Mapping[str, Any]

    def matches(self, row: "Tracked") -> bool:
        return all("__" in name or getattr(row, name) == value for name, value in self.constant.items())


Reaching = Callable[[type[Any], str, Actor], Q | None]
Holding = Callable[[Any, str, Actor], bool]
_reaching: list[Reaching] = []
_holding: list[Holding] = []
_held: list[Callable[[type[Any]], Sequence[Held]]] = []


def register(*, reaching: Reaching, holding: Holding, held: Callable[[type[Any]], Sequence[Held]]) -> None:
    """`reaching` makes a condition of a filter's text (None where it cannot be read), `holding` asks one record."""
    _reaching[:], _holding[:], _held[:] = [reaching], [holding], [held]


def reach(model: "type[Tracked]", scope: str, actor: Actor) -> Q | None:
    """The condition that a filter scope means for this actor; read once in a request."""
    memo, key = workspace.memo(), f"{scope} on {model.ref_name()} for {actor.user_id}"
    if key not in memo:
        text = scope.removeprefix(WHERE)
        memo[key] = _reaching[0](model, text, actor.in_the_firms_name()) if _reaching else None
    found: Q | None = memo[key]
    return found


def holds(record: "Tracked", scope: str, actor: Actor) -> bool:
    return bool(_holding) and _holding[0](record, scope.removeprefix(WHERE), actor.in_the_firms_name())


def rows_locked(model: "type[Tracked]", actor: Actor, right: str) -> Q | None:
    """The rows of a model that hold fields on which the actor has no such right; None where there are none."""
    locked = [one for one in _narrowed(model, actor) if _lacks(actor, one, right)]
    every = {"pk__isnull": False}
    return Q(*(Q(**(one.constant or every)) for one in locked), _connector=Q.OR) if locked else None


def fields_locked_in(row: "Tracked", actor: Actor, *, right: str = CHANGE, names: Sequence[str] = ()) -> list[Held]:
    """The fields behind this row on which the actor has no such right; moving it to another record changes none."""
    return [
        one
        for one in _narrowed(type(row), actor)
        if _lacks(actor, one, right) and one.matches(row) and list(names) != [one.link]
    ]


def _lacks(actor: Actor, one: Held, right: str) -> bool:
    found = actor.field_right(one.of, one.field)
    return found == HIDDEN or (found != CHANGE and right not in (READ, "export"))


def _narrowed(model: "type[Tracked]", actor: Actor) -> Sequence[Held]:
    return _held[0](model) if actor.narrowed and _held else ()
