"""Gives each request its actor; somebody who was deactivated is signed out by their next request."""

import zoneinfo
from collections.abc import Callable

from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from goodwill.kernel import seen
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, User
from goodwill.office import viewing

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        user = get_user(request)
        if not isinstance(user, User):
            return self.respond(request)
        request.user = user
        if not user.is_active:
            logout(request)
            return self.respond(request)
        actor = Actor.of(user)
        seen.active(actor)
        request.actor = viewing.seen_as(request, actor)  # type: ignore[attr-defined]
        profile = Profile.current()
        zone = zoneinfo.ZoneInfo(user.time_zone or profile.time_zone)
        with translation.override(user.language or profile.language), timezone.override(zone):
            return self.respond(request)
