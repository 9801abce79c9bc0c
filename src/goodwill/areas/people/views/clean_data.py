"""What is worth repairing, by kind, with how many there are."""

from django.http import HttpRequest, HttpResponse

from goodwill.areas.people.cleaning import found_for
from goodwill.areas.people.models import Party
from goodwill.kernel import rights
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in


@signed_in
def clean_data(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rights.require(actor, "read", Party)
    found = found_for(actor)
    context = {
        "repairs": [(repair, count) for repair, count in found if count.number],
        "clean": [repair for repair, count in found if not count.number],
    }
    return render.page(request, "people/clean_data.html", context)
