"""Doubles: which there are, two or more side by side, merging them, and saying that they are two."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from goodwill.areas.people import jobs
from goodwill.areas.people.models import NotTheSame, Party
from goodwill.areas.people.queries import certain_doubles, doubles, merge_partners
from goodwill.areas.people.verbs.doubles import may_be_the_same, not_the_same
from goodwill.areas.people.verbs.merge import CHOSEN, merge, own_choices, unmerge
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.jobs import enqueue
from goodwill.records.registry import RecordType
from goodwill.records.veil import veil, veil_all
from goodwill.records.views.typed import actor_of, typed
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

BLOCKS = {"doubles": "#doubles"}
TABS = (
    ("likely", gettext_lazy("Likely the same")),
    ("certain", gettext_lazy("Certain")),
    ("perhaps", gettext_lazy("Perhaps")),
    ("apart", gettext_lazy("Told apart")),
)


@signed_in
def duplicates(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rights.require(actor, "read", Party)
    way = next((name for name, _label in TABS if name == request.GET.get("show")), "likely")
    after = request.GET.get("after", "")
    page = doubles.groups(way, actor, after) if way in doubles.WAYS else doubles.Page([], "")
    here = f"{reverse('duplicates')}?show={way}"
    context = {
        "way": way,
        "here": f"{here}&after={after}" if after else here,
        "tabs": _tabs(way),
        "page": page,
        "apart": doubles.told_apart_by(actor) if way == "apart" else [],
        "next": f"{here}&after={page.later}" if page.later else "",
        "count": doubles.count_of(doubles.pairs_of(way, actor)) if way in doubles.WAYS else 0,
        "may_change": rights.allows(actor, "change", Party),
        "looking": jobs.looking(),
        **_merging(actor),
    }
    return render.page(request, "people/duplicates.html", context, blocks=BLOCKS)


def _merging(actor: Actor) -> dict[str, Any]:
    """What is told of merging all that is certain: that it can be done, how far it is, or what became of it."""
    job = jobs.merging(actor)
    if job is None or job.is_over:
        may = rights.allows(actor, "change", Party) and actor.may_do(Party.ref_name(), "merge")
        offered = may and certain_doubles.are_there_certain(actor)
    else:
        offered = False
    return {
        "offered": offered,
        "merging": job if job and not job.is_over else None,
        "ended": job if job and job.is_over else None,
        "merged_url": undo_url(job.batch) if job and job.is_over else "",
    }


def _tabs(way: str) -> list[dict[str, Any]]:
    here = reverse("duplicates")
    return [{"label": label, "href": f"{here}?show={name}", "current": name == way} for name, label in TABS]


@signed_in
def compare(request: HttpRequest) -> HttpResponse:
    """Side by side; by POST, made one."""
    actor, sent = actor_of(request), request.POST if request.method == "POST" else request.GET
    parties = doubles.side_by_side(_ids(sent), actor)
    if len(parties) < 2:
        raise Missing(_("Choose at least two entries that are here and that you may see. Nothing was changed."))
    survivor = next((party for party in parties if str(party.pk) == sent.get("keep")), doubles.best_survivor(parties))
    if request.method != "POST":
        return _draw(request, parties, survivor)
    others = [party.pk for party in parties if party != survivor]
    try:
        with changes.batch(actor, "merge") as batch:
            merge(survivor, by=actor, others=others, take=_taken(sent, survivor))
    except Invalid as error:
        return _draw(request, parties, survivor, error)
    said = ngettext(
        "%(name)s: %(count)d entry merged into it.", "%(name)s: %(count)d entries merged into it.", len(others)
    )
    said %= {"name": survivor.name, "count": len(others)}
    return render.redirect(request, "go", name="party", pk=survivor.pk, toast_text=said, undo=undo_url(batch.row))


def _ids(sent: QueryDict) -> list[int]:
    return [int(one) for one in sent.getlist("id") if one.isdecimal() and len(one) < 19]


def _taken(sent: QueryDict, survivor: Party) -> dict[str, int]:
    """The fields whose value another entry gives."""
    given = {name: sent.get(f"take-{name}", "") for name in (*CHOSEN, *own_choices(survivor))}
    chosen = {name: int(one) for name, one in given.items() if one.isdecimal() and len(one) < 19}
    return {name: one for name, one in chosen.items() if one != survivor.pk}


def _draw(request: HttpRequest, parties: list[Party], survivor: Party, error: Invalid | None = None) -> HttpResponse:
    actor = actor_of(request)
    parties = veil_all(parties, actor)
    survivor = next(party for party in parties if party == survivor)
    why, strangers = doubles.why_among(parties, actor)
    context = {
        "parties": parties,
        "survivor": survivor,
        "rows": doubles.rows_of(parties, survivor, actor),
        "hanging": doubles.hanging_on(parties, actor),
        "why": None if strangers else why,
        "strangers": ", ".join(party.name for party in strangers),
        "asked": doubles.compare_url(party.pk for party in parties),
        "errors": list(error.problems.values()) if error else [],
        "mixed": len({party.kind for party in parties}) > 1,
        "may_merge": actor.may_do("party", "merge") and all(rights.allows(actor, "change", party) for party in parties),
    }
    return render.page(request, "people/compare.html", context, status=error.status if error else 200)


@signed_in
def merge_with(request: HttpRequest, pk: int) -> HttpResponse:
    """From the page of one to the page where it stands beside whom somebody chooses."""
    actor = actor_of(request)
    party = _to_merge(pk, actor)
    context = {
        "party": veil(party, actor),
        "options": reverse("merge_options", kwargs={"pk": party.pk}),
        "likely": doubles.likely_of(party, actor),
    }
    return render.page(request, "people/merge_with.html", context, blocks={"modal": "#modal"})


def _to_merge(pk: int, actor: Actor) -> Party:
    party = next(iter(doubles.side_by_side([pk], actor)), None)
    if party is None:
        raise Missing
    rights.require(actor, "change", party)
    rights.require_verb(actor, "merge", party)
    return party


@signed_in
def merge_options(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom it may be merged with, while somebody types."""
    actor = actor_of(request)
    party = _to_merge(pk, actor)
    asked = request.GET.get("q", "")[:100]
    nothing = None if asked.strip() else _("Type a name, a mail, a phone or the number of the page.")
    context = {"items": merge_partners.partners(party, asked, actor), "nothing": nothing}
    return render.page(request, "records/options.html", context)


