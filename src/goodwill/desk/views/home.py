"""Home: what waits for me, what happened, and what comes next."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.ui import render, slots
from goodwill.ui.access import signed_in

HIDDEN = "checklist"


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entries = [entry for entry in slots.home_cards.seen_by(actor) if request.COOKIES.get(entry.name) != "hidden"]
    cards = [(entry, data) for entry in entries if (data := entry.data(actor)) is not None]
    context = {"cards": cards, "name": actor.name.split(" ")[0]}
    return render.page(request, "desk/home.html", context, blocks={"cards": "#home"})


@signed_in
@require_POST
def hide_checklist(request: HttpRequest) -> HttpResponse:
    """This browser no longer shows the first steps."""
    answer = render.redirect(request, "home")
    life = timedelta(days=400)
    answer.set_cookie(HIDDEN, "hidden", max_age=life, secure=request.is_secure(), httponly=True, samesite="Lax")
    return answer
