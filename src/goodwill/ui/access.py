"""What each view declares about who may open it. Rights on records are checked in verbs and `rights.visible`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`open` views are for everybody, for the reason in `why`; others need a signed-in user and perhaps a power.

    Who looks as somebody else changes nothing, except by views that are `for_watchers`, and opens no `private` ones.
    """

    open: bool = False
    power: str = ""
    why: str = ""
    private: bool = False
    for_watchers: bool = False


def public(why: str) -> Callable[[V], V]:
    """For everybody, because ..."""
    return _declare(Access(open=True, why=why))


def signed_in(view: V) -> V:
    """For every user of the firm; what they see is narrowed by `rights.visible`."""
    return _declare(Access())(view)


def power(name: str) -> Callable[[V], V]:
    """For users whose role has this power."""
    return _declare(Access(power=name))


def private(view: V) -> V:
    """What is a user's own affair: closed to whoever looks as them."""
    view.access = replace(_declared(view), private=True)  # type: ignore[attr-defined]
    return view


def for_watchers(view: V) -> V:
    """Open to changes by whoever looks as somebody else: to end it."""
    view.access = replace(_declared(view), for_watchers=True)  # type: ignore[attr-defined]
    return view


def _declared(view: Callable[..., Any]) -> Access:
    return access_of(view) or Access()


def access_of(view: Callable[..., Any]) -> Access | None:
    found: Access | None = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    return found


def _declare(access: Access) -> Callable[[V], V]:
    def mark(view: V) -> V:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark
