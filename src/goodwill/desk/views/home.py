"""Home: what waits for me, what happened, and what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.desk.start import FIRST_STEPS, end_first_steps
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.ui import render, slots
from goodwill.ui.access import power, signed_in
from goodwill.ui.slots import HomeCard


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entries = slots.home_cards.seen_by(actor)
    found = [(entry.place, entry, data) for entry in entries if (data := entry.data(actor)) is not None]
    begins = any(entry.name == FIRST_STEPS for _place, entry, _data in found)
    cards = [_beside_the_steps(*card) for card in found if card[2]] if begins else found
    context = {"cards": cards, "name": actor.name.split(" ")[0]}
    return render.page(request, "desk/home.html", context, blocks={"cards": "#home"})


def _beside_the_steps(place: str, entry: HomeCard, data: Any) -> tuple[str, HomeCard, Any]:
    """In a new firm the day stands beside the first steps: what happened has nothing to tell yet."""
    return ("middle" if place == "main" and entry.name != FIRST_STEPS else place, entry, data)


@power("manage_settings")
@require_POST
def end_steps(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    end_first_steps(Profile.objects.get(pk=1), by=actor)
    said = _("Import, invitations and mail stay where they are: in Settings.")
    return render.redirect(request, "home", toast_text=said)
