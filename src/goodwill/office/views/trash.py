"""What was thrown away, and bringing it back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import jobs
from goodwill.kernel.errors import Missing
from goodwill.office.jobs import empty_trash
from goodwill.office.queries import trash as queries
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power, signed_in


@signed_in
def trash(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    types = queries.types(actor)
    asked = next((known for known in types if known.name == request.GET.get("type")), None)
    filled = queries.filled(types, actor)
    kind = asked or max(filled, key=lambda known: filled[known], default=None)
    page = queries.thrown(kind, actor, before=number(request.GET.get("before", ""))) if kind else None
    here = f"{reverse('trash')}?type={kind.name}" if kind else reverse("trash")
    context = {
        "kind": kind,
        "page": page,
        "tabs": [
            {"label": known.plural, "href": f"{reverse('trash')}?type={known.name}", "current": known is kind}
            for known in types
            if known in filled or known is asked
        ],
        "next": f"{here}&before={page.next}" if page and page.next else "",
        "may_empty": actor.may("manage_settings"),
    }
    return render.page(request, "office/trash.html", context, blocks={"rows": "#thrown"})


@power("manage_settings")
def empty(request: HttpRequest, name: str) -> HttpResponse:
    """Ask, then have the trash of a type emptied in the background."""
    actor = actor_of(request)
    kind = next((known for known in queries.types(actor) if known.name == name), None)
    last = queries.thrown(kind, actor).last if kind else None
    if kind is None or last is None:
        raise Missing
    if request.method != "POST":
        return render.page(request, "office/trash_empty.html", {"kind": kind}, blocks={"question": "#modal"})
    jobs.enqueue(empty_trash, by=actor, key=kind.name, type_name=kind.name, last=last)
    said = _("The trash is emptied in the background. What something else refers to stays.")
    return render.redirect(request, f"{reverse('trash')}?type={kind.name}", toast_text=said, stay=True)


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
