"""Finding doubles: all of a firm in one stream over its keys, or those of parties that changed.

Whoever shares a key is compared, unless too many share it: so common a key says nothing, and true doubles share another
one as well. Memory is bounded by the pairs of one bucket and by what is found.
"""

import gc
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import NamedTuple

from django.db.models import Count, Max, Q, Window

from goodwill.areas.people.doubles.blocking import FEW_TOGETHER, MOST_TOGETHER, WEAK
from goodwill.areas.people.doubles.rarity import Rarity, count_sounds
from goodwill.areas.people.doubles.scoring import PERHAPS, is_worth_comparing, score, told
from goodwill.areas.people.doubles.traits import Traits
from goodwill.areas.people.enums import KeyKind
from goodwill.areas.people.models import DuplicateKey, NotTheSame, Party
from goodwill.areas.people.queries.double_traits import chunks, traits_of

PARTIES_A_BUCKET = 75_000
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


def all_doubles(rarity: Rarity, step: Step = lambda done, total: None) -> Iterator[list[Found]]:
    """The doubles of the firm, bucket by bucket; `step` hears how many buckets are done."""
    buckets = _buckets()
    apart = told_apart()
    for number, bucket in enumerate(buckets):
        step(number, len(buckets))
        buckets[number] = array("Q")
        with _uncollected():
            pairs = [(packed >> 32, packed & 0xFFFFFFFF) for packed in sorted(set(bucket))]
            found = compared((pair for pair in pairs if pair not in apart), traits_of(_members(pairs)), rarity)
            del pairs
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


def _buckets() -> "list[array[int]]":
    """All pairs that share a key, packed as two halves of 64 bits, in buckets by the lower id."""
    highest = Party.everything.aggregate(highest=Max("id"))["highest"] or 0
    number = highest // PARTIES_A_BUCKET + 1
    buckets = [array("Q") for _each in range(number)]
    keys = DuplicateKey.objects.annotate(sharing=Window(Count("id"), partition_by=["kind", "key"]))
    rows = keys.filter(telling()).order_by("kind", "key")
    stream = rows.values_list("kind", "key", "party_id").iterator(chunk_size=10_000)
    for _key, sharing in groupby(stream, key=itemgetter(0, 1)):
        members = sorted({party_id for _kind, _key, party_id in sharing})
        for place, one in enumerate(members):
            bucket, high = buckets[one // PARTIES_A_BUCKET], one << 32
            for other in members[place + 1 :]:
                bucket.append(high | other)
    return buckets


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
