"""What a page says when something cannot be done: what happened, that nothing is lost, what to do now."""

import logging
import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.errors import Told, lacks_room

log = logging.getLogger(__name__)

# What happened, that nothing is lost, what to do now.
WORDS = {
    400: (
        _("We could not read this"),
        _("The address or the form was not complete. Nothing was changed."),
        _("Go back, load the page again and try it once more."),
    ),
    401: (
        _("Nobody is signed in"),
        _("Nothing was changed."),
        _("Sign in, or send a key, and ask again."),
    ),
    403: (
        _("You may not do this"),
        _("Your role does not include this. Nothing was changed."),
        _("Ask somebody who manages users in your firm, or go back to where you were."),
    ),
    404: (
        _("This page is not here"),
        _("It was moved or deleted, or the address has a typing error. Nothing was lost."),
        _("Search for it with Ctrl K, or look in the trash: what was deleted stays there for a while."),
    ),
    405: (
        _("This address works only from its own page"),
        _("It changes something, so it is not opened as a link. Nothing was changed."),
        _("Go back and use the button there."),
    ),
    408: (
        _("This came too slowly"),
        _("What you sent did not arrive in time. Nothing was changed."),
        _("Send it again, from a better connection if you can."),
    ),
    409: (
        _("Somebody else was here first"),
        _("This was changed while you had it open. Nothing was lost: both versions are kept."),
        _("Go back, look at the newer version and save yours again."),
    ),
    410: (
        _("This link has done its work"),
        _("It was used already, or its time is over. Nothing was changed."),
        _("Ask whoever sent it for a new one."),
    ),
    412: (
        _("Somebody else was here first"),
        _("This was changed since it was read. Nothing was lost: both versions are kept."),
        _("Look at the newer version and send yours again."),
    ),
    413: (
        _("This is too large"),
        _("What you sent is larger than we can take at once. Nothing was changed."),
        _("Split the file in two, or make the picture smaller."),
    ),
    415: (
        _("This kind of content is not taken here"),
        _("Nothing was changed."),
        _("Send it as the description of the address says."),
    ),
    422: (
        _("Something in this form is not right yet"),
        _("Nothing was saved, and nothing that you typed is lost."),
        _("Go back, correct it and save again."),
    ),
    429: (
        _("That was a lot at once"),
        _("There were too many tries in a short time. Nothing was changed."),
        _("Wait a minute, then try again."),
    ),
    500: (
        _("Something broke on our side"),
        _("What you did last was not saved; everything before it was. The error was written down."),
        _("Try it once more. If it happens again, tell whoever looks after Goodwill when it was and what you did."),
    ),
    503: (
        _("Goodwill is being looked after"),
        _("An update or a copy of your data is running. Nothing is lost."),
        _("Try again in a minute. This page may be loaded as often as you like."),
    ),
    504: (
        _("This takes long"),
        _("It may still finish."),
        _("Look again in a minute before you repeat it."),
    ),
    507: (
        _("There is no room left"),
        _("The disk that Goodwill writes to is full. This was not saved; everything before it was."),
        _("Tell whoever looks after Goodwill. As soon as there is room, save again."),
    ),
}


@dataclass(frozen=True)
class Trouble:
    status: int
    title: str
    text: str
    advice: str


def trouble(error: object, status: int | None = None) -> Trouble:
    """The trouble for an exception of ours, a sentence, or (with nothing to say of its own) a bare status."""
    code = status or (error.status if isinstance(error, Told) else 400)
    title, text, advice = WORDS.get(code, WORDS[400])
    said = error.sentence if isinstance(error, Told) else str(error or "")
    return Trouble(code, str(title), said or str(text), str(advice))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """As a page, or where even that cannot be drawn, as plain words."""
    status = 507 if lacks_room(sys.exc_info()[1]) else 500
    try:
        return _answer(request, status)
    except Exception:
        log.exception("The page that says what went wrong could not be drawn.")
        said = trouble("", status)
        return HttpResponse(f"{said.title}. {said.text} {said.advice}", status=status, content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.info("A form without a valid token was refused: %s", reason)
    said = _("This form was open for a long time, or was sent from another page. Nothing was changed.")
    return _answer(request, 403, str(said))


def _answer(request: HttpRequest, status: int, said: str = "") -> HttpResponse:
    from goodwill.ui.render import refusal

    return refusal(request, said, status=status)
