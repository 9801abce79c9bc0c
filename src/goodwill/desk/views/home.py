"""Home: what waits for me, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.desk.start import end_first_steps
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.ui import render, slots
from goodwill.ui.access import power, signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    cards = [(entry, data) for entry in slots.home_cards.seen_by(actor) if (data := entry.data(actor)) is not None]
    return render.page(request, "desk/home.html", {"cards": cards, "name": actor.name.split(" ")[0]})


@power("manage_settings")
@require_POST
def end_steps(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    end_first_steps(Profile.objects.get(pk=1), by=actor)
    return render.redirect(
        request, "home", toast_text=_("Import, invitations and mail stay where they are: in Settings.")
    )
