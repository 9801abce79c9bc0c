"""What lists show of a party's contact points, addresses and main tie, and the keys by which doubles are found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from goodwill.areas.people.duplicate_keys import Key, Place, keys_of, packed, place
from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.models import Address, ContactPoint, DoubleDue, DuplicateKey, Party, Tie
from goodwill.areas.people.models.contact import main_address, primary_values
from goodwill.areas.people.projections.columns import write_columns
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.among import among_numbers
from goodwill.kernel.changes import Entry
from goodwill.kernel.inserting import insert_values
from goodwill.kernel.models import Change, Tracked

CHUNK = 1000
COLUMNS = ("company_id", "primary_mail", "primary_phone", "website", "city", "city_fold")
_NAMES = frozenset({"name", "given", "family", "kind", "birthday"})
SHORTEST_PHONE = 5
# The columns of parts that something follows from.
_TOLD: dict[type[Tracked], frozenset[str]] = {
    ContactPoint: frozenset({"party", "kind", "value", "country", "preferred", "do_not_use", "state", "position"}),
    Address: frozenset({"party", "street", "postcode", "city", "preferred", "position"}),
    Tie: frozenset({"party", "other", "main", "ended"}),
}
T = TypeVar("T", bound=Tracked)


def _made_ahead(party: Tracked, parts: Sequence[Tracked]) -> str | None:
    """Fills the columns of a new party that has no id yet, and gives its keys, packed."""
    if not isinstance(party, Party):
        return None
    facts = _Facts._with(
        {},
        [one for one in parts if isinstance(one, ContactPoint)],
        [one for one in parts if isinstance(one, Address)],
        [one for one in parts if isinstance(one, Tie)],
    )
    for name, value in facts.shown(party.pk).items():
        setattr(party, name, value)
    company = party._state.fields_cache.get("company")
    return packed(facts.keys_of(party, {company.pk: company.name} if company else {}))


def _leave_keys(_name: str, new: Sequence[tuple[int, str]], _by: Actor) -> None:
    """Those of the many parties of an import are written when their doubles are looked for, in their order."""
    insert_values(DoubleDue, ("party_id", "keys"), new, converted=True)


def _forget_keys(_name: str, ids: Sequence[int], _by: Actor) -> None:
    DuplicateKey.objects.filter(party__in=among_numbers(ids)).delete()


@changes.projection(
    Party, ContactPoint, Address, Tie, ahead=changes.Beforehand(_made_ahead, _leave_keys, gone=_forget_keys)
)
def follow_parties(entries: Sequence[Entry]) -> None:
    seen = _Seen()
    for entry in entries:
        seen.take(entry)
    for ids in _chunks(sorted(seen.gone - seen.created.keys())):
        DuplicateKey.objects.filter(party__in=ids).delete()
    if seen.created:
        _Facts.of_created(seen).write()
    for ids in _chunks(sorted(seen.touched - seen.created.keys() - seen.gone)):
        _Facts.of_stored(ids).write()


@dataclass
class _Seen:
    """What a flush touched. Everything that hangs on a party that the flush created is in the flush itself.

    Those that are `gone` lie in the trash: nothing of them shows, so that their columns may wait until they come back.
    """

    created: dict[int, Party] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    parts: dict[type[Tracked], dict[int, Tracked]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, entry: Entry) -> None:
        record = entry.record
        if isinstance(record, Party):
            self._party(entry, record)
            return
        if entry.kind == Change.Kind.UPDATE and not _TOLD[type(record)] & entry.after.keys():
            return
        self.parts[type(record)][record.pk] = record
        self.touched.add(record.party_id)  # type: ignore[attr-defined]
        if entry.before.get("party"):
            self.touched.add(int(entry.before["party"]))

    def _party(self, entry: Entry, party: Party) -> None:
        if entry.kind == Change.Kind.CREATE or party.pk in self.created:
            self.created[party.pk] = party
        elif entry.kind == Change.Kind.TRASH:
            self.gone.add(party.pk)
        elif entry.kind != Change.Kind.UPDATE or _NAMES & entry.after.keys():
            self.touched.add(party.pk)
        if entry.kind == Change.Kind.RESTORE:
            self.gone.discard(party.pk)
        if entry.kind == Change.Kind.UPDATE and "name" in entry.after and party.is_company:
            self.touched.update(Party.everything.filter(company=party.pk).values_list("pk", flat=True))

    def of(self, model: type[T]) -> Iterator[T]:
        return (row for row in self.parts[model].values() if row.deleted_at is None)  # type: ignore[misc]


@dataclass
class _Facts:
    """Parties with what hangs on them; `had` are their columns as they are stored, `keys` the stored keys."""

    parties: dict[int, Party]
    points: dict[int, list[ContactPoint]]
    addresses: dict[int, list[Address]]
    companies: dict[int, int]
    keys: dict[int, dict[Key, int]]

    @classmethod
    def of_created(cls, seen: _Seen) -> "_Facts":
        return cls._with(seen.created, seen.of(ContactPoint), seen.of(Address), seen.of(Tie))

    @classmethod
    def of_stored(cls, ids: Sequence[int]) -> "_Facts":
        facts = cls._with(
            Party.everything.in_bulk(ids),
            ContactPoint.objects.filter(party__in=ids).order_by("position", "id"),
            Address.objects.filter(party__in=ids).order_by("position", "id"),
            Tie.objects.filter(party__in=ids, main=True),
        )
        for pk, party_id, kind, key in DuplicateKey.objects.filter(party__in=ids).values_list(
            "pk", "party", "kind", "key"
        ):
            facts.keys[party_id][kind, key] = pk
        return facts

    @classmethod
    def _with(
        cls,
        parties: dict[int, Party],
        points: Iterable[ContactPoint],
        addresses: Iterable[Address],
        ties: Iterable[Tie],
    ) -> "_Facts":
        facts = cls(parties, defaultdict(list), defaultdict(list), {}, defaultdict(dict))
        for point in points:
            facts.points[point.party_id].append(point)
        for address in addresses:
            facts.addresses[address.party_id].append(address)
        facts.companies = {tie.party_id: tie.other_id for tie in ties if tie.main and tie.ended is None}
        return facts

    def write(self) -> None:
        wanted = {pk: self._columns(pk) for pk, party in self.parties.items() if party.deleted_at is None}
        current = ({"id": pk, **{name: getattr(party, name) for name in COLUMNS}} for pk, party in self.parties.items())
        write_columns(current, wanted)
        self._write_keys()

    def _columns(self, pk: int) -> dict[str, Any]:
        return {"company_id": self.companies.get(pk), **self.shown(pk)}

    def shown(self, pk: int) -> dict[str, str]:
        """What lists show of the party's points and addresses."""
        return {**primary_values(self.points[pk]), **main_address(self.addresses[pk])}

    def _write_keys(self) -> None:
        names = self._company_names()
        new: list[tuple[int, str, str]] = []
        stale: list[int] = []
        for pk, party in self.parties.items():
            wanted = self.keys_of(party, names) if party.deleted_at is None else set()
            known = self.keys[pk]
            new += [(pk, kind, key) for kind, key in sorted(wanted - known.keys())]
            stale += [known[key] for key in known.keys() - wanted]
        if stale:
            DuplicateKey.objects.filter(pk__in=stale).delete()
        insert_values(DuplicateKey, ("party_id", "kind", "key"), new)

    def keys_of(self, party: Party, company_names: dict[int, str]) -> set[Key]:
        points = self.points[party.pk]
        return keys_of(
            party.kind,
            party.name,
            given=party.given,
            family=party.family,
            company=company_names.get(self.companies.get(party.pk, 0), ""),
            phones=[
                point.national
                for point in points
                if point.kind == ContactKind.PHONE and len(point.national) >= SHORTEST_PHONE
            ],
            mails=[point.value.lower() for point in points if point.kind == ContactKind.MAIL],
            places=[_place(address) for address in self.addresses[party.pk]],
            birthday=party.birthday.isoformat() if party.birthday else "",
        )

    def _company_names(self) -> dict[int, str]:
        ids = set(self.companies.values())
        known = {pk: self.parties[pk].name for pk in ids & self.parties.keys()}
        for party in self.parties.values():
            if "company" in party._state.fields_cache and party.company:
                known[party.company.pk] = party.company.name
        if missing := ids - known.keys():
            known |= dict(Party.everything.filter(pk__in=missing).order_by().values_list("pk", "name"))
        return known


def write_again(ids: Sequence[int]) -> None:
    """Bring columns and keys of these parties to what this version writes."""
    for chunk in _chunks(ids):
        _Facts.of_stored(chunk).write()


def _place(address: Address) -> Place:
    return place(address.street, address.more, address.postcode, address.city, address.region)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
