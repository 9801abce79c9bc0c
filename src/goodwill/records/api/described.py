"""What there is: the types that the actor may read, and the whole description for programs."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.api.answers import answer
from goodwill.records.api.dispatch import route
from goodwill.records.api.openapi import description_for
from goodwill.records.api.reading import query_of
from goodwill.records.registry import RecordType


def read_index(request: HttpRequest, actor: Actor) -> HttpResponse:
    query_of(request, frozenset())
    types = [
        {"name": kind.name, "label": str(kind.plural), "url": reverse("api_list", kwargs={"slug": kind.slug})}
        for kind in _readable(actor)
    ]
    return answer({"types": types, "description": reverse("api_description")})


def read_description(request: HttpRequest, actor: Actor) -> HttpResponse:
    query_of(request, frozenset())
    return answer(description_for(actor, _readable(actor), reverse("api").rstrip("/")))


def _readable(actor: Actor) -> list[RecordType]:
    return [kind for kind in registry.types() if rights.allows(actor, "read", kind.model)]


index = route(get=read_index)
openapi = route(get=read_description)
