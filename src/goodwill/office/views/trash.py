"""What was thrown away, and bringing it back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goodwill.office.queries import trash as queries
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in


@signed_in
def trash(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    types = queries.types(actor)
    kind = next((known for known in types if known.name == request.GET.get("type")), types[0] if types else None)
    before = request.GET.get("before", "")
    page = (
        queries.thrown(kind, actor, before=int(before) if before.isdigit() and len(before) < 19 else None)
        if kind
        else None
    )
    here = f"{reverse('trash')}?type={kind.name}" if kind else reverse("trash")
    context = {
        "kind": kind,
        "page": page,
        "tabs": [
            {"label": known.plural, "href": f"{reverse('trash')}?type={known.name}", "current": known is kind}
            for known in types
        ],
        "next": f"{here}&before={page.next}" if page and page.next else "",
    }
    return render.page(request, "office/trash.html", context, blocks={"rows": "#thrown"})
