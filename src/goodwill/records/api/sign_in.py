"""Who asks: somebody with a session in the browser, or a program with a key."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from goodwill.kernel import api_keys
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Watching
from goodwill.records.api.answers import Problem

ASKED = {"WWW-Authenticate": "Bearer"}


def actor_of(request: HttpRequest) -> Actor:
    """A key, where one is given, counts alone. A session must prove that the request comes from our own pages."""
    if request.headers.get("Authorization"):
        actor = api_keys.actor_of(key_of(request))
        if actor is None:
            raise Problem(401, _("This key is unknown, was revoked or is too old. Nothing was changed."), ASKED)
        return actor
    signed_in: Actor | None = request.actor  # type: ignore[attr-defined]
    if signed_in is None:
        raise Problem(401, _("Sign in, or send a key: Authorization: Bearer gw_... Nothing was changed."), ASKED)
    if _Csrf(_no_response).process_view(request, _protected, (), {}) is not None:
        raise Problem(403, _("This request does not come from one of our own pages. Nothing was changed."))
    if signed_in.watcher is not None and request.method not in ("GET", "HEAD"):
        raise Watching
    return signed_in.through_("api")


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
