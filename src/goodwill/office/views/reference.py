"""The reference of the API for people: every request that the reader may make, with examples, and to be tried."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.errors import Missing
from goodwill.office.queries.reference import Operation, first_request, operations, operations_of_firm
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
    return _page(request, str(kind.plural), operations(kind, actor, _root(request)))


@signed_in
def api_reference_of_firm(request: HttpRequest) -> HttpResponse:
    return _page(request, _("The firm"), operations_of_firm(actor_of(request), _root(request)))


def _page(request: HttpRequest, title: str, found: list[Operation]) -> HttpResponse:
    told = _("Every request that you may make, with examples, and to be tried.")
    context = {"title": title, "told": told, "root": _root(request), "operations": found}
    return render.page(request, "office/reference_type.html", context)


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("api")).rstrip("/")
