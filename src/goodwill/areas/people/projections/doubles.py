"""Pairs that are likely one, kept beside the parties; they follow from the parties' keys and traits."""

from collections.abc import Collection, Iterable
from heapq import nlargest

from django.db.models import Q

from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.duplicate_keys import unpacked
from goodwill.areas.people.enums import KeyKind
from goodwill.areas.people.models import Address, DoubleDue, DoublePair, DuplicateKey, NameSound, Party
from goodwill.areas.people.projections.parties import write_again
from goodwill.areas.people.queries.double_finding import Found
from goodwill.kernel.among import among_numbers
from goodwill.kernel.inserting import insert_values

ALL = 0
MOST_PAIRS, MOST_SOUNDS, RARE = 500_000, 50_000, 3
KEYS_OF_AT_ONCE = 20_000


def ask_for(ids: Iterable[int]) -> None:
    """Have the doubles of these parties looked for at the next turn."""
    insert_values(DoubleDue, ("party_id",), [(one,) for one in sorted(set(ids))])


def write_waiting_keys(after: int = 0) -> int:
    """The keys that imports left, of the next 20,000 parties in the order of the keys: so each page of their index is
    written once for many. Returns the last row that it looked at, or 0. Who is in the trash gets none.
    """
    waiting = DoubleDue.objects.filter(pk__gt=after).exclude(keys="").order_by("id")
    rows = list(waiting.values_list("id", "party_id", "keys")[:KEYS_OF_AT_ONCE])
    if not rows:
        return 0
    ids = among_numbers([party_id for _row, party_id, _keys in rows])
    left = set(Party.objects.filter(pk__in=ids).select_for_update().order_by().values_list("pk", flat=True))
    left.difference_update(DuplicateKey.objects.filter(party__in=ids).order_by().values_list("party_id", flat=True))
    new = sorted((*key, party_id) for _row, party_id, keys in rows if party_id in left for key in unpacked(keys))
    insert_values(DuplicateKey, ("kind", "key", "party_id"), new, converted=True)
    DoubleDue.objects.filter(pk__in=among_numbers([row for row, _party, _keys in rows])).update(keys="")
    return rows[-1][0]


def asked() -> dict[int, int]:
    """What waits, with its keys written: parties by the ids of the rows that ask for them."""
    return dict(DoubleDue.objects.filter(keys="").order_by("id").values_list("id", "party_id"))


def answered(rows: Collection[int]) -> None:
    ordered = sorted(rows)
    for start in range(0, len(ordered), 2000):
        DoubleDue.objects.filter(pk__in=ordered[start : start + 2000]).delete()


def replace_all(found: list[Found], rarity: Rarity) -> None:
    """What a look through the firm found, instead of what was known; the likeliest where there are too many."""
    kept = found if len(found) <= MOST_PAIRS else nlargest(MOST_PAIRS, found, key=lambda each: each.probability)
    DoublePair.objects.all().delete()
    _insert(kept)
    common = [(sound, number) for sound, number in rarity.counts.items() if number >= RARE]
    NameSound.objects.all().delete()
    rows = nlargest(MOST_SOUNDS, common, key=lambda each: each[1])
    insert_values(NameSound, ("sound", "parties"), [("", rarity.total), *rows])


def replace_of(ids: Collection[int], found: list[Found]) -> None:
    """The pairs of these parties, instead of those that were known."""
    DoublePair.objects.filter(Q(one__in=ids) | Q(other__in=ids)).delete()
    _insert(found)


def write_keys_of_old_parties() -> None:
    """Parties that an older version wrote lack keys of their addresses."""
    if DuplicateKey.objects.filter(kind=KeyKind.TOWN).exists():
        return
    ids = Address.objects.order_by().values_list("party_id", flat=True).distinct()
    write_again(sorted(ids))


def _insert(found: Iterable[Found]) -> None:
    insert_values(DoublePair, ("one_id", "other_id", "probability", "certain", "reasons"), found)
