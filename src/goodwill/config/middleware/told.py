"""Turns expected refusals into an answer with their sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.errors import Told
from goodwill.ui.render import refusal

Respond = Callable[[HttpRequest], HttpResponse]


class ToldMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal(request, error) if isinstance(error, Told) else None
