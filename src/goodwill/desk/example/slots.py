"""What fills the slots of a thread, once for the whole of it."""

import re
from datetime import date, datetime
from random import Random
from typing import Any

from goodwill.desk.example.plan import PartyPlan
from goodwill.desk.example.staff import STAFF

BIKES = {
    "fleet": ("Carrier", "Carrier Long", "Tiller"),
    "rental": ("Quay", "Tiller", "Quay Low"),
    "family": ("Pilot", "Carrier", "Pilot 20"),
    "school": ("Pilot", "Pilot 24"),
    "": ("Quay", "Tiller", "Drifter", "Skerry", "Buoy"),
}
PARTS = ("brake pad", "chain", "rear hub", "crank", "cassette", "headset", "battery", "rim")
PLACES = ("station", "market", "harbour wall", "swimming pool", "library", "lifeboat house")
NEIGHBOURS = (
    "Northgate", "Copper Kettle", "the Wheelers", "Quayside", "Saltmarsh Veg Boxes", "Doctors at Priory Road", "Ioana",
    "the bakery in Anchor Street", "Tern Logistics", "Nadia Haddad", "Harbour Home Care", "Dahl",
)  # fmt: skip
_CHOICE = re.compile(r"\[([^\[\]]+)\]")


def said(text: str, words: dict[str, Any], rng: Random) -> str:
    chosen = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text).format(**words)
    return chosen[:1].upper() + chosen[1:]


def words_for(party: PartyPlan, start: datetime, rng: Random) -> dict[str, Any]:
    colleagues = [name for number, (name, *_rest) in enumerate(STAFF) if number != party.owner]
    return {
        "n": rng.choice((3, 4, 5, 6, 8, 9, 12, 14)),
        "bike": rng.choice(BIKES.get(party.audience.removeprefix("firm ").strip(), BIKES[""])),
        "part": rng.choice(PARTS),
        "colleague": rng.choice(colleagues).split()[0],
        "neighbour": rng.choice(NEIGHBOURS),
        "day": rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")),
        "month": date(2000, (start.month + rng.randint(1, 3)) % 12 + 1, 1).strftime("%B"),
        "price": f"£\u00a0{rng.choice((48, 64, 79, 85, 96, 112, 128, 144))}",
        "place": rng.choice(PLACES),
    }
