"""Who came back, by the batch of history that brought them; and who would, while they are typed in."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.comeback_words import summary
from goodwill.areas.people.enums import PartyKind, Way
from goodwill.areas.people.models import Comeback, Party
from goodwill.areas.people.names import shown_name, split_name
from goodwill.areas.people.phases import QUIET
from goodwill.areas.people.queries.duplicates import Sought
from goodwill.areas.people.verbs.comebacks import recognised, silent_among, stood
from goodwill.areas.people.verbs.contacts import read_contacts, together
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Change, Profile
from goodwill.records.veil import hides, veil_all
from goodwill.transfer.importers import Greeting, Greetings
from goodwill.ui import formats

SHOWN, MOST = 10, 500


@dataclass(frozen=True)
class Vanished:
    """Somebody who had gone quiet. Whoever is `recognised` is not made twice: saving brings them back."""

    party: Party
    said: str
    recognised: bool = False

    @property
    def in_trash(self) -> bool:
        return self.party.deleted_at is not None


def came_back_in(batch_id: int | None) -> "QuerySet[Comeback]":
    """Asked from their side: of the changes of an import a few among a million may be such."""
    made = Change.objects.filter(
        type=Comeback.ref_name(), ref_id=OuterRef("pk"), kind=Change.Kind.CREATE, batch=batch_id
    )
    return Comeback.objects.filter(Exists(made))


def came_back_to(batch_id: int) -> dict[int | None, tuple[int, int]]:
    """How many a batch brought back, and the first of these comebacks, by who looks after them."""
    rows = came_back_in(batch_id).order_by().values_list("party__owner").annotate(many=Count("id"), first=Min("id"))
    return {owner: (many, first) for owner, many, first in rows}


def greetings(batch_id: int, actor: Actor) -> Greetings:
    """The first of those whom a batch brought back, as far as the actor sees them."""
    if hides(actor, Party.ref_name(), "came_back"):
        return Greetings()
    ids = list(came_back_in(batch_id).order_by("pk").values_list("pk", flat=True)[: SHOWN * 3])
    seen = rights.visible(Party.objects.all(), actor)
    rows = Comeback.objects.filter(pk__in=ids, party__in=seen).select_related("party").order_by("pk")[:SHOWN]
    shown = tuple(Greeting(back.party.kind, back.party_id, back.party.name, summary(back)) for back in rows)
    return Greetings(shown, came_back_in(batch_id).count() if shown else 0)


def awaited(ids: Collection[int], actor: Actor) -> Greetings:
    """The same of those whom a file would bring back, before it does."""
    if hides(actor, Party.ref_name(), "came_back"):
        return Greetings()
    found = (
        rights.visible(Party.objects.select_related("owner"), actor).filter(pk__in=sorted(ids)[:MOST]).order_by("pk")
    )
    stands = stood(veil_all(list(found[:SHOWN]), actor), Way.IMPORT, timezone.now())
    shown = tuple(Greeting(one.party.kind, one.party_id, one.party.name, summary(one)) for one in stands)
    return Greetings(shown, len(ids) if shown else 0)


def in_trash(ids: Collection[int], actor: Actor) -> Greetings:
    """Those of them who are in the trash, and since when."""
    rows = rights.visible(Party.everything.filter(deleted_at__isnull=False), actor)
    found = rows.filter(pk__in=sorted(ids)[:MOST]).order_by("name_sort", "pk")[:SHOWN]
    shown = tuple(Greeting(one.kind, one.pk, one.name, _thrown(one)) for one in found)
    return Greetings(shown, len(ids) if shown else 0)


def _thrown(party: Party) -> str:
    return _("In the trash since %(day)s") % {"day": formats.day(party.deleted_at)}


def vanished(likely: Collection[int], sought: Sought, actor: Actor) -> list[Vanished]:
    """Of those who are likely the one that is typed in, who had gone quiet, and where things stand with them."""
    if hides(actor, Party.ref_name(), "came_back"):
        return []
    silent = silent_among(list(likely), (now := timezone.now()) - QUIET)
    quiet = rights.visible(Party.objects.select_related("owner"), actor).in_bulk(silent) if silent else {}
    back = _recognised(sought, actor)
    if back is not None:
        quiet[back.pk] = back
    stands = stood(veil_all(list(quiet.values()), actor), Way.FORM, now) if quiet else []
    return [Vanished(quiet[one.party_id], summary(one), back is not None and one.party_id == back.pk) for one in stands]


def _recognised(sought: Sought, actor: Actor) -> Party | None:
    """Whom saving what is typed would bring back; nobody while it is not yet a mail or a phone."""
    if hides(actor, Party.ref_name(), "phones") or hides(actor, Party.ref_name(), "mails"):
        return None
    name = split_name(sought.name)
    typed = shown_name(sought.name, name) if sought.kind == PartyKind.PERSON else sought.name
    with suppress(Invalid):
        given = [point for phone in sought.phones for point in together(phone, "", "", ())]
        given += [point for mail in sought.mails for point in together("", mail, "", ())]
        return recognised(sought.kind, typed, read_contacts(given, Profile.current().country), actor)
    return None
