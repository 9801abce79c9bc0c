"""The example firm: made, opened and removed by a click, on the machine that Goodwill runs on."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.desk.example import place
from goodwill.kernel import throttle, workspace as workspaces
from goodwill.kernel.errors import Refused
from goodwill.ui import render
from goodwill.ui.access import power

HERE = frozenset({"localhost", "127.0.0.1", "[::1]", *place.HOSTS})


@power("manage_settings")
def example(request: HttpRequest) -> HttpResponse:
    """GET says what there is; POST makes it, and answers with the way in."""
    name, port = _host(request)
    context = {"inside": workspaces.current().state == place.STATE, "here": name in HERE, "way_in": ""}
    if request.method == "POST":
        _refuse_elsewhere(name)
        throttle.hit("example", "make", limit=10, per=600.0)
        context["way_in"] = place.way_in(place.ensure(), str(request.scheme), port)
    return render.page(request, "desk/example.html", context | {"there": place.find() is not None})


@power("manage_settings")
@require_POST
def remove_example(request: HttpRequest) -> HttpResponse:
    """Whoever is inside gets a last page, drawn before there is nothing left to draw it from."""
    name, port = _host(request)
    _refuse_elsewhere(name)
    if workspaces.current().state != place.STATE:
        place.remove()
        return render.redirect(request, "example", toast_text=_("The example firm is gone, with everything in it."))
    home = f"{request.scheme}://localhost{f':{port}' if port else ''}/"
    answer = render.page(request, "desk/example_gone.html", {"home": home})
    place.remove()
    return answer


def _host(request: HttpRequest) -> tuple[str, str]:
    host = request.get_host().lower()
    name, _colon, port = host.rpartition(":") if ":" in host and not host.endswith("]") else (host, "", "")
    return name, port


def _refuse_elsewhere(name: str) -> None:
    """Its address leads to the machine of whoever opens it, so it is for those alone who sit there."""
    if name not in HERE:
        raise Refused(
            _("The example firm can be opened only on the machine that Goodwill runs on. Nothing was changed.")
        )
