"""Enters the firm that answers at the request's host, for the length of the request."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.keys import KeyProblem
from goodwill.ui.render import refusal

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class WorkspaceMiddleware:
    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            workspace = workspaces.at_host(host_of(request))
        except KeyProblem as problem:
            log.error("%s", problem.sentence)
            return refusal(request, problem)
        if workspace is None:
            return HttpResponse("There is no firm at this address.", status=404, content_type="text/plain")
        request.workspace = workspace  # type: ignore[attr-defined]
        with workspaces.entered(workspace):
            return self.respond(request)


def host_of(request: HttpRequest) -> str:
    """The host name that was asked for, without port, in lower case."""
    host = request.META.get("HTTP_HOST", "localhost").lower()
    return host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]
