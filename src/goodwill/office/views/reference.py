"""The reference of the API for people: every request that the reader may make, with examples, and reading to try."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goodwill.kernel import rights
from goodwill.kernel.errors import Missing
from goodwill.office.queries.reference import first_request, operations
from goodwill.records import registry
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in


@signed_in
def api_reference(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    types = [known for known in registry.types() if rights.allows(actor, "read", known.model)]
    return render.page(request, "office/reference.html", {"types": types, "first": first_request(_root(request))})


@signed_in
def api_reference_of(request: HttpRequest, name: str) -> HttpResponse:
    actor, kind = actor_of(request), registry.get(name)
    if kind is None or not rights.allows(actor, "read", kind.model):
        raise Missing
    context = {"type": kind, "root": _root(request), "operations": operations(kind, actor, _root(request))}
    return render.page(request, "office/reference_type.html", context)


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("api")).rstrip("/")
