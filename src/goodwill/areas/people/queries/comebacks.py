"""Who came back, by the batch of history that brought them."""

from django.db.models import QuerySet

from goodwill.areas.people.comeback_words import summary
from goodwill.areas.people.models import Comeback, Party
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.records.veil import hides
from goodwill.transfer.importers import Greeting, Greetings

SHOWN = 10


def came_back_in(batch_id: int | None) -> "QuerySet[Change]":
    return Change.objects.filter(batch=batch_id, type=Comeback.ref_name(), kind=Change.Kind.CREATE)


def greetings(batch_id: int, actor: Actor) -> Greetings:
    """The first of those whom a batch brought back, as far as the actor sees them."""
    if hides(actor, Party.ref_name(), "came_back"):
        return Greetings()
    ids = list(came_back_in(batch_id).order_by("id").values_list("ref_id", flat=True)[: SHOWN * 3])
    seen = rights.visible(Party.objects.all(), actor)
    rows = Comeback.objects.filter(pk__in=ids, party__in=seen).select_related("party").order_by("pk")[:SHOWN]
    shown = tuple(Greeting(back.party.kind, back.party_id, back.party.name, summary(back)) for back in rows)
    return Greetings(shown, came_back_in(batch_id).count() if shown else 0)
