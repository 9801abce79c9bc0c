"""A firm of any size: a fifth companies, the rest people, ten notes each, the same for the same seed."""

import random
from collections.abc import Iterator

from goodwill.areas.people import samples
from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.verbs.bulk import create_parties
from goodwill.areas.people.verbs.rows import PartyRow, ready
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor

AT_ONCE = 1000
NOTES = 10
TALKERS = {"Fiona Fifty": 50, "Terence Talkative": 1000}  # notes of those who have more than the rest
TOWNS = ("Leeds", "York", "Bonn", "Oslo", "Turin", "Lyon", "Porto", "Gent", "Graz", "Brno", "Arles", "Ulm")


def fill(size: int, by: Actor, *, seed: int = 7) -> Iterator[int]:
    """Write `size` parties with their notes; yields how many are there so far."""
    chance = random.Random(seed)
    companies = size // 5
    for start in range(0, size, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, size))
        rows = [_company(n) if n < companies else _person(n, chance.randrange(max(companies, 1))) for n in numbers]
        with changes.batch(by, "create"):
            parties = create_parties([ready(row, country="GB") for row in rows], by=by)
        with changes.batch(by, "write_note"):
            changes.create_many([_note(party, number) for party in parties for number in range(NOTES)])
        yield numbers[-1] + 1


def write_much(by: Actor) -> None:
    """Those whose timeline is longer."""
    rows = [ready({"kind": "person", "fields": {"name": name}}, country="GB") for name in TALKERS]
    with changes.batch(by, "create"):
        for party, notes in zip(create_parties(rows, by=by), TALKERS.values(), strict=True):
            changes.create_many([_note(party, number) for number in range(notes)])


def _company(n: int) -> PartyRow:
    sample = samples.company(n)
    return {"kind": "company", "fields": {"name": f"{sample['name']} {n}", "phase": sample.get("phase", "")}}


def _person(n: int, employer: int) -> PartyRow:
    sample = samples.person(n)
    contacts = [{"kind": kind, "value": sample[kind]} for kind in ("phone", "mail")]
    fields = {name: sample[name] for name in ("name", "role", "phase")}
    company = f"{samples.company(employer)['name']} {employer}"
    towns = [{"city": f"{TOWNS[n % len(TOWNS)]} {n // 1000}"}]
    row: PartyRow = {"kind": "person", "fields": fields, "contacts": contacts, "company": company if n % 7 else ""}
    return {**row, "addresses": towns}


def _note(party: Party, number: int) -> Note:
    note = Note(html=f"<p>{samples.TEXTS[(party.pk + number) % len(samples.TEXTS)]}</p>")
    note.about = party.ref
    return note
