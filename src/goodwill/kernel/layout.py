"""A stamp of what the firm shaped for itself: its own fields, and whatever else lists and forms are made of.

What is made from these may be kept in the process as long as the stamp stays the same. It is read with the firm's
profile, once per entry into its workspace, and is never the same again: not after a change that was rolled back, and
not in a copy that was restored.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from goodwill.kernel import workspace
from goodwill.kernel.models import Profile

T = TypeVar("T")
FIRMS_KEPT = 256


class _Made(NamedTuple):
    stamp: str
    things: dict[str, Any]


_of_firms: "OrderedDict[str, _Made]" = OrderedDict()


def stamp() -> str:
    """Empty where no firm is entered, or where one was only just begun."""
    if workspace.entered_one() is None:
        return ""
    memo = workspace.memo()
    if "layout" not in memo:
        profile = Profile.founded()
        memo["layout"] = profile.layout if profile else ""
    found: str = memo["layout"]
    return found


def changed() -> None:
    """Everything that was made from the layout is out of date; called in the transaction that changes it."""
    fresh = secrets.token_hex(8)
    Profile.everything.filter(pk=1).update(layout=fresh)
    memo = workspace.memo()
    memo.pop("profile", None)
    memo.pop("made", None)
    memo["layout"] = fresh


def made(name: str, make: Callable[[], T]) -> T:
    """What `make` returns for the present layout of the firm that is entered; made once in this process."""
    memo = workspace.memo()
    things: dict[str, Any] | None = memo.get("made")
    if things is None:
        things = memo["made"] = _things(workspace.current().id, stamp())
    if name not in things:
        things[name] = make()
    found: T = things[name]
    return found


def _things(firm: str, now: str) -> dict[str, Any]:
    kept = _of_firms.get(firm)
    if kept is None or kept.stamp != now:
        kept = _of_firms[firm] = _Made(now, {})
        while len(_of_firms) > FIRMS_KEPT:
            _of_firms.popitem(last=False)
    return kept.things
