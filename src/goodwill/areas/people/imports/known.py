"""The parties that rows may be about: those of the firm within the actor's reach, and those that earlier rows made."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple, Protocol

from django.db.models import Q, QuerySet

from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.imports.drafts import Draft
from goodwill.areas.people.imports.employment import Employment
from goodwill.areas.people.imports.meeting import REACHED
from goodwill.areas.people.imports.noting import hang_notes
from goodwill.areas.people.imports.own_key import OwnKey
from goodwill.areas.people.imports.plain import Expected, Plain
from goodwill.areas.people.imports.sheets import Sheet, bond, wish_key
from goodwill.areas.people.imports.whole import ToldTie
from goodwill.areas.people.models import (
    Address,
    Consent,
    ContactBan,
    ContactPoint,
    ExternalKey,
    Party,
    Preference,
    Tagging,
    Task,
    Tie,
)
from goodwill.areas.people.queries.double_finding import ordered, told_apart
from goodwill.areas.people.queries.double_traits import stored_rarity
from goodwill.areas.people.seeds import WORKS_AT
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.among import among, among_numbers
from goodwill.kernel.loading import loaded
from goodwill.kernel.models import Change, Tracked
from goodwill.kernel.text import fold, sort_key
from goodwill.transfer.readers.vcard.card import OWN_UID

MOST_NAMESAKES = 2000
_REF = Party.ref_name()
_OWN = "own"
Found = list[Sheet | Expected]


@dataclass
class Index:
    """Sheets by what they can be found by."""

    by_id: dict[int, Sheet] = field(default_factory=dict)
    by_key: dict[Hashable, Sheet] = field(default_factory=dict)
    """By numbers of the other system, and by values of the own field that rows are found by."""
    by_point: dict[tuple[str, str, str], Found] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], Found] = field(default_factory=lambda: defaultdict(list))

    def expect(self, one: Expected) -> None:
        plain = one.plain
        self.by_name[plain.kind, plain.name_fold].append(one)
        for point, value in plain.points:
            self.by_point[plain.kind, point, value].append(one)

    def add(self, sheet: Sheet) -> None:
        kind = sheet.party.kind
        if sheet.party.pk:
            self.by_id[sheet.party.pk] = sheet
        _put(self.by_name[kind, sheet.name_fold], sheet)
        for key in sheet.keys:
            self.by_key[key] = sheet
        for point in sheet.points:
            _put(self.by_point[kind, point.kind, point.fold], sheet)


def _put(found: Found, sheet: Sheet) -> None:
    if all(one.sheet is not sheet for one in found):
        found.append(sheet)


def _sheets(*found: Sequence[Sheet | Expected]) -> list[Sheet]:
    return list(dict.fromkeys(one.sheet for some in found for one in some))


class Named(NamedTuple):
    """What the rows of a chunk are called."""

    kinds: set[str]
    sorts: set[str]
    folds: set[str]

    def among(self, parties: "QuerySet[Party]") -> set[int]:
        same = parties.filter(kind__in=self.kinds, name_sort__in=among(self.sorts)).order_by()
        found = same.values_list("pk", "name_fold")[: max(MOST_NAMESAKES, 2 * len(self.folds))]
        return {pk for pk, name in found if name in self.folds}


class Hung(NamedTuple):
    """What rows of a chunk tell of beside the parties themselves, so that it has to be read."""

    plans: bool = False
    binds: bool = False
    wishes: bool = False
    dates: bool = False
    """Of notes."""


class Gone(Protocol):
    """See `imports.gone`."""

    def find(self, ids: Collection[int], named: Named, wanted: Collection[Hashable]) -> None: ...


class Known:
    """Looked up for all rows of a chunk together, in a fixed number of queries."""

    def __init__(self, source: str, by: Actor, own_key: OwnKey | None = None, *, asks_former: bool = False) -> None:
        """`asks_former`: whether the file knows of companies where somebody worked before."""
        self._source, self._by, self._own_key, self.asks_former = source, by, own_key, asks_former
        self._stored, self._made = Index(), Index()
        self.hung = Hung()
        self.gone: Gone | None = None
        """Those in the trash, if they are asked about as well."""
        self.batch_id: int | None = None
        """Of the file, where it may overwrite: what its own rows said before stays."""

    def forget(self, *, keep_new: bool) -> None:
        """Before the next chunk. What is kept is what a dry run would have made."""
        self._stored = Index()
        if not keep_new:
            self._made = Index()

    @cached_property
    def rarity(self) -> Rarity:
        """How rare names are in the firm."""
        return stored_rarity()

    @cached_property
    def apart(self) -> set[tuple[int, int]]:
        """The pairs of which somebody said that they are two."""
        return told_apart()

    def are_apart(self, sheets: Sequence[Sheet]) -> bool:
        """Whether somebody said of two of these that they are not the same."""
        ids = [sheet.party.pk for sheet in sheets if sheet.party.pk]
        return any(ordered(one, other) in self.apart for one, other in combinations(ids, 2))

    def tell_apart(self, sheets: Iterable[Sheet]) -> None:
        """Remember what was just written."""
        self.apart.update(
            ordered(sheet.party.pk, other.party.pk) for sheet in sheets for other in sheet.apart if other.party.pk
        )

    def add(self, sheet: Sheet) -> None:
        index = self._made if sheet.is_new else self._stored
        index.add(sheet)
        if self._own_key and (value := self._own_key.of_party(sheet.party)) is not None:
            index.by_key[_OWN, value] = sheet

    def expect(self, one: Expected) -> None:
        self._made.expect(one)

    def meets(self, plain: Plain) -> bool:
        """Whether anybody here, or in an earlier row, has this name, mail or phone."""
        kind, name = plain.kind, (plain.kind, plain.name_fold)
        if name in self._stored.by_name or name in self._made.by_name:
            return True
        stored, made = self._stored.by_point, self._made.by_point
        for point, value in plain.points:
            if point in REACHED and ((kind, point, value) in stored or (kind, point, value) in made):
                return True
        return False

    def first(self, plain: Plain) -> Sheet | Expected | None:
        """The first who has this name."""
        name = plain.kind, plain.name_fold
        return next(iter(self._stored.by_name.get(name) or self._made.by_name.get(name) or ()), None)

    def own(self, number: int | None) -> Sheet | None:
        return self._stored.by_id.get(number or 0)

    def are_numbered_apart(self, draft: Draft, sheet: Sheet) -> bool:
        """Two that bear different numbers of one system are two, or different values of a field that tells them."""
        if draft.keys and sheet.keys and not sheet.keys.intersection(draft.keys):
            return True
        if self._own_key is None or (mine := self._own_key.of_draft(draft)) is None:
            return False
        return self._own_key.of_party(sheet.party) not in (None, mine)

    def numbered(self, key: Hashable) -> Sheet | None:
        return self._stored.by_key.get(key) or self._made.by_key.get(key)

    def called(self, draft: Draft) -> Sheet | None:
        """By its number here or in the other system. One of ours that is gone keeps its number as a key."""
        certain = self.own(draft.own_id)
        if certain and certain.party.kind == draft.kind:
            return certain
        own = self._own_key.of_draft(draft) if self._own_key else None
        if own is not None and (named := self.numbered((_OWN, own))):
            return named
        if draft.was and draft.was not in draft.keys:
            draft.keys.append(draft.was)
        return next(filter(None, map(self.numbered, draft.keys)), None) or self._of_card(draft)

    def _of_card(self, draft: Draft) -> Sheet | None:
        """By the number on a card of ours, which does not say of which firm it is: so the name has to be the same."""
        found = self.own(_number_on_card(draft))
        is_same = found and found.party.kind == draft.kind and found.name_fold == draft.name_fold
        return found if is_same else None

    def tied(self, tie: ToldTie, *, is_here: bool) -> Sheet | None:
        """The other party of a tie: by its number, else the only one of the name that bears no other number."""
        certain = self.own(tie.id) if is_here else None
        found = certain if certain and certain.party.kind == tie.type else self.numbered(tie.key)
        if found is not None:
            return found
        named = self.named(tie.type, fold(tie.name)[:400])
        return named[0] if len(named) == 1 and not named[0].keys else None

    def named(self, kind: str, name: str) -> list[Sheet]:
        return _sheets(self._stored.by_name.get((kind, name), ()), self._made.by_name.get((kind, name), ()))

    def reached(self, kind: str, point: str, value: str) -> list[Sheet]:
        place = kind, point, value
        return _sheets(self._stored.by_point.get(place, ()), self._made.by_point.get(place, ()))

    def look_up(self, rows: Sequence[Draft | Plain], also: Iterable[int] = ()) -> None:
        """`also` are parties that are needed in any case."""
        drafts = [row for row in rows if isinstance(row, Draft)]
        ids = {*also, *(draft.own_id for draft in drafts if draft.own_id)}
        ids |= set(filter(None, map(_number_on_card, drafts)))
        wanted = self._own_key.wanted(drafts) if self._own_key else set()
        ids |= set(self._own_key.ids(wanted)) if self._own_key else set()
        keys = {key for draft in drafts for key in (*draft.keys, draft.was) if key}
        ties = [tie for draft in drafts for tie in draft.ties]
        keys |= {tie.key for tie in ties}
        if any(draft.own_id for draft in drafts):
            ids |= {tie.id for tie in ties}
        if keys:
            numbered = ExternalKey.objects.filter(source=self._source, key__in=among(keys), about_type=_REF)
            ids |= set(numbered.values_list("about_id", flat=True))
        points = ContactPoint.objects.order_by()
        for kind, folds in _folds(rows).items():
            ids |= set(points.filter(kind=kind, fold__in=among(folds)).values_list("party", flat=True))
        names = {row.name_fold for row in rows} | {fold(tie.name)[:400] for tie in ties}
        sorts = {row.name_sort for row in rows} | {sort_key(tie.name) for tie in ties}
        kinds = {row.kind for row in rows} | {tie.type for tie in ties}
        plans, wishes = any(draft.tasks for draft in drafts), any(draft.wishes or draft.bans for draft in drafts)
        self.hung = Hung(plans, bool(ties), wishes, any(draft.note_days for draft in drafts))
        named = Named(kinds, sorts, names)
        ids |= named.among(Party.objects.all())
        in_order = Party.objects.filter(pk__in=among_numbers(ids)).order_by(
            "pk"
        )  # of those who fit alike, the first is meant
        self._load(loaded(rights.visible(in_order, self._by)))
        if self.gone is not None:
            self.gone.find(ids.difference(self._stored.by_id), named, wanted)

    def _load(self, seen: Iterable[Party]) -> None:
        sheets = {party.pk: Sheet(party, is_new=False, name_fold=party.name_fold) for party in seen}
        if not sheets:
            return
        self._hang(sheets)
        behind = self._ties(sheets)
        for sheet in sheets.values():
            if sheet.party.pk not in behind:
                self.add(sheet)

    def _hang(self, sheets: dict[int, Sheet]) -> None:
        for point in loaded(ContactPoint.objects.filter(party__in=among_numbers(sheets)).order_by("position", "id")):
            sheets[point.party_id].points.append(point)
        said = self._said(ContactPoint, [point.pk for sheet in sheets.values() for point in sheet.points])
        for sheet in sheets.values() if said else ():
            sheet.told += [point for point in sheet.points if point.pk in said]
        for address in loaded(Address.objects.filter(party__in=among_numbers(sheets)).order_by("position", "id")):
            sheets[address.party_id].addresses.append(address)
        self._hang_about(sheets)
        if self.hung.binds:
            self._bind(sheets)
        if self.hung.wishes:
            _wish(sheets)
        agreed = Consent.objects.filter(party__in=among_numbers(sheets)).order_by("at", "id")
        for pk, purpose, channel, state in agreed.values_list("party", "purpose", "channel", "state"):
            sheets[pk].consents[purpose, channel] = state

    def _hang_about(self, sheets: dict[int, Sheet]) -> None:
        about = {"about_type": _REF, "about_id__in": among_numbers(sheets)}
        for pk, tag in Tagging.objects.filter(**about).order_by().values_list("about_id", "tag__name_fold"):
            sheets[pk].tags.add(tag)
        hang_notes(sheets, by_day=self.hung.dates)
        if self.hung.plans:
            for pk, title in Task.objects.filter(**about).order_by().values_list("about_id", "title_fold"):
                sheets[pk].tasks.add(title)
        keys = ExternalKey.objects.filter(source=self._source, **about).order_by()
        for pk, key in keys.values_list("about_id", "key"):
            sheets[pk].keys.add(key)

    def _bind(self, sheets: dict[int, Sheet]) -> None:
        """All that ties them, and to whom."""
        ties = Tie.objects.filter(Q(party__in=among_numbers(sheets)) | Q(other__in=among_numbers(sheets))).order_by()
        for row in ties.values_list("kind", "party", "other", "started", "ended"):
            for end in (row[1], row[2]):
                if end in sheets:
                    sheets[end].bound.add(bond(*row))

    def _said(self, model: type[Tracked], ids: Collection[int]) -> set[int]:
        """Those of these rows that the file itself made."""
        if self.batch_id is None or not ids:
            return set()
        made = Change.objects.filter(
            type=model.ref_name(), ref_id__in=among_numbers(ids), kind=Change.Kind.CREATE, batch=self.batch_id
        )
        return set(made.values_list("ref_id", flat=True))

    def _ties(self, sheets: dict[int, Sheet]) -> set[int]:
        """The companies behind persons; those that no row names come along for their names alone."""
        ties = Tie.objects.filter(party__in=among_numbers(sheets), kind__builtin=WORKS_AT)
        ties = ties if self.asks_former else ties.filter(ended=None)
        rows = list(loaded(ties.order_by("-main", "id")))
        said = self._said(Tie, [tie.pk for tie in rows if tie.main])
        behind = {pk for pk in {tie.other_id for tie in rows}.difference(sheets) if self._elsewhere(pk) is None}
        for other in loaded(Party.everything.filter(pk__in=among_numbers(behind)).order_by()) if behind else ():
            sheets[other.pk] = Sheet(other, is_new=False, name_fold=other.name_fold)
        for tie in rows:
            company = sheets.get(tie.other_id) or self._elsewhere(tie.other_id)
            assert company
            facts = tie.department, tie.started, tie.role, tie.ended, tie.pk, tie.main
            sheets[tie.party_id].employments.append(Employment(company, *facts))
            if tie.ended is None:
                sheets[tie.party_id].companies.append(company)
            sheets[tie.party_id].has_main |= tie.main
            sheets[tie.party_id].keeps_main |= tie.pk in said
        return behind

    def take_for_stubs(self, others: "Known") -> None:
        """Companies in the trash where people here work, with all that is known of them."""
        for sheet in self._stored.by_id.values():
            sheet.companies = [(one.is_gone and others.own(one.party.pk)) or one for one in sheet.companies]
            for each in sheet.employments:
                each.company = (each.company.is_gone and others.own(each.company.party.pk)) or each.company

    def _elsewhere(self, pk: int) -> Sheet | None:
        """A company that was looked up with others."""
        return None


def _number_on_card(draft: Draft) -> int:
    numbers = (key.partition(OWN_UID)[2] for key in draft.keys if OWN_UID in key)
    return next((int(number) for number in numbers if number.isdecimal() and len(number) < 19), 0)


def _folds(rows: Iterable[Draft | Plain]) -> dict[str, set[str]]:
    """The mails and phones of all rows as they are compared, by kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        told = row.points if isinstance(row, Plain) else [(point.kind, point.fold) for point in row.points]
        for kind, value in told:
            if kind in REACHED:
                found[kind].add(value)
    return found


def _wish(sheets: dict[int, Sheet]) -> None:
    for wish in Preference.objects.filter(party__in=among_numbers(sheets)).order_by():
        sheets[wish.party_id].wishes |= {wish_key(wish), (wish.stance, wish.text_fold)}
    for pk, channel in (
        ContactBan.objects.filter(party__in=among_numbers(sheets)).order_by().values_list("party", "channel")
    ):
        sheets[pk].wishes.add(channel)
