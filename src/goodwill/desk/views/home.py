"""Home: what waits for me, what happened, and what comes next."""

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
    entries = slots.home_cards.seen_by(actor)
    cards = [(entry, data) for entry in entries if (data := entry.data(actor)) is not None]
    context = {"cards": cards, "name": actor.name.split(" ")[0]}
    return render.page(request, "desk/home.html", context, blocks={"cards": "#home"})


@power("manage_settings")
@require_POST
def end_steps(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    end_first_steps(Profile.objects.get(pk=1), by=actor)
    said = _("Import, invitations and mail stay where they are: in Settings.")
    return render.redirect(request, "home", toast_text=said)
