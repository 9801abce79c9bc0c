"""The people and firms around a party as a drawing: who stands where, and what binds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi

from django.db.models import Q

from goodwill.areas.people.models import Party, Tie
from goodwill.areas.people.queries.around import Neighbour
from goodwill.areas.people.queries.map_places import Bond, Places, apart, fans, ring
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, Actor

MOST, FEW = 30, 8
NAME_LENGTH = 22


@dataclass(frozen=True)
class Node:
    """Somebody at a place; `hop` 0 is the party in the middle. `below` says whether the name stands below the face."""

    party_id: int
    name: str
    kind: str
    x: int
    y: int
    hop: int

    @property
    def short(self) -> str:
        return self.name if len(self.name) <= NAME_LENGTH else self.name[: NAME_LENGTH - 1].rstrip() + "…"

    @property
    def is_firm(self) -> bool:
        return self.kind == "company"


@dataclass(frozen=True)
class Line:
    """A tie between two places, with its words in the middle."""

    x1: int
    y1: int
    x2: int
    y2: int
    said: str
    over: bool

    @property
    def middle(self) -> tuple[int, int]:
        """Nearer to the outer end, where there is more room."""
        return round(self.x1 + (self.x2 - self.x1) * 0.58), round(self.y1 + (self.y2 - self.y1) * 0.58)


@dataclass(frozen=True)
class Drawing:
    """`more` are those for whom there was no room. The middle is at 0, 0."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    more: int
    width: int
    height: int

    @property
    def box(self) -> str:
        return f"{-self.width // 2} {-self.height // 2} {self.width} {self.height}"


def small_map(party: Party, neighbours: Sequence[Neighbour]) -> Drawing:
    """Those who are tied to it now, as far as there is room in a card."""
    now = _once(near for near in neighbours if near.ended is None)
    shown = now[:FEW]
    places = ring([near.party_id for near in shown], 104, 74, turn=pi if len(shown) < 3 else -pi / 2)
    names = {near.party_id: (near.name, near.kind) for near in shown}
    drawn = [_bond(party, near) for near in shown]
    return _drawing(
        party, {1: places}, names, drawn, more=len(now) - len(shown), size=(300, 110 if len(shown) < 3 else 236)
    )


def large_map(party: Party, neighbours: Sequence[Neighbour], actor: Actor) -> Drawing:
    """Those who are tied to it, and those who are tied to them: at most thirty, whom the actor may see."""
    first = _once(neighbours)
    inner = first[: MOST * 2 // 3]
    bonds = [_bond(party, near) for near in inner]
    names = {near.party_id: (near.name, near.kind) for near in inner}
    around: dict[int, list[Bond]] = defaultdict(list)
    beyond = 0
    known = names.keys() | {party.pk} | {near.party_id for near in first}
    outer: dict[int, tuple[str, str]] = {}
    for tie in _ties_of(names, actor):
        one, other = (tie.party, tie.other) if tie.party_id in names else (tie.other, tie.party)
        said = tie.kind.said_from(first=one.pk == tie.party_id)
        if other.pk in names:
            bonds.append(Bond(one.pk, other.pk, said, tie.ended is not None))
        elif other.pk in outer:
            around[one.pk].append(Bond(one.pk, other.pk, said, tie.ended is not None))
        elif other.pk not in known:
            if len(inner) + len(outer) >= MOST:
                known |= {other.pk}
                beyond += 1
                continue
            outer[other.pk] = (other.name, other.kind)
            around[one.pk].insert(0, Bond(one.pk, other.pk, said, tie.ended is not None))
    order = apart([near.party_id for near in inner], around)
    places = {1: ring(order, 225, 165, turn=-pi / 2)}
    if outer:
        places[2] = fans(places[1], around, outer)
    bonds += [bond for its in around.values() for bond in its]
    more = len(first) - len(inner) + beyond
    return _drawing(party, places, names | outer, bonds, more=more, size=(960, 720) if outer else (620, 480))


def _ties_of(ids: Iterable[int], actor: Actor) -> Sequence[Tie]:
    """Ties of those around, one query; for those who may not see everybody, both ends must be within their reach."""
    wanted = list(ids)
    rows = Tie.objects.filter(Q(party__in=wanted) | Q(other__in=wanted), ended=None)
    if actor.scope(Party.ref_name(), "read") != ALL:
        seen = rights.visible(Party.everything.all(), actor).values("pk")
        rows = rows.filter(party__in=seen, other__in=seen)
    rows = rows.filter(party__deleted_at=None, other__deleted_at=None)
    return list(rows.select_related("kind", "party", "other").order_by("-main", "id")[:400]) if wanted else []


def _once(neighbours: Iterable[Neighbour]) -> list[Neighbour]:
    """Each neighbour by their first tie: the one that holds, the main one before others."""
    found: dict[int, Neighbour] = {}
    for near in neighbours:
        found.setdefault(near.party_id, near)
    return list(found.values())


def _bond(party: Party, near: Neighbour) -> Bond:
    return Bond(party.pk, near.party_id, near.said, near.ended is not None)


def _drawing(
    party: Party,
    rings: dict[int, Places],
    names: dict[int, tuple[str, str]],
    bonds: Iterable[Bond],
    *,
    more: int,
    size: tuple[int, int],
) -> Drawing:
    places = {party.pk: (0, 0)} | {pk: at for ring in rings.values() for pk, at in ring.items()}
    nodes = [Node(party.pk, party.name, party.kind, 0, 0, 0)]
    nodes += [Node(pk, *names[pk], *at, hop) for hop, ring in rings.items() for pk, at in ring.items()]
    lines = [
        Line(*places[bond.one], *places[bond.other], bond.said, bond.over)
        for bond in bonds
        if bond.one in places and bond.other in places
    ]
    return Drawing(tuple(nodes), tuple(lines), more, *size)
