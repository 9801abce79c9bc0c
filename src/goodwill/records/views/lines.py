"""Rows of a list as the grid draws them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.query import Row
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import list_url


class Line(NamedTuple):
    """A row as the grid draws it, which takes it apart; `tick` is the verb that finishes it, where the reader may."""

    id: int
    name: str
    url: str
    cells: Mapping[str, Any]
    group: str = ""
    ended: frozenset[str] = frozenset()
    tick: str = ""

    def __str__(self) -> str:
        return self.name


def lines_of(
    type: RecordType, rows: Sequence[Row], actor: Actor, group: Callable[[Row], str] = lambda row: ""
) -> list[Line]:
    """The rows, each with the words that it stands under."""
    base, finishing = list_url(type), _finished_by(type, rows, actor)
    return [
        Line(
            row.id,
            str(row.cells.get(type.title) or row.id),
            f"{base}{row.id}/",
            row.cells,
            group(row),
            row.ended,
            type.tick if row.id in finishing else "",
        )
        for row in rows
    ]


def _finished_by(type: RecordType, rows: Sequence[Row], actor: Actor) -> set[int]:
    """Those of the rows that the actor may finish."""
    if not type.tick or not actor.may_do(type.ref_name, type.tick):
        return set()
    ids = {row.id for row in rows}
    if rights.unlimited(type.model, actor, "change"):
        return ids
    return set(rights.visible(type.model.objects.filter(pk__in=ids), actor, "change").values_list("pk", flat=True))