@typed()
def from_selection(request: HttpRequest, type: RecordType, actor: Any) -> HttpResponse:
    """From the rows that were ticked in a list to the page where they stand side by side."""
    ids = _ids(request.POST if request.method == "POST" else request.GET)
    if not 2 <= len(ids) <= doubles.MOST_SIDE_BY_SIDE:
        most = doubles.MOST_SIDE_BY_SIDE
        raise Invalid(_("Select two to %d rows to merge them. Nothing was changed.") % most)
    return render.redirect(request, doubles.compare_url(ids))


@signed_in
def of_party(request: HttpRequest, pk: int) -> HttpResponse:
    """For the side of a party's page: whom it may be too, and what went into it."""
    actor = actor_of(request)
    party = next(iter(doubles.side_by_side([pk], actor)), None)
    if party is None:
        raise Missing
    context = {
        "party": veil(party, actor),
        "likely": doubles.likely_of(party, actor),
        "merged": doubles.merged_into(party),
        "may_change": rights.allows(actor, "change", party),
    }
    return render.page(request, "people/doubles_of.html", context)


@signed_in
@require_POST
def tell_apart(request: HttpRequest) -> HttpResponse:
    """These are two: not shown as doubles any more."""
    actor = actor_of(request)
    parties = doubles.side_by_side(_ids(request.POST), actor)
    if len(parties) < 2:
        raise Missing
    with changes.batch(actor, "not_the_same") as batch:
        for place, party in enumerate(parties[:-1]):
            not_the_same(party, by=actor, others=[other.pk for other in parties[place + 1 :]])
    said = _("Remembered: %s are not the same.") % ", ".join(party.name for party in parties)
    return render.redirect(request, "duplicates", toast_text=said, undo=undo_url(batch.row), stay=True)


@signed_in
@require_POST
def tell_together(request: HttpRequest, pk: int) -> HttpResponse:
    """What was told apart may be the same after all."""
    actor = actor_of(request)
    said_so = NotTheSame.objects.filter(pk=min(pk, doubles.MOST_ID - 1)).select_related("one")
    row = rights.visible(said_so, actor, "change").first()
    if row is None:
        raise Missing
    with changes.batch(actor, "may_be_the_same") as batch:
        may_be_the_same(row.one, by=actor, others=[row.other_id])
    said = _("They are looked at again.")
    return render.redirect(request, "duplicates", toast_text=said, undo=undo_url(batch.row), stay=True)


@signed_in
@require_POST
def take_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry that was merged comes out again, from the page of the one that stayed."""
    actor = actor_of(request)
    merged = Party.everything.exclude(merged_into=None).filter(pk=min(pk, doubles.MOST_ID - 1))
    party = rights.visible(merged, actor, "change").first()
    if party is None:
        raise Missing
    back = party.merged_into_id
    with changes.batch(actor, "unmerge") as batch:
        unmerge(party, by=actor)
    said = _("%s is an entry of its own again.") % party.name
    return render.redirect(request, "go", name="party", pk=back, toast_text=said, undo=undo_url(batch.row))


@signed_in
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look through all now."""
    rights.require(actor_of(request), "change", Party)
    jobs.look_through_all()
    said = _("Goodwill looks through all contacts. You may go on working.")
    return render.redirect(request, "duplicates", toast_text=said, stay=True)


@signed_in
def merge_certain(request: HttpRequest) -> HttpResponse:
    """The question how many that are, and by POST the work in the background."""
    actor = actor_of(request)
    rights.require(actor, "change", Party)
    rights.require_verb(actor, "merge", Party)
    found = certain_doubles.certain(actor)
    if request.method != "POST":
        return render.page(request, "people/merge_certain.html", {"found": found}, blocks={"modal": "#modal"})
    if not found.groups:
        raise Invalid(_("There are no certain doubles that you may change. Nothing was changed."))
    enqueue(jobs.merge_certain, by=actor, key=f"user {actor.user_id}")
    said = _("The certain doubles are merged in the background. You may go on working.")
    return render.redirect(request, "duplicates", toast_text=said, stay=True)
