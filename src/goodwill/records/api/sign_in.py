"""Who asks: somebody with a session in the browser, or a program with a key; and how often a key asked."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from goodwill.kernel import api_keys
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Watching
from goodwill.records.api import limits
from goodwill.records.api.answers import Problem

ASKED = {"WWW-Authenticate": "Bearer"}


class Asker(NamedTuple):
    actor: Actor
    standing: limits.Standing | None = None
    """Of a key: what it has left in this minute."""


def asker_of(request: HttpRequest) -> Asker:
    """A key, where one is given, counts alone. A session must prove that the request comes from our own pages."""
    if request.headers.get("Authorization"):
        return by_key(request, _("This key is unknown, was revoked or is too old. Nothing was changed."))
    signed_in: Actor | None = request.actor  # type: ignore[attr-defined]
    if signed_in is None:
        raise Problem(401, _("Sign in, or send a key: Authorization: Bearer gw_... Nothing was changed."), ASKED)
    if _Csrf(_no_response).process_view(request, _protected, (), {}) is not None:
        raise Problem(403, _("This request does not come from one of our own pages. Nothing was changed."))
    if signed_in.watcher is not None and request.method not in ("GET", "HEAD"):
        raise Watching
    return Asker(signed_in.through_("api"))


def by_key(request: HttpRequest, otherwise: str) -> Asker:
    """Who comes with the key of the request, which is counted; refused with a sentence without one."""
    key = api_keys.key_of(key_of(request))
    if key is None:
        raise Problem(401, otherwise, ASKED)
    return Asker(api_keys.acting(key), limits.count(key))


def key_of(request: HttpRequest) -> str:
    """The key that the request carries; empty without one."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked from here because a key needs none."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _protected(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _no_response(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
