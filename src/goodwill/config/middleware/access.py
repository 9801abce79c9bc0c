"""Holds every view to the access that it declares; a view without a declaration is never run."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import rights, workspace as workspaces
from goodwill.kernel.errors import Refused, Told, Watching
from goodwill.ui.access import Access, access_of
from goodwill.ui.render import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Respond = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A refusal is answered here: Django hands what is raised before a view to nobody."""
        try:
            return self._check(request, view)
        except Told as error:
            return refusal(request, error)

    def _check(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
        access = access_of(view)
        if access is None:
            raise Refused(_("This page does not say who may open it, so nobody may. Nothing was changed."))
        if access.open:
            return None
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return self._to_sign_in(request)
        if actor.watcher is not None:
            _hold_watcher(request, access)
        if access.power:
            rights.require_power(actor, access.power)
        return None

    def _to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = reverse(str(settings.LOGIN_URL))
            return response
        if request.method not in ("GET", "HEAD"):
            raise Refused(_("You are signed out, so nothing was changed. Sign in and try again."))
        if workspaces.current().state == "new":
            return HttpResponseRedirect(reverse("enter"))
        return redirect_to_login(request.get_full_path())


def _hold_watcher(request: HttpRequest, access: Access) -> None:
    if access.private:
        raise Refused(
            _("This is their own affair, so it is not shown to you. Choose “Stop” above to go on as yourself.")
        )
    if access.power:
        raise Refused(
            _("This page is for changing something, so it is not shown while you look as somebody else. Choose “Stop”.")
        )
    if request.method not in SAFE and not access.for_watchers:
        raise Watching
