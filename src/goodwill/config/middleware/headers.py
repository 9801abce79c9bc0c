"""Gives each page the security headers that its view did not set itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from goodwill.config.security import page_headers

Respond = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.headers = page_headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        return response
