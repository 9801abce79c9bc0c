"""Sheets of a party's page: consents and their proof, the relationship, where values come from, the map around it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import Channel, Purpose, WayOfReaching
from goodwill.areas.people.models import Consent, Party
from goodwill.areas.people.queries.around import around as neighbours_of
from goodwill.areas.people.queries.contacting import permissions, words_that_hold
from goodwill.areas.people.queries.knowing import known_to
from goodwill.areas.people.queries.people_map import large_map, small_map
from goodwill.areas.people.queries.phases import steps_of
from goodwill.areas.people.queries.sources import sources_of
from goodwill.areas.people.queries.standing import standings
from goodwill.areas.people.verbs.consents import current_wordings
from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.records import parameters, registry, writing
from goodwill.records.registry import RecordType
from goodwill.records.story import told
from goodwill.records.veil import veil
from goodwill.records.views.detail import Deeds
from goodwill.records.views.typed import actor_of, url_of
from goodwill.records.views.verb import done, given_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

BLOCKS = {"sheet": "#sheet", "modal": "#modal"}
RECORD = "record_consent"


@signed_in
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be sent to them and why, and everything that they ever said on it."""
    party, context = _party(request, pk)
    standing = standings([party])[party.pk]
    context |= {
        "permissions": permissions(standing),
        "ways": list(WayOfReaching),
        "bans": standing.bans,
        "chain": _chain(party),
    }
    return render.page(request, "people/consents.html", context, blocks=BLOCKS)


def consent(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """A consent is read among all that its party said."""
    found: Consent = writing.find(type, pk, actor)
    return consents(request, pk=found.party_id)


@signed_in
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole chain on paper, word for word."""
    party, context = _party(request, pk)
    context |= {
        "chain": _chain(party),
        "holding": [(one, why, _day(one.at)) for one, why in words_that_hold(standings([party])[party.pk])],
        "as_of": _minute(now()),
    }
    return render.page(request, "people/consent_proof.html", context)


def begin_consent(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """Whose consent it is comes first; the sheet of that party asks the rest."""
    rights.require(actor, "create", Consent)
    chosen = request.GET.get("party", "")
    if chosen.isdecimal() and len(chosen) < 19:
        return render.redirect(request, "party_new_consent", pk=int(chosen))
    return render.page(request, "people/begin_consent.html", {"list_url": reverse("record_list", args=[type.slug])})


@signed_in
def new_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The wordings to choose from; by POST, what they agreed to is written down."""
    party, context = _party(request, pk)
    actor, problems = actor_of(request), {}
    rights.require(actor, "change", party)
    if request.method == "POST":
        try:
            with changes.batch(actor, RECORD) as batch:
                _record(request.POST, writing.find(context["type"], pk, actor), actor)
            return done(
                request, context["back"], told("party", RECORD, party.name), batch.row, verbs.get("party", RECORD)
            )
        except Invalid as refused:
            problems = refused.problems
    asked = ("purpose", "channel", "wording", "source", "proof", "at")
    given = {name: request.POST.get(name, "") for name in asked} | {"template": request.POST.get("template")}
    context |= {"given": given, "problems": problems, "wordings": current_wordings()}
    context |= {"purposes": Purpose.choices, "channels": Channel.choices}
    blocks = {**BLOCKS, "inside": "#consent-form"}
    return render.page(request, "people/new_consent.html", context, blocks=blocks, status=422 if problems else 200)


def _record(sent: QueryDict, party: Party, actor: Actor) -> None:
    """Other words count only where they are chosen: a wording that is kept says for what and how by itself."""
    deed = verbs.get("party", RECORD)
    assert deed is not None
    given = given_of(parameters.asked_fields(deed), sent)
    if given.get("template"):
        given = {name: value for name, value in given.items() if name not in ("purpose", "channel", "wording")}
    elif "template" not in sent and current_wordings():
        raise Invalid({"template": _("Choose what they agree to. Nothing was written down yet.")})
    parameters.run(deed, party, given, by=actor)


@signed_in
def relationship(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the relationship stands, what is proposed, and how it came about."""
    party, context = _party(request, pk)
    actor = actor_of(request)
    context |= {"known": known_to(actor, party), "steps": steps_of(party, actor)}
    return render.page(request, "people/relationship.html", context, blocks=BLOCKS)


@signed_in
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    """Who or what wrote each value last."""
    party, context = _party(request, pk)
    context |= {"sources": sources_of(party, actor_of(request))}
    return render.page(request, "people/sources.html", context, blocks=BLOCKS)


@signed_in
def around(request: HttpRequest, pk: int) -> HttpResponse:
    """The people and firms around them, two steps far, as a drawing and as a list."""
    party, context = _party(request, pk)
    actor = actor_of(request)
    neighbours = neighbours_of(party, actor)
    context |= {"around": neighbours, "map": large_map(party, neighbours, actor), "near": small_map(party, neighbours)}
    return render.page(request, "people/around.html", context, blocks=BLOCKS)


def _party(request: HttpRequest, pk: int) -> tuple[Party, dict[str, Any]]:
    actor: Actor = actor_of(request)
    rows = rights.visible(Party.objects.filter(pk=pk), actor) if pk < 2**63 else Party.objects.none()
    party: Party | None = rows.first()
    declared = registry.for_record(party) if party else None
    if party is None or declared is None:
        raise Missing
    may_change = rights.allows(actor, "change", party)
    party = veil(party, actor)
    return party, {
        "party": party,
        "type": declared,
        "may_change": may_change,
        "deeds": Deeds(declared, party.pk, may_change, False, actor),
        "back": url_of(declared, party.pk),
        "list_url": reverse("record_list", args=[declared.slug]),
    }


def _chain(party: Party) -> list[tuple[Consent, str, str]]:
    """Everything that they said, the newest first: when it was said, and when it was written down, to the minute."""
    rows = Consent.objects.filter(party=party).select_related("template", "created_by").order_by("-at", "-id")
    return [(one, _minute(one.at), _minute(one.created_at)) for one in rows]


def _day(moment: datetime) -> str:
    return date_format(localtime(moment).date(), "j F Y")


def _minute(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y, H:i T")
