"""Where the reader is left when a record goes: on its page there is nothing to stay for, elsewhere there is."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.text import whole_number
from goodwill.records import registry, writing
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import url_of


def stands_elsewhere(request: HttpRequest, type: RecordType, pk: int) -> bool:
    """Whether the reader looks at another page than the record's: a list, or whose page it was shown beside."""
    at = _page_open(request)
    return bool(at) and not at.startswith(url_of(type, pk))


def left_without(request: HttpRequest, actor: Actor) -> RecordType | None:
    """The type of the record whose page the reader looks at, if the record is not there any more."""
    slug, _slash, rest = _page_open(request).strip("/").partition("/")
    pk = whole_number(rest.partition("/")[0])
    found = registry.by_slug(slug) if pk is not None else None
    if found is None or pk is None:
        return None
    try:
        writing.find(found, pk, actor)
    except Missing:
        return found
    return None


def _page_open(request: HttpRequest) -> str:
    """Its path, where a part of a page asks."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path
