"""A site of samples for the browser: each page answers as an area would, and nothing is stored."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, ClassVar

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from goodwill.ui import render, slots, views
from goodwill.ui.samples import samples
from goodwill.ui.slots import Bell, Create, Nav

POLICY = """default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self';
 connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script';
 trusted-types default""".replace("\n", "")
FIRMS = ["Northgate Couriers", "Moretti Logistica", "Quayside Hotel"]
FORM = """{% call ui.field_form("field-" ~ name, "Field", "/edit/" ~ name, 4, error=error) %}
{{ ui.text(name, "Field", value, bare=True) }}{% endcall %}"""
FIELD = '{{ ui.field("field-" ~ name, "Field", value, edit="/edit/" ~ name, saved=True) }}'
FOUND = '{{ ui.palette_line("Amara Bello", "/go/found", sub="Fleet manager", face="Amara Bello") }}'


class Said(BaseStorage):
    """Messages of the one reader of this site, kept between her requests."""

    waiting: ClassVar[list[Any]] = []

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Any], bool]:
        return self.waiting, True

    def _store(self, messages: list[Any], *_args: Any, **_kwargs: Any) -> list[Any]:
        type(self).waiting = list(messages)
        return []


def middleware(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def signed_in(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleNamespace(name="Mara Klein")  # type: ignore[attr-defined]
        response = respond(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return signed_in


def fill(monkeypatch: Any) -> None:
    """The slots as the areas of a small firm fill them."""
    for name in ("nav", "create", "bells", "commands", "settings_pages", "user_links", "phone_bar", "favourites"):
        monkeypatch.setattr(slots, name, slots.Slot())
    places = [("Home", "house", "h"), ("People", "users", "p"), ("Deals", "square-kanban", "d")]
    for order, (label, icon, key) in enumerate(places):
        slots.nav.add(Nav(label=label, url="go", args={"name": label.lower()}, icon=icon, key=key, order=order))
    slots.create.add(Create(label="Person", url="new", args={"name": "person"}, icon="user-plus", key="p"))
    slots.bells.add(Bell(label="Notices", url="go", args={"name": "notices"}, icon="bell", count=lambda actor: 4))


def go(request: HttpRequest, name: str) -> HttpResponse:
    if request.method == "POST":
        return render.redirect(request, "/style", toast_text=f"Done: {name}", undo="/go/undo", stay=True)
    return render.page(request, "ui/styleguide.html", samples())


def new(request: HttpRequest, name: str) -> HttpResponse:
    if request.method == "POST" and request.POST.get("name"):
        said = f"Created {request.POST['name']} at {request.POST.get('company', 'no firm')}"
        return render.redirect(request, "/style", toast_text=said, undo="/go/undo", stay=True)
    blocks = {"form": "#sheet", "making": "#make"}
    errors = [{"id": "id_name", "label": "Name", "text": "is needed."}] if request.method == "POST" else []
    status = 422 if errors else 200
    return render.page(request, "ui/style/make.html", {"name": name, "errors": errors}, blocks=blocks, status=status)


def edit(request: HttpRequest, name: str) -> HttpResponse:
    value = request.POST.get(name, "")
    if request.method == "POST" and value != "wrong":
        return drawn(FIELD, name=name, value=value)
    error = "This cannot be right." if value == "wrong" else ""
    return drawn(FORM, status=422 if error else 200, name=name, value=value or "as it was", error=error)


def pick(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").lower()
    items = [{"value": n, "label": firm} for n, firm in enumerate(FIRMS) if typed in firm.lower()]
    return drawn("{{ ui.options(items) }}", items=items)


def search(request: HttpRequest) -> HttpResponse:
    return drawn(FOUND)


def refuse(request: HttpRequest) -> HttpResponse:
    return render.refusal(request, "You may not delete companies. Nothing was changed.", status=403)


def drawn(source: str, status: int = 200, **values: Any) -> HttpResponse:
    return HttpResponse(engines["jinja2"].env.from_string(source).render(**values), status=status)


urlpatterns = [
    path("", include("goodwill.ui.urls")),
    path("style", views.style, name="home"),
    path("go/<name>", go, name="go"),
    path("new/<name>", new, name="new"),
    path("edit/<name>", edit),
    path("pick", pick),
    path("search", search, name="search"),
    path("refuse", refuse),
]
