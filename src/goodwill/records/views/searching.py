"""The search box: lines for the palette while somebody types, a page of its own for everybody else."""

from django.http import HttpRequest, HttpResponse

from goodwill.records.search import looked_at, search
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

LINES = 12
ON_PAGE = 100


@signed_in
def searching(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")
    short = render.by_htmx(request)
    actor = actor_of(request)
    lately = short and not asked.strip()
    found = looked_at(actor) if lately else search(asked, actor, limit=LINES if short else ON_PAGE)
    template = "records/search_lines.html" if short else "records/search.html"
    return render.page(request, template, {"asked": asked, "found": found, "lately": lately})
