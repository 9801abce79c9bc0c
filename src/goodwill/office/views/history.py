"""Who did what, and the way back."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.models import User
from goodwill.office.queries.history import Asked, history as acts
from goodwill.records import registry
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in


@signed_in
def history(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of(request), asked_of(request)
    page = acts(actor, asked)
    sent = {name: value for name, value in request.GET.items() if name != "before" and value}
    everybody = actor.may("undo_any")
    context = {
        "page": page,
        "asked": asked,
        "narrowed": bool(sent),
        "next": f"{reverse('history')}?{urlencode({**sent, 'before': page.next})}" if page.next else "",
        "users": list(User.objects.order_by("name").values_list("pk", "name")) if everybody else [],
        "types": list({known.ref_name: known.plural for known in reversed(registry.types())}.items()),
        "channels": channels(),
    }
    return render.page(request, "office/history.html", context, blocks={"acts": "#acts"})


def asked_of(request: HttpRequest) -> Asked:
    sent = request.GET
    name, _colon, number = sent.get("about", "").partition(":")
    return Asked(
        who=number_of(sent.get("who", "")),
        type=sent.get("type", ""),
        through=sent.get("through", ""),
        about=(name, int(number)) if number_of(number) else None,
        before=number_of(sent.get("before", "")),
    )


def channels() -> dict[str, Any]:
    return {
        "page": _("pages"),
        "api": _("API"),
        "import": _("import"),
        "mcp": _("assistant"),
        "job": _("background work"),
        "command": _("command line"),
    }


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
