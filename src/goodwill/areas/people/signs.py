"""What speaks for a phase: contacts and their rhythm, tasks, notes, consents taken back; a few queries for many."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Max, Min

from goodwill.areas.people.enums import WITHOUT_CONTACT, ConsentState
from goodwill.areas.people.models import Consent, Note, Party, Task, TimelineEntry
from goodwill.areas.people.models.consent import newest_of
from goodwill.areas.people.phases import Signs
from goodwill.areas.people.timeline import CONTACT_KINDS


def signs_of(parties: Iterable[Party]) -> dict[int, Signs]:
    by_id = {party.pk: party for party in parties}
    contacts = _contacts(by_id)
    tasks = _about(Task.objects.filter(done_at=None), by_id, Count("id"))
    notes = _about(Note.objects.all(), by_id, Max("created_at"))
    consents = _consents(by_id)
    return {
        pk: Signs(
            phase=party.phase,
            customer_since=party.customer_since,
            open_tasks=tasks.get(pk, 0),
            last_note=notes.get(pk),
            **contacts.get(pk, {}),
            **consents.get(pk, {}),
        )
        for pk, party in by_id.items()
    }


def _contacts(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = TimelineEntry.objects.filter(party__in=ids, kind__in=CONTACT_KINDS).exclude(state__in=WITHOUT_CONTACT)
    sums = {"first": Min("at"), "last": Max("at"), "contacts": Count("id")}
    found: Iterable[Any] = rows.order_by().values("party").annotate(**sums)
    return {row["party"]: {name: row[name] for name in sums} for row in found}


def _about(rows: Any, ids: Iterable[int], figure: Any) -> dict[int, Any]:
    mine = rows.filter(about_type=Party.ref_name(), about_id__in=ids)
    return dict(mine.order_by().values_list("about_id").annotate(figure=figure))


def _consents(ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """When everything was taken back, and whether something is still allowed."""
    by_party: dict[int, list[Consent]] = {}
    with_withdrawn = Consent.objects.filter(party__in=ids, state=ConsentState.WITHDRAWN).values("party")
    for consent in Consent.objects.filter(party__in=with_withdrawn).defer("wording"):
        by_party.setdefault(consent.party_id, []).append(consent)
    found = {}
    for pk, consents in by_party.items():
        now = newest_of(consents).values()
        gone = [one.at for one in now if one.state == ConsentState.WITHDRAWN]
        given = any(one.state == ConsentState.GIVEN for one in consents)
        allowed = any(one.state == ConsentState.GIVEN for one in now)
        found[pk] = {"withdrawn": max(gone) if gone and given else None, "still_allowed": allowed}
    return found
