"""A contact point, an address, a tie or a wish: changed or removed from the page of its party."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.areas.people.models import Address, ContactPoint, Party, Preference, Tie
from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Tracked
from goodwill.kernel.verbs import Verb
from goodwill.records import forms, parameters, registry
from goodwill.records.fields import Field
from goodwill.records.story import told
from goodwill.records.values import read_values
from goodwill.records.views.form import base_version
from goodwill.records.views.typed import actor_of, url_of
from goodwill.records.views.verb import Place, done, draw, given_of
from goodwill.ui.access import signed_in

PARTS: Mapping[str, type[Tracked]] = {
    "contact": ContactPoint,
    "address": Address,
    "tie": Tie,
    "preference": Preference,
}
ASKED_AS = {Address: "add_address", Preference: "add_preference"}
"""Those that are asked for like one that is added: their edit takes any of its fields."""


@signed_in
def part(request: HttpRequest, kind: str, pk: int, name: str) -> HttpResponse:
    model, actor = PARTS.get(kind), actor_of(request)
    found = verbs.get(model.ref_name(), name) if model else None
    if model is None or found is None:
        raise Missing
    record = rights.visible(model.objects.filter(pk=pk), actor, "change").first()
    if record is None or (request.method != "POST" and name != "edit"):
        raise Missing
    place, fields = _place(kind, record, name), _fields(found, record)
    if request.method != "POST":
        return draw(request, place, found, _controls(fields, record, actor))
    given = given_of(fields, request.POST)
    try:
        with changes.batch(actor, name) as batch:
            values = read_values(fields, given, actor)
            if any(one.name == "base_version" for one in found.parameters):
                values["base_version"] = base_version(request)
            found.function(record, by=actor, **values)
    except Invalid as error:
        controls = [forms.control_of(field, actor, given=given, problems=error.problems) for field in fields.values()]
        return draw(request, place, found, controls, error=error)
    said = _("%s is saved.") % record if name == "edit" else told(model.ref_name(), name, record)
    return done(request, place.back, said, batch.row, found)


def _place(kind: str, record: Any, name: str) -> Place:
    party: Party = record.party
    shown_as = registry.for_record(party)
    if shown_as is None:
        raise Missing
    remove = "end" if kind == "tie" else "remove"
    return Place(
        shown_as,
        party.name,
        reverse("party_part", kwargs={"kind": kind, "pk": record.pk, "name": name}),
        url_of(shown_as, party.pk),
        record.version,
        reverse("party_part", kwargs={"kind": kind, "pk": record.pk, "name": remove}) if name == "edit" else "",
    )


def _fields(found: Verb, record: Tracked) -> dict[str, Field]:
    whole = ASKED_AS.get(type(record)) if found.name == "edit" else None
    known = verbs.get(Party.ref_name(), whole) if whole else None
    return parameters.asked_fields(known or found)


def _controls(fields: Mapping[str, Field], record: Any, actor: Actor) -> list[forms.Control]:
    stored = {name: getattr(record, name) for name in fields}
    return [forms.control_of(field, actor, given=stored) for field in fields.values()]
