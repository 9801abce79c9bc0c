"""From the first part of the path to the record type, and to the page that a type has instead of the generic one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.ui.access import signed_in
from goodwill.ui.addresses import address_of

View = Callable[..., HttpResponseBase]


def typed(page: str = "") -> Callable[[View], View]:
    """The view gets `type` and `actor` instead of the slug; a type that names its own `page` answers with that."""

    def wrap(view: View) -> View:
        @signed_in
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **parts: Any) -> HttpResponseBase:
            found = registry.by_slug(slug)
            if found is None:
                raise Missing
            own = found.pages.get(page) if page else None
            chosen: View = import_string(own) if own else view
            return chosen(request, type=found, actor=actor_of(request), **parts)

        return answer

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def url_of(type: RecordType, pk: int, page: str = "record", **parts: Any) -> str:
    return address_of(page, slug=type.slug, pk=pk, **parts)


def list_url(type: RecordType, page: str = "record_list", **parts: Any) -> str:
    return address_of(page, slug=type.slug, **parts)
