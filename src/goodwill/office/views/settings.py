"""The settings: what this reader may change, in groups."""

from django.http import HttpRequest, HttpResponse

from goodwill.ui import render
from goodwill.ui.access import signed_in


@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/settings.html")
