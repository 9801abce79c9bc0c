"""The one way in: who asks, in whose language, and what is answered when it cannot be done."""

import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing, Refused, Told
from goodwill.kernel.models import Profile
from goodwill.records import registry
from goodwill.records.api.answers import Problem, broken, refused
from goodwill.records.api.limits import Exhausted, Standing
from goodwill.records.api.sign_in import asker_of
from goodwill.records.registry import RecordType
from goodwill.ui.access import public

Handler = Callable[..., HttpResponseBase]


def route(**handlers: Handler) -> Handler:
    """A view that hands each method to its handler, as `handler(request, actor, **parts)`."""

    @public("programs come with a key, which the dispatcher checks itself; sessions are checked there too")
    @csrf_exempt
    def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        standing: Standing | None = None
        try:
            actor, standing = asker_of(request)
            with speaking_to(actor):
                answered = _answered(
                    request, actor, _handler(handlers, str(request.method), parts.get("slug", "")), parts
                )
        except Exhausted as error:
            standing, answered = error.standing, refused(error)
        except Told as error:
            answered = refused(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, a program gets an answer that it can read
            answered = broken(request, error)
        if standing:
            standing.tell(answered)
        return answered

    return view


def _answered(request: HttpRequest, actor: Actor, handler: Handler, parts: dict[str, Any]) -> HttpResponseBase:
    """In the actor's language, a refusal too."""
    try:
        if actor.reads_only and request.method not in ("GET", "HEAD"):
            raise Refused(_("This key may only read. Nothing was changed."))
        return handler(request, actor, **parts)
    except Told as error:
        return refused(error)


def of_type(handler: Handler) -> Handler:
    """Gets `type` instead of the slug; a type that the actor may not read is no type."""

    @wraps(handler)
    def with_type(request: HttpRequest, actor: Actor, slug: str, **parts: Any) -> HttpResponseBase:
        return handler(request, actor, type=readable_type(slug, actor), **parts)

    return with_type


def readable_type(slug: str, actor: Actor) -> RecordType:
    found = registry.by_slug(slug)
    if found is None or not rights.allows(actor, "read", found.model):
        raise Missing
    return found


def missing(request: HttpRequest, actor: Actor, **parts: Any) -> HttpResponse:
    raise Missing


def _handler(handlers: dict[str, Handler], method: str, slug: str) -> Handler:
    """What is only ever added to is neither changed nor deleted."""
    name = "get" if method == "HEAD" else method.lower()
    if name in ("get", "post") and name in handlers:
        return handlers[name]
    kind = registry.by_slug(slug) if slug else None
    taken = handlers.keys() - {"patch", "delete"} if kind and kind.model.append_only else handlers.keys()
    if name not in taken:
        allowed = {"Allow": ", ".join(sorted(one.upper() for one in taken))}
        raise Problem(405, _("This address does not take %s. Nothing was changed.") % method[:20], allowed)
    return handlers[name]


@contextmanager
def speaking_to(actor: Actor) -> Iterator[None]:
    """In the actor's language and time zone, which a session has set already and a key has not."""
    profile, user = Profile.current(), actor.user
    zone = zoneinfo.ZoneInfo((user.time_zone if user else "") or profile.time_zone)
    with translation.override((user.language if user else "") or profile.language), timezone.override(zone):
        yield
