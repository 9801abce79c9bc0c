"""What the page of doubles shows: groups of parties that are likely one, and two or more side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from goodwill.areas.people.double_words import doubts_in_words, in_words
from goodwill.areas.people.doubles.scoring import LIKELY, POSSIBLE
from goodwill.areas.people.models import (
    Address,
    ContactPoint,
    DoublePair,
    NotTheSame,
    Party,
    Tagging,
    Task,
    TimelineEntry,
)
from goodwill.areas.people.verbs.merge import FILLED, own_choices
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, Actor
from goodwill.records import registry
from goodwill.records.show import Shown, shown_fields
from goodwill.records.veil import hidden_fields, known_rows, veil_all

SIZE, MOST_COUNTED, MOST_SIDE_BY_SIDE = 30, 10_000, 8
MOST_ID = 2**63
WAYS = ("likely", "certain", "perhaps")


@dataclass(frozen=True)
class Why:
    """How sure it is that two are one, and what speaks for it and against it, in words."""

    pair: DoublePair

    @property
    def percent(self) -> int:
        return min(99, int(self.pair.probability * 100))

    @property
    def tone(self) -> str:
        return "good" if self.pair.certain else "info" if self.pair.probability >= LIKELY else "neutral"

    @property
    def reasons(self) -> str:
        return in_words(self.pair.reasons.split(","))

    @property
    def doubts(self) -> str:
        return doubts_in_words(self.pair.reasons.split(","))


@dataclass
class Group:
    """Parties that are likely one, why the surest pair among them is, and why each of the others belongs to them."""

    parties: list[Party]
    why: Why
    joined: dict[int, Why] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return [party.pk for party in self.parties]

    @property
    def compare_url(self) -> str:
        return compare_url(self.ids)


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    later: str


@dataclass(frozen=True)
class Row:
    """A field of several parties side by side; `chosen` is the party whose value stays."""

    name: str
    label: Any
    cells: list[tuple[Party, Shown | None]]
    differs: bool
    chosen: int


@dataclass(frozen=True)
class Hanging:
    """What hangs on one of them, which all comes along."""

    party: Party
    points: list[ContactPoint] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    events: int = 0
    tasks: int = 0


def pairs_seen_by(actor: Actor, right: str = "read") -> "QuerySet[DoublePair]":
    """The pairs of which the actor holds the right on both. What was merged or told apart since they were found is
    left out at once, before they are looked for again."""
    pairs = DoublePair.objects.filter(one__deleted_at=None, other__deleted_at=None).order_by("-probability", "id")
    same, turned = Q(one=OuterRef("one"), other=OuterRef("other")), Q(one=OuterRef("other"), other=OuterRef("one"))
    pairs = pairs.exclude(Exists(NotTheSame.objects.filter(same | turned)))
    if actor.scope(Party.ref_name(), right) != ALL:
        own = rights.visible(Party.objects.all(), actor, right).values("pk")
        pairs = pairs.filter(one__in=own, other__in=own)
    return pairs


def pairs_of(way: str, actor: Actor) -> "QuerySet[DoublePair]":
    pairs = pairs_seen_by(actor)
    if way == "certain":
        return pairs.filter(certain=True)
    return pairs.filter(probability__lt=POSSIBLE) if way == "perhaps" else pairs.filter(probability__gte=POSSIBLE)


def count_of(pairs: "QuerySet[DoublePair]") -> int:
    """Exact up to 10,000; one more than that where there are more."""
    return pairs.order_by()[: MOST_COUNTED + 1].count()


def groups(way: str, actor: Actor, after: str = "") -> Page:
    """One page of groups, the surest first. `after` is the pair that the page before ended with."""
    pairs = pairs_of(way, actor)
    last = DoublePair.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if last:
        behind = Q(probability__lt=last.probability) | Q(probability=last.probability, pk__gt=last.pk)
        pairs = pairs.filter(behind)
    found = list(pairs.select_related("one__company", "other__company")[: SIZE + 1])
    shown = found[:SIZE]
    _veil_pairs(shown, actor)
    return Page(_grouped(shown), str(shown[-1].pk) if len(found) > SIZE else "")


def _veil_pairs(pairs: Sequence[DoublePair], actor: Actor) -> None:
    seen = iter(veil_all((party for pair in pairs for party in (pair.one, pair.other)), actor))
    for pair in pairs:
        pair.one, pair.other = next(seen), next(seen)
        _hush(pair, actor)


def _hush(pair: DoublePair, actor: Actor) -> DoublePair:
    """Why two are likely one tells what stands in their fields: nothing of it to whom one of those is hidden."""
    if hidden_fields(Party.ref_name(), actor):
        pair.reasons = ""
    return pair


def _grouped(pairs: Iterable[DoublePair]) -> list[Group]:
    """Pairs that share a party belong together; each group stands where its surest pair does."""
    found: list[Group] = []
    of: dict[int, Group] = {}
    for pair in pairs:
        mine, theirs = of.get(pair.one_id), of.get(pair.other_id)
        if mine and theirs and mine is not theirs:
            known = dict.fromkeys(theirs.ids, theirs.why) | theirs.joined
            known[pair.one_id if pair.one_id in known else pair.other_id] = Why(pair)
            mine.parties, mine.joined = mine.parties + theirs.parties, mine.joined | known
            of |= dict.fromkeys(theirs.ids, mine)
            found.remove(theirs)
            continue
        group, is_first = mine or theirs, False
        if group is None:
            is_first = True
            group = Group([], Why(pair))
            found.append(group)
        for party in (pair.one, pair.other):
            if party.pk not in of:
                group.parties.append(party)
                of[party.pk] = group
                if not is_first:
                    group.joined[party.pk] = Why(pair)
    return found


def side_by_side(ids: Collection[int], actor: Actor) -> list[Party]:
    """The live parties among these within reach, in the order asked for."""
    wanted = [one for one in dict.fromkeys(ids) if one < MOST_ID][:MOST_SIDE_BY_SIDE]
    seen = rights.visible(Party.objects.filter(pk__in=wanted).select_related("company"), actor).in_bulk()
    return [seen[one] for one in wanted if one in seen]


def best_survivor(parties: Sequence[Party]) -> Party:
    """Who knows most stays; of equals the one that is here longest."""
    return max(parties, key=lambda party: (_known(party), -party.pk))


def _known(party: Party) -> int:
    return sum(bool(getattr(party, name)) for name in (*FILLED, "primary_mail", "primary_phone", "city"))


def rows_of(parties: Sequence[Party], survivor: Party, actor: Actor) -> list[Row]:
    """The fields of which one has to be chosen, those that differ first."""
    kind = registry.for_record(survivor)
    if kind is None:
        return []
    names = [name for name in ("name", *FILLED, *own_choices(survivor)) if name in kind.all_fields]
    shown = {party.pk: {one.field.name: one for one in shown_fields(kind, party, actor, names)} for party in parties}
    found = []
    for name in names:
        cells = [(party, shown[party.pk].get(name)) for party in parties]
        told = [(party, cell) for party, cell in cells if cell and not cell.empty]
        if told:
            chosen = next((party.pk for party, _cell in told if party == survivor), told[0][0].pk)
            field = kind.field(name)
            values = {str(field.read(party)) for party, _cell in told}
            label = field.label
            found.append(Row(name, label, cells, len(values) > 1, chosen))
    return sorted(found, key=lambda row: not row.differs)


def hanging_on(parties: Sequence[Party], actor: Actor) -> list[Hanging]:
    ids = [party.pk for party in parties]
    found = {party.pk: Hanging(party) for party in parties}
    for point in known_rows(ContactPoint.objects.all(), actor).filter(party__in=ids).order_by("position", "id"):
        found[point.party_id].points.append(point)
    for address in known_rows(Address.objects.all(), actor).filter(party__in=ids).order_by("position", "id"):
        found[address.party_id].addresses.append(address)
    tagged = known_rows(Tagging.objects.all(), actor).filter(
        about_type=Party.ref_name(), about_id__in=ids, tag__deleted_at=None
    )
    for pk, name in tagged.order_by("tag__name_fold").values_list("about_id", "tag__name"):
        found[pk].tags.append(name)
    events = dict(TimelineEntry.objects.filter(party__in=ids).order_by().values_list("party").annotate(Count("id")))
    due = Task.objects.filter(about_type=Party.ref_name(), about_id__in=ids, done_at=None).order_by()
    tasks = dict(due.values_list("about_id").annotate(Count("id")))
    return [
        Hanging(one.party, one.points, one.addresses, one.tags, events.get(pk, 0), tasks.get(pk, 0))
        for pk, one in found.items()
    ]


def compare_url(ids: Iterable[int]) -> str:
    return f"{reverse('compare_duplicates')}?{urlencode([('id', one) for one in ids])}"


def why_among(parties: Sequence[Party], actor: Actor) -> tuple[Why | None, list[Party]]:
    """Of the least sure pair that holds these together, and those whom no pair binds to the others."""
    ids = [party.pk for party in parties]
    bound: dict[int, set[int]] = {pk: {pk} for pk in ids}
    weakest = None
    for pair in pairs_seen_by(actor).filter(one__in=ids, other__in=ids):
        if bound[pair.one_id] is not bound[pair.other_id]:
            weakest = pair
            together = bound[pair.one_id] | bound[pair.other_id]
            bound.update(dict.fromkeys(together, together))
    largest = max(bound.values(), key=len)
    strangers = [party for party in parties if party.pk not in largest] if weakest else []
    return (Why(_hush(weakest, actor)) if weakest else None), strangers


def told_apart_by(actor: Actor) -> list[NotTheSame]:
    """The last hundred pairs of which somebody said that they are two, where both are within reach."""
    own = rights.visible(Party.objects.all(), actor).values("pk")
    rows = NotTheSame.objects.filter(one__in=own, other__in=own).select_related("one", "other", "created_by")
    return list(rows.order_by("-id")[:100])


def merged_into(party: Party) -> list[Party]:
    """The entries that went into this one, the last first."""
    return list(Party.everything.filter(merged_into=party).order_by("-deleted_at", "-id")[:20])


@dataclass(frozen=True)
class Twin:
    """Whom a party may be, too."""

    party: Party
    why: Why
    compare_url: str


def likely_of(party: Party, actor: Actor, limit: int = 3) -> list[Twin]:
    pairs = pairs_seen_by(actor).filter(Q(one=party) | Q(other=party), probability__gte=POSSIBLE)
    found = list(pairs.select_related("one", "other")[:limit])
    _veil_pairs(found, actor)
    others = [(pair, pair.other if pair.one_id == party.pk else pair.one) for pair in found]
    return [Twin(other, Why(pair), compare_url((party.pk, other.pk))) for pair, other in others]
