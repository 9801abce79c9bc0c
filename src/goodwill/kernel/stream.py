"""What open pages are told while they are open: notices, how far a job is, that somebody changed or opened the record.

The server polls for each firm with one query and hands on what it gets. It calls `subscriber`, `welcome`, `poll` and
`on_wake` in a thread with no firm entered. A page asks for `/events?at=party:12` to be told about the record it shows.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.http.request import split_domain_port

from goodwill.kernel import rights, seen, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import StreamEvent, User
from goodwill.kernel.presence import Pages, who_is_at
from goodwill.kernel.publishing import on_wake, publish
from goodwill.kernel.refs import Ref, fetch
from goodwill.kernel.snapshots import behind, settled
from goodwill.kernel.text import whole_number

__all__ = ["Event", "Subscriber", "on_wake", "poll", "publish", "subscriber", "welcome", "who_is_at"]

MOST = 500  # events that one poll gives

_pages = Pages()


@dataclass(frozen=True)
class Subscriber:
    """An open page: whose, by which session, and the record that it shows."""

    firm: str
    user: int
    session: str
    at: Ref | None = None


@dataclass(frozen=True)
class Event:
    name: str
    data: str
    user: int | None = None


def subscriber(environ: dict[str, Any]) -> Subscriber | None:
    """Whoever is signed in by the session cookie; the record is theirs to follow only if they may read it."""
    workspace = workspaces.at_host(split_domain_port(environ.get("HTTP_HOST", "").lower())[0])
    cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    if workspace is None or cookie is None:
        return None
    with workspaces.entered(workspace):
        user = _user_of(cookie.value)
        if user is None:
            return None
        at = _readable(_ref(parse_qs(environ.get("QUERY_STRING", "")).get("at", [""])[0]), user)
    if at:
        _pages.came(workspace.id, (user.pk, at))
    return Subscriber(workspace.id, user.pk, cookie.value, at)


def welcome(subscribers: Sequence[Subscriber]) -> Collection[Subscriber]:
    """Those of one firm's subscribers whose sessions and users are still good."""
    workspace = workspaces.get(subscribers[0].firm) if subscribers else None
    if workspace is None:
        return ()
    good, pages = set(), set()
    with workspaces.entered(workspace):
        for each in set(subscribers):
            user = _user_of(each.session)
            if user is None or user.pk != each.user:
                continue
            good.add(each)
            if at := _readable(each.at, user):
                pages.add((user.pk, at))
    _pages.only(workspace.id, pages)
    return good


def poll(firm: str, since: str | None) -> tuple[str, Sequence[Event]]:
    """The position now, and the events after `since`; with None, or a position that is not known, no events."""
    workspace = workspaces.get(firm)
    if workspace is None:
        return since or "", ()
    with workspaces.entered(workspace):
        seen.flush_if_due()
        _pages.sync(firm)
        after = _position(since)
        if after is None:
            last = settled(StreamEvent.objects.all()).reverse().values_list("tx", "id").first() or (0, 0)
            return "{}.{}".format(*last), ()
        tx, row_id = after
        news = settled(StreamEvent.objects.all()).filter(behind(tx, row_id))
        rows, here = list(news[:MOST]), _users_by_page(firm)
        events = [event for row in rows for event in _events(row, here)]
    return (f"{rows[-1].tx}.{rows[-1].pk}" if rows else f"{tx}.{row_id}"), events


def _position(text: str | None) -> tuple[int, int] | None:
    tx, _dot, row_id = (text or "")[:40].partition(".")
    found = whole_number(tx), whole_number(row_id)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _users_by_page(firm: str) -> dict[Ref, set[int]]:
    found: dict[Ref, set[int]] = {}
    for user_id, ref in _pages.open_in(firm):
        found.setdefault(ref, set()).add(user_id)
    return found


def _events(row: StreamEvent, here: Mapping[Ref, Collection[int]]) -> Iterator[Event]:
    if not row.about:
        yield Event(row.name, json.dumps(row.data), row.user_id)
    for ref in (Ref(*each) for each in row.about):
        if ref in here:
            data = json.dumps(_for_page(row, ref))
            yield from (Event(row.name, data, user_id) for user_id in here[ref])


def _for_page(row: StreamEvent, ref: Ref) -> dict[str, Any]:
    """What the pages of one record are told, and nothing of the others."""
    if row.name == "here":
        return {"ref": str(ref), "people": [{"id": user.pk, "name": str(user)} for user in who_is_at(ref)]}
    data = {name: value for name, value in row.data.items() if name != "versions"}
    return {**data, "ref": str(ref), "version": row.data.get("versions", {}).get(str(ref))}


def _user_of(session_key: str) -> User | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _ref(text: str) -> Ref | None:
    name, _colon, number = text.partition(":")
    return Ref(name, int(number)) if name and number.isdecimal() and len(number) < 19 else None


def _readable(ref: Ref | None, user: User) -> Ref | None:
    record = fetch(ref) if ref else None
    return ref if record and rights.allows(Actor.of(user), "read", record) else None
