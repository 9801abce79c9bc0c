"""What a firm declared by itself, as this process remembers it: its record types, and what other rooms make of them.

The profile, which every request reads anyway, carries a stamp that is another one after each change; what was read
under a stamp holds as long as it is the firm's. Stamps are random: one that was rolled back never returns.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from goodwill.kernel import workspace
from goodwill.kernel.changes.batches import Entry
from goodwill.kernel.changes.projecting import projection
from goodwill.kernel.models import CustomType, PageLayout, Profile, Tracked
from goodwill.kernel.models.custom import model_named
from goodwill.kernel.refs import declared_models

T = TypeVar("T")
KEPT_FIRMS = 64
_MEMO = "layout"


@dataclass(frozen=True, eq=False)
class Layout:
    """`types` are those of the firm, `models` those of all records by their ref names: what lies in the trash has a
    history, so its model is among them.
    """

    types: tuple[CustomType, ...] = ()
    models: Mapping[str, type[Tracked]] = field(default_factory=declared_models)
    _made: dict[Any, Any] = field(default_factory=dict)

    def made(self, make: Callable[[], T]) -> T:
        """What the function makes of this layout; made once, and kept as long as the layout."""
        if make not in self._made:
            self._made[make] = make()
        found: T = self._made[make]
        return found


_kept: OrderedDict[tuple[str, str], Layout] = OrderedDict()
_lock = Lock()


def current() -> Layout:
    """The layout of the firm that is entered; outside of every firm, what is the same for all."""
    here = workspace.entered_one()
    if here is None:
        return _of_none()
    memo = workspace.memo()
    found: Layout | None = memo.get(_MEMO)
    if found is None:
        found = memo[_MEMO] = _known(here.id)
    return found


def touch() -> None:
    """Say that something of the layout changed; holds for everybody once the transaction is committed."""
    Profile.everything.filter(pk=1).update(layout=secrets.token_hex(8))
    for name in ("profile", _MEMO):
        workspace.memo().pop(name, None)


@projection(CustomType, PageLayout)
def follow(entries: Sequence[Entry]) -> None:
    touch()


@cache
def _of_none() -> Layout:
    return Layout()


def _known(firm: str) -> Layout:
    try:
        stamp = Profile.current().layout
    except Profile.DoesNotExist:  # before its first run, a firm has declared nothing
        return _of_none()
    if not stamp:
        return _of_none()
    with _lock:
        found = _kept.pop((firm, stamp), None)
        if found is None:
            found = _read()
        _kept[firm, stamp] = found
        if len(_kept) > KEPT_FIRMS:
            _kept.popitem(last=False)
    return found


def _read() -> Layout:
    rows = list(CustomType.everything.order_by("label", "id"))
    live = tuple(row for row in rows if row.deleted_at is None)
    return Layout(live, {**declared_models(), **{row.name: model_named(row.name) for row in rows}})
