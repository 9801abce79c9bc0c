"""What no firm is without: the same people twice, mails that bounce, old numbers and addresses, one who vanished."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from goodwill.desk.example.places import Phones, place
from goodwill.desk.example.plan import Event, PartyPlan, Place, Reach
from goodwill.desk.example.telling import Teller
from goodwill.desk.example.threads.every import threads_of


class Double(NamedTuple):
    """`name` is the same party as `original`, written down a second time with what is in `reach`."""

    original: str
    name: str
    reach: tuple[Reach, ...]


VANISHED = "Leonie Sommer"
VANISHED_REACH = (Reach("phone", "07700 900977", "Mobile"), Reach("mail", "leonie@warm-bread.example"))
DOUBLES = (
    Double("Stefan Novotny", "Štefan Novotný", (Reach("phone", "+44 7700 900412"),)),
    Double("Isla McKay", "Isla Mackay", (Reach("phone", "0044 7700 900415"), Reach("mail", "isla@mail.example"))),
    Double("Chloé Martin", "Chloe Martin", (Reach("mail", "chloe.martin@mail.example"),)),
    Double("Sam Whitlock", "Samuel Whitlock", (Reach("phone", "(07700) 900 556"),)),
    Double("Kenji Nakamura", "Nakamura Kenji", (Reach("phone", "+44 7700 900199"),)),
    Double("Beatrice Long", "Beatrix Long", (Reach("mail", "beatrice.long@mail.example"),)),
    Double("Tern Logistics Ltd", "Tern Logistics", (Reach("web", "https://tern-logistics-ltd.example"),)),
    Double("Brightwater Brewery", "Brightwater Brewery Ltd.", (Reach("phone", "+44 1632 960610"),)),
    Double("Moretti Logistica", "Moretti Logistica S.r.l.", (Reach("phone", "(01632) 960 203"),)),
)


def doubles(parties: list[PartyPlan], now: datetime) -> list[PartyPlan]:
    """Each written down lately by somebody else, in a hurry."""
    by_key = {party.key: party for party in parties}
    found = []
    for number, (original, name, reach) in enumerate(DOUBLES):
        known = by_key[original]
        since = now - timedelta(days=9 + 17 * number, hours=number)
        owner = (known.owner + 1) % 4
        found.append(PartyPlan(name, known.kind, name, owner, since, fields={"phase": "prospect"}, reach=reach))
    return found


def vanished(now: datetime) -> tuple[PartyPlan, Teller]:
    """The one who was keen and was never heard of again: a good name to look for."""
    teller = Teller(now)
    since = (now - timedelta(days=742)).replace(hour=9, minute=20)
    fields = {"phase": "prospect", "source": "Website", "role": "", "description": "Bakery, planned in Rope Walk."}
    home = (Place("31 Rope Walk", "HW2 3RW", "Harwick"),)
    kept = {name: value for name, value in fields.items() if value}
    party = PartyPlan(VANISHED, "person", VANISHED, 0, since, "vanished", kept, VANISHED_REACH, home, ("cargo",))
    teller.happen(threads_of("vanished")[0], party, party, since, Random(VANISHED))
    return party, teller


def aged(party: PartyPlan, phones: Phones, now: datetime) -> tuple[PartyPlan, list[Event]]:
    """Some of those who are long known have a mail that bounced, a number that changed, a house they left."""
    rng = Random(f"age of {party.key}")
    if (now - party.since).days < 400 or rng.random() > 0.24:
        return party, []
    what, events = rng.choice(("mail", "mail", "phone", "place")), []
    at = (now - timedelta(days=rng.randint(30, 300))).replace(hour=rng.randint(8, 16), minute=rng.randrange(60))
    if what == "mail" and party.mails:
        old = party.mails[-1]
        reach = [_failed(one, at, "No such mailbox") if one.value == old else one for one in party.reach]
        events.append(Event(party.key, at, "note", _BOUNCED[rng.randrange(3)].format(mail=old), by=party.owner))
        return replace(party, reach=tuple(reach)), events
    if what == "phone" and party.phones and "07700" in party.phones[0].replace(" ", ""):
        old = party.phones[0]
        reach = [_failed(one, at, "Belongs to a stranger") if one.value == old else one for one in party.reach]
        reach.insert(0, Reach("phone", phones.mobile(rng), "Mobile", preferred=True))
        events.append(Event(party.key, at, "note", _CHANGED[rng.randrange(3)], by=party.owner))
        return replace(party, reach=tuple(reach)), events
    if what == "place" and party.places and party.places[0].country == "GB" and not party.household:
        new = replace(place(rng, party.places[0].city), preferred=True)
        return replace(party, places=(new, replace(party.places[0], label="Until last year"))), events
    return party, events


def _failed(one: Reach, at: datetime, why: str) -> Reach:
    return replace(one, failed=at, why=why, label=one.label if one.kind == "mail" else "Old")


_BOUNCED = (
    "Mail to {mail} came back: no such mailbox. Ask for the new one.",
    "{mail} bounces since the summer. Kept it, marked it as not to be used.",
    "Two mails to {mail} came back. Phone instead.",
)
_CHANGED = (
    "New mobile number, the old one belongs to somebody else now.",
    "Has a new number. Said so in passing, at the counter.",
    "Old number rings at a stranger’s. The new one is from the last order.",
)
