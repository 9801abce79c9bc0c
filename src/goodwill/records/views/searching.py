"""The search box: lines for the palette while somebody types, a page of its own for everybody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.fields import Kind, writable
from goodwill.records.search import looked_at, search
from goodwill.records.views.typed import actor_of
from goodwill.ui import render, slots
from goodwill.ui.access import signed_in

LINES = 12
ON_PAGE = 100
SHORTEST, LONGEST = 2, 120
"""What may be a name."""


@dataclass(frozen=True)
class Made:
    """What the typed text can be made as: `href` is the form that begins with it."""

    label: Any
    icon: str
    href: str
    key: str


def makes(asked: str, actor: Actor) -> Iterator[Made]:
    for entry in slots.create.seen_by(actor):
        kind = registry.by_slug(str(entry.args.get("slug", ""))) if entry.url == "record_new" else None
        title = kind.field(kind.title) if kind else None
        if title and title.kind is Kind.TEXT and writable(title, actor, new=True):
            href = f"{entry.href}?{urlencode({title.name: asked})}"
            yield Made(str(entry.label).lower(), entry.icon, href, f"c {entry.key}" if entry.key else "")


@signed_in
def searching(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")
    short = render.by_htmx(request)
    actor = actor_of(request)
    lately = short and not asked.strip()
    found = looked_at(actor) if lately else search(asked, actor, limit=LINES if short else ON_PAGE)
    template = "records/search_lines.html" if short else "records/search.html"
    context: dict[str, Any] = {"asked": asked, "found": found, "lately": lately, "makes": []}
    context["more"] = short and not lately and len(found) == LINES
    name = " ".join(asked.split())
    if short and SHORTEST <= len(name) <= LONGEST and fold(name) not in {fold(one.title) for one in found}:
        context |= {"name": name, "makes": list(makes(name, actor))}
    return render.page(request, template, context)
