"""When a party was last in contact with the firm, by itself or through its people."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from goodwill.areas.people.enums import WITHOUT_CONTACT
from goodwill.areas.people.models import Party, TimelineEntry
from goodwill.areas.people.projections.columns import write_columns
from goodwill.areas.people.timeline import CONTACT_KINDS


def follow_contacts(new: Iterable[TimelineEntry], changed: set[int]) -> None:
    """`new` timeline rows bring the moment forward; parties whose rows changed or went are looked at anew."""
    newest: dict[int, datetime] = {}
    for row in new:
        if row.kind in CONTACT_KINDS and row.state not in WITHOUT_CONTACT:
            newest[row.party_id] = max(row.at, newest.get(row.party_id, row.at))
    party_ids = newest.keys() | changed
    if not party_ids:
        return
    rows = list(Party.everything.filter(pk__in=party_ids).values("id", "last_contact_at"))
    known = {row["id"]: row["last_contact_at"] for row in rows}
    wanted = {one: max(at, known.get(one) or at) for one, at in newest.items() if one not in changed}
    wanted_anew = dict.fromkeys(changed, None) | _newest(changed)
    write_columns(rows, {one: {"last_contact_at": at} for one, at in (wanted | wanted_anew).items()})


def _newest(party_ids: set[int]) -> dict[int, datetime]:
    if not party_ids:
        return {}
    rows = TimelineEntry.objects.filter(party__in=party_ids, kind__in=CONTACT_KINDS).exclude(state__in=WITHOUT_CONTACT)
    return dict(rows.order_by().values_list("party").annotate(newest=Max("at")))
