"""What the API answers with: JSON, and refusals as `application/problem+json` with a sentence for each field."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Conflict, Invalid, Told, TooMany, lacks_room
from goodwill.kernel.keys import KeyProblem
from goodwill.ui.errors import trouble

log = logging.getLogger(__name__)

TYPE = "application/problem+json"
NO_KEY = "no_key"
CODES = {
    400: "unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "missing",
    405: "wrong_method",
    408: "too_slow",
    409: "conflict",
    410: "used_up",
    412: "stale",
    413: "too_large",
    415: "wrong_kind",
    422: "invalid",
    429: "too_many",
    500: "broken",
    503: "busy",
    504: "too_long",
    507: "no_room",
}
WAIT = "30"
"""Seconds after which to ask again, where nothing says better."""


class Problem(Told):
    """A refusal of the protocol; `more` stands beside the sentence."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers or {}
        self.more = more


def stale(tag: str, theirs: Any, yours: Any) -> Problem:
    """What was written on another version than the one that is there: both are told, and how to go on."""
    sentence = _("This was changed since you read it. Nothing was lost: look at both versions and send yours again.")
    return Problem(412, sentence, {"ETag": tag}, theirs=theirs, yours=yours)


def answer(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None, type: str = "application/json"
) -> HttpResponse:
    text = "" if body is None else json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=type, headers=dict(headers or {}))
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "Authorization, Cookie"
    return response


def refused(error: Told) -> HttpResponse:
    body = problem(error)
    headers = {"Retry-After": WAIT} if error.status == 503 else {}
    match error:
        case TooMany():
            headers["Retry-After"] = str(error.retry_after)
        case Problem():
            headers.update(error.headers)
    return answer(body | particulars(error), error.status, headers, TYPE)


def problem(error: object, status: int | None = None) -> dict[str, Any]:
    """What every refusal has; `error` is an exception of ours or, with a status, a sentence."""
    about = trouble(error, status)
    code = NO_KEY if isinstance(error, KeyProblem) else CODES.get(about.status, "refused")
    return {"type": "about:blank", "title": about.title, "status": about.status, "code": code, "detail": about.text}


def particulars(error: Told) -> dict[str, Any]:
    """What a program is told of a refusal beside its sentence."""
    match error:
        case Invalid():
            return {"problems": error.problems}
        case Conflict():
            return {"theirs": error.theirs, "yours": error.yours, "version": error.record.version}
        case Problem():
            return dict(error.more)
    return {}


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Something of ours failed: the details are for the log, never for the answer. A busy one is asked again."""
    log.error("%s %s failed.", request.method, request.path, exc_info=error)
    if lacks_room(error):
        return refused(Problem(507, ""))
    if isinstance(error, OperationalError):
        sentence = _(
            "The database is busy or being looked after. Nothing of this was saved; please ask again in a moment."
        )
        return refused(Problem(503, sentence, {"Retry-After": "5"}))
    return refused(Problem(500, ""))
