"""Finding doubles: all of a firm, piece by piece along its keys, or those of parties that changed.

Whoever shares a key is compared, unless too many share it: so common a key says nothing, and true doubles share another
one as well. Memory is bounded by the pairs of one piece and by what is found.
"""

import gc
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import combinations, groupby
from operator import itemgetter, or_
from typing import NamedTuple

from django.db.models import Count, Q, Window

from goodwill.areas.people.doubles.blocking import FEW_TOGETHER, MOST_TOGETHER, WEAK
from goodwill.areas.people.doubles.rarity import Rarity, count_sounds
from goodwill.areas.people.doubles.scoring import PERHAPS, is_worth_comparing, score, told
from goodwill.areas.people.doubles.traits import Traits
from goodwill.areas.people.enums import KeyKind
from goodwill.areas.people.models import DuplicateKey, NotTheSame
from goodwill.areas.people.queries.double_traits import chunks, traits_of

PARTIES_A_PIECE, END = 50_000, 0
Pair = tuple[int, int]
Step = Callable[[int, int], None]


class Found(NamedTuple):
    one: int
    other: int
    probability: float
    certain: bool
    reasons: str


def ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def told_apart(ids: Collection[int] | None = None) -> set[Pair]:
    """The pairs of which somebody said that they are two: all, or those of these parties."""
    rows = NotTheSame.objects.order_by()
    if ids is not None:
        rows = rows.filter(Q(one__in=ids) | Q(other__in=ids))
    return {ordered(one, other) for one, other in rows.values_list("one_id", "other_id")}


def measured_rarity() -> Rarity:
    """Counted anew from the keys of all names."""
    rows = DuplicateKey.objects.filter(kind=KeyKind.NAME).order_by().values_list("key").annotate(number=Count("id"))
    return Rarity(*count_sounds(rows.iterator(chunk_size=5000)))


def all_doubles(
    rarity: Rarity, step: Step = lambda done, total: None, *, parties: int = PARTIES_A_PIECE
) -> Iterator[list[Found]]:
    """The doubles of the firm, each once, by pieces of some `parties`; `step` hears how many pieces are done."""
    pieces = _pieces(parties)
    apart = told_apart()
    known: set[Pair] = set()
    for number, piece in enumerate(pieces):
        step(number, len(pieces))
        with _uncollected():
            pairs = _pairs_of(piece) - apart - known
            found = compared(sorted(pairs), traits_of(_members(pairs)), rarity)
            del pairs
        pieces[number] = array("Q")
        known.update((each.one, each.other) for each in found)
        yield found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: to look for some among so many tuples takes a third of the time, and in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def doubles_of(ids: Collection[int], rarity: Rarity) -> list[Found]:
    """The doubles of these parties among all."""
    pairs = {pair for group in _groups_around(ids) for pair in _pairs(group, ids)} - told_apart(ids)
    return compared(sorted(pairs), traits_of(_members(pairs)), rarity)


def compared(pairs: Iterable[Pair], known: dict[int, Traits], rarity: Rarity) -> list[Found]:
    found = []
    for one, other in pairs:
        mine, theirs = known.get(one), known.get(other)
        if mine is None or theirs is None or not is_worth_comparing(mine, theirs):
            continue
        result = score(mine, theirs, rarity)
        if (probability := result.probability) >= PERHAPS:
            reasons = ",".join(told(result))
            found.append(Found(one, other, round(probability, 5), result.certain, reasons))
    return found


def _pieces(parties: int) -> "list[array[int]]":
    """Who shares a key, key by key, each of them ended by `END`; in pieces that are about some `parties`.

    In the order of the keys, since namesakes meet most often: by their ids, each piece would be about half of the firm.
    """
    keys = DuplicateKey.objects.annotate(sharing=Window(Count("id"), partition_by=["kind", "key"]))
    rows = keys.filter(telling()).order_by("kind", "key")
    stream = rows.values_list("kind", "key", "party_id").iterator(chunk_size=10_000)
    pieces, members = [array("Q")], set[int]()
    for _key, sharing in groupby(stream, key=itemgetter(0, 1)):
        group = sorted({party_id for _kind, _key, party_id in sharing})
        members.update(group)
        pieces[-1].extend([*group, END])
        if len(members) >= parties:
            pieces.append(array("Q"))
            members.clear()
    return pieces


def _pairs_of(piece: "array[int]") -> set[Pair]:
    pairs, group = set[Pair](), list[int]()
    for one in piece:
        if one != END:
            group.append(one)
        else:
            pairs.update(combinations(group, 2))
            group.clear()
    return pairs


def telling() -> Q:
    """Keys that some share, but not too many."""
    return Q(sharing__gt=1, sharing__lte=FEW_TOGETHER) | Q(~Q(kind__in=WEAK), sharing__gt=1, sharing__lte=MOST_TOGETHER)


def _groups_around(ids: Collection[int]) -> Iterator[list[int]]:
    """Who shares a key with one of these parties, key by key."""
    keys = DuplicateKey.objects.filter(party__in=ids).order_by().values_list("kind", "key").distinct()
    for some in chunks(sorted(keys), 300):
        wanted = _are(some)
        shared = DuplicateKey.objects.filter(wanted).order_by().values_list("kind", "key")
        few = [(kind, key) for kind, key, _n in shared.annotate(sharing=Count("id")).filter(telling())]
        if few:
            rows = DuplicateKey.objects.filter(_are(few)).order_by("kind", "key")
            for _key, sharing in groupby(rows.values_list("kind", "key", "party_id"), key=itemgetter(0, 1)):
                yield [party_id for _kind, _key, party_id in sharing]


def _are(keys: Iterable[tuple[str, str]]) -> Q:
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    return reduce(or_, (Q(kind=kind, key__in=names) for kind, names in by_kind.items()))


def _pairs(group: list[int], ids: Collection[int]) -> Iterator[Pair]:
    for one in group:
        if one in ids:
            yield from (ordered(one, other) for other in group if other != one)


def _members(pairs: Iterable[Pair]) -> set[int]:
    return {one for pair in pairs for one in pair}
