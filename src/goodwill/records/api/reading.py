"""What a request brings: its JSON body and its query, bounded before anything looks at them."""

import json
from typing import Any, Never

from django.http import HttpRequest
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.records.api.answers import Problem

LARGEST = 1024 * 1024
LARGEST_BULK = 8 * 1024 * 1024
"""Of rows for many records, and what the server lets through."""
DEEPEST = 16
TYPES = frozenset({"application/json", "application/merge-patch+json"})


def body_of(request: HttpRequest, largest: int = LARGEST) -> dict[str, Any]:
    """The JSON object of the body; no body at all is an empty one."""
    found = json_of(request, largest)
    if not isinstance(found, dict):
        raise Problem(400, _("The body is a JSON object with a value for each field. Nothing was changed."))
    return found


def json_of(request: HttpRequest, largest: int = LARGEST) -> Any:
    """Whatever JSON the body is; no body at all is an empty object."""
    if not request.META.get("CONTENT_LENGTH") or request.META["CONTENT_LENGTH"] == "0":
        return {}
    if request.content_type not in TYPES:
        raise Problem(415, _("The API takes application/json. Nothing was changed."))
    if int(request.META["CONTENT_LENGTH"]) > largest or len(request.body) > largest:
        raise Problem(413, _("This takes at most %d MB of JSON. Nothing was changed.") % (largest // LARGEST))
    try:
        found = json.loads(request.body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Problem(400, _("The body is not JSON in UTF-8. Nothing was changed.")) from error
    _check(found)
    return found


def query_of(request: HttpRequest, allowed: frozenset[str]) -> dict[str, str]:
    unknown = sorted(set(request.GET) - allowed)
    if unknown:
        names = ", ".join(sorted(allowed)) or "-"
        sentence = _("There is no such parameter here. The address takes: %s.") % names
        raise Invalid(dict.fromkeys(unknown, sentence))
    return {name: value for name, value in request.GET.items() if isinstance(value, str)}


def number_of(text: str | None, name: str, *, otherwise: int) -> int:
    """A whole number of the query."""
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid({name: _("This takes a whole number.")})
    return int(text)


def version_of(header: str) -> int | None:
    """The version in an If-Match header; None where any will do."""
    text = header.strip().removeprefix("W/").strip('"')
    if header.strip() in ("", "*"):
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _check(found: Any) -> None:
    """No deep nesting, and no half characters, which no database takes."""
    level = [found]
    for _depth in range(DEEPEST):
        texts = [one for one in level if isinstance(one, str)]
        texts += [name for one in level if isinstance(one, dict) for name in one]
        try:
            "".join(texts).encode()
        except UnicodeEncodeError as error:
            raise Problem(400, _("A text in the body holds half a character. Nothing was changed.")) from error
        level = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        if not level:
            return
    raise Problem(400, _("The body is nested too deeply. Nothing was changed."))


def _parts(one: dict[str, Any] | list[Any]) -> list[Any]:
    return list(one.values()) if isinstance(one, dict) else one


def _no_number(name: str) -> Never:
    raise ValueError(name)
