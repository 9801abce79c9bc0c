from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from goodwill.ui import render
from goodwill.ui.access import public, signed_in
from goodwill.ui.look import Look
from goodwill.ui.samples import samples


@public("how pages look is chosen before signing in, too")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep a wish for theme, density or side bar in this browser."""
    chosen = Look.of(request).changed(request.POST.dict())
    if "fetch" in request.GET:
        response = HttpResponse(status=204)
    else:
        response = render.redirect(request, render.came_from(request, "/"))
    chosen.keep(request, response)
    return response


@signed_in
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """What the command box knows without searching; fetched when it is opened first."""
    return render.page(request, "ui/frame/palette_lists.html")


@signed_in
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render.page(request, "ui/frame/keys_lists.html")


@public("every component in every state; installed for development only")
def style(request: HttpRequest) -> HttpResponse:
    return render.page(request, "ui/styleguide.html", samples(), blocks={"rows": "#rows"})
