"""Home: what waits for me, and what comes next."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.ui import render, slots
from goodwill.ui.access import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    cards = [(entry, data) for entry in slots.home_cards.seen_by(actor) if (data := entry.data(actor)) is not None]
    return render.page(request, "desk/home.html", {"cards": cards, "name": actor.name.split(" ")[0]})
