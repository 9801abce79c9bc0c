"""The words that are put to people, under names, with their versions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import Channel, Purpose
from goodwill.areas.people.models import ConsentWording
from goodwill.areas.people.verbs.consents import write_wording
from goodwill.kernel.errors import Invalid
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power

BLOCKS = {"sheet": "#sheet", "form": "#wording-form"}
ASKED = ("name", "text", "purpose", "channel")


@power("manage_settings")
def wordings(request: HttpRequest) -> HttpResponse:
    versions: dict[str, list[ConsentWording]] = {}
    for wording in ConsentWording.objects.order_by("name", "-number"):
        versions.setdefault(wording.name, []).append(wording)
    return render.page(request, "people/wordings.html", {"versions": versions})


@power("manage_settings")
def new_wording(request: HttpRequest) -> HttpResponse:
    """A new wording, or with `?of=` the next version of one."""
    if request.method != "POST":
        known = ConsentWording.objects.filter(name=request.GET.get("of", "")).order_by("-number").first()
        begun = {name: getattr(known, name, "") for name in ASKED}
        return _draw(request, begun)
    given = {name: request.POST.get(name, "") for name in ASKED}
    try:
        made = write_wording(by=actor_of(request), **given)
    except Invalid as error:
        return _draw(request, given, error)
    return render.redirect(request, "consent_wordings", toast_text=_("Kept as version %d.") % made.number)


def _draw(request: HttpRequest, given: dict[str, str], error: Invalid | None = None) -> HttpResponse:
    context = {
        "given": given,
        "problems": error.problems if error else {},
        "purposes": Purpose.choices,
        "channels": Channel.choices,
        "action": reverse("new_consent_wording"),
    }
    status = error.status if error else 200
    return render.page(request, "people/new_wording.html", context, blocks=BLOCKS, status=status)
