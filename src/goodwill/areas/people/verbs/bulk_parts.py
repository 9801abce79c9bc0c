"""What hangs on many parties at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from goodwill.areas.people.models import Address, ContactPoint, ExternalKey, Note, Party, Tagging, Tie
from goodwill.areas.people.verbs.rows import Ready
from goodwill.areas.people.verbs.tags import ensure_tags
from goodwill.areas.people.verbs.ties import works_at_id
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.text import fold

Pairs = Sequence[tuple[Party, Ready]]


def employer_key(row: Ready) -> int | str:
    """By what a row's company is looked up: its id, or its folded name."""
    return row.company if isinstance(row.company, int) else fold(row.company)[:400]


def hang(pairs: Pairs, employers: Mapping[int | str, Party], by: Actor) -> set[int]:
    """Write what hangs on the parties; returns the ids of those that got something."""
    points: list[ContactPoint] = []
    addresses: list[Address] = []
    abouts: dict[str, list[Any]] = {"tags": [], "keys": [], "notes": []}
    tags = ensure_tags((tag for _party, row in pairs for tag in row.tags), by)
    free_keys = _free_keys([key for _party, row in pairs for key in row.keys])
    for party, row in pairs:
        for point in row.points:
            point.party = party
        for address in row.addresses:
            address.party = party
        points += row.points
        addresses += row.addresses
        about = {"about_type": Party.ref_name(), "about_id": party.pk}
        stuck = dict.fromkeys(tags[fold(tag)[:120]] for tag in row.tags)
        abouts["tags"] += [Tagging(tag=tag, **about) for tag in stuck]
        abouts["notes"] += [Note(html=html, **about) for html in row.notes]
        for key in row.keys:
            if key in free_keys:
                free_keys.remove(key)
                abouts["keys"].append(ExternalKey(source=key[0], key=key[1], **about))
    ties = _ties(pairs, employers)
    written: list[list[Any]] = [points, addresses, ties, *abouts.values()]
    for made in written:
        changes.create_many(made)
    got = {part.party_id for made in (points, addresses, ties) for part in made}
    return got | {part.about_id for made in abouts.values() for part in made}


def _ties(pairs: Pairs, employers: Mapping[int | str, Party]) -> list[Tie]:
    employed = [(party, row, employers[employer_key(row)]) for party, row in pairs if employer_key(row) in employers]
    if not employed:
        return []
    kind_id = works_at_id()
    return [
        Tie(party=party, other=company, kind_id=kind_id, role=party.role, department=row.department, main=True)
        for party, row, company in employed
    ]


def _free_keys(keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The keys that no record has yet."""
    if not keys:
        return set()
    taken = ExternalKey.objects.filter(source__in={source for source, _key in keys}, key__in={key for _s, key in keys})
    return set(keys) - set(taken.values_list("source", "key"))
