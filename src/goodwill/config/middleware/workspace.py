"""Enters the firm that answers at the request's host, for the length of the request."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goodwill.config.routing import asked_by_programs
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.errors import Missing, Told
from goodwill.kernel.keys import KeyProblem
from goodwill.records.api import answers
from goodwill.ui.render import refusal

NO_FIRM = _("There is no firm at this address.")

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
            return _refused(request, problem)
        if workspace is None:
            if asked_by_programs(request.path):
                return answers.refused(Missing(str(NO_FIRM)))
            return HttpResponse(NO_FIRM, status=404, content_type="text/plain")
        request.workspace = workspace  # type: ignore[attr-defined]
        with workspaces.entered(workspace):
            return self.respond(request)


def _refused(request: HttpRequest, problem: Told) -> HttpResponse:
    if asked_by_programs(request.path):
        return answers.refused(problem)
    response = refusal(request, problem)
    response["Retry-After"] = answers.WAIT
    return response


def host_of(request: HttpRequest) -> str:
    """The host name that was asked for, without port, in lower case."""
    host = request.META.get("HTTP_HOST", "localhost").lower()
    return host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]
