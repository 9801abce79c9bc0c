from django.http import HttpRequest, HttpResponse

from goodwill.office.safety import cards_for
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power
from goodwill.ui.frame import url_if_any


@power("safety")
def safety(request: HttpRequest) -> HttpResponse:
    context = {"cards": cards_for(actor_of(request)), "sheet": url_if_any("recovery_sheet")}
    return render.page(request, "office/safety.html", context)
