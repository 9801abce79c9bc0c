"""A party that is known, or will be made, with all that rows of the file add to it before anything is written."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from goodwill.areas.people.enums import ContactKind, Topic
from goodwill.areas.people.imports.drafts import Consented, Draft, Planned
from goodwill.areas.people.imports.employment import Employment
from goodwill.areas.people.imports.noting import Notes
from goodwill.areas.people.imports.whole import ToldTie
from goodwill.areas.people.models import Address, ContactBan, ContactPoint, Party, Preference, TieKind
from goodwill.kernel import extras
from goodwill.kernel.text import fold
from goodwill.transfer.options import FieldPolicy, Policy
from goodwill.transfer.readers.vcard.card import OWN_UID


class NewTie(NamedTuple):
    one: "Sheet"
    two: "Sheet"
    kind: TieKind
    told: ToldTie


def _later(make: type) -> Any:
    """A field that is made when it is asked for."""
    return field(init=False, repr=False, metadata={"make": make})


@dataclass(eq=False, slots=True)
class Sheet:
    """`points` and so on are what it has, `new_*` what will be added; `values` are fields to change.

    `companies` are those that a person works at now, the main one first; `employments` tell of each, and of those that
    are over where the file knows of such.
    """

    party: Party
    is_new: bool
    name_fold: str = ""
    points: list[ContactPoint] = _later(list)
    addresses: list[Address] = _later(list)
    tags: set[str] = _later(set)
    notes: Notes = _later(Notes)
    keys: set[str] = _later(set)
    companies: list["Sheet"] = _later(list)
    employments: list[Employment] = _later(list)
    has_main: bool = False
    keeps_main: bool = False
    """An earlier row of the file named the main one."""
    values: dict[str, Any] = _later(dict)
    new_points: list[ContactPoint] = _later(list)
    old_points: list[ContactPoint] = _later(list)
    """Those that the file replaces."""
    told: list[ContactPoint] = _later(list)
    """All that rows of the file said."""
    new_addresses: list[Address] = _later(list)
    old_addresses: list[Address] = _later(list)
    told_places: list[Address] = _later(list)
    new_tags: list[str] = _later(list)
    new_keys: list[str] = _later(list)
    consents: dict[tuple[str, str], str] = _later(dict)
    """The state that holds, by purpose and channel."""
    new_consents: list[Consented] = _later(list)
    new_opt_ins: list[tuple[str, str]] = _later(list)
    tasks: set[str] = _later(set)
    new_tasks: list[Planned] = _later(list)
    new_companies: list[Employment] = _later(list)
    old_companies: list[Employment] = _later(list)
    """Those of which the file knows more."""
    wishes: set[Hashable] = _later(set)
    new_wishes: list[Preference] = _later(list)
    new_bans: list[ContactBan] = _later(list)
    bound: set[Hashable] = _later(set)
    """What ties it; see `bond`."""
    new_ties: list[NewTie] = _later(list)
    replaces_main: bool = False
    apart: list["Sheet"] = _later(list)
    """Of whom somebody said that this one is not they."""
    comes_back: bool = False
    """Out of the trash."""
    row: int | None = None
    """The number of the row that makes it."""
    grown: int = 0
    """How often something was added: whether a row changes anything is seen by it."""
    written: bool = False

    if not TYPE_CHECKING:  # what it has is told above

        def __getattr__(self, name: str) -> Any:
            """One of a dozen thousand who are only looked at has a handful of its thirty lists."""
            if (make := _LATER.get(name)) is None:
                raise AttributeError(name)
            made = make()
            setattr(self, name, made)
            return made

    @property
    def sheet(self) -> "Sheet":
        """Itself; see `plain.Expected`."""
        return self

    @property
    def party_id(self) -> int | None:
        return self.party.pk

    @property
    def is_changed(self) -> bool:
        added = (
            self.new_points
            or self.old_points
            or self.new_addresses
            or self.old_addresses
            or self.new_tags
            or self.notes
            or self.new_keys
            or self.new_consents
            or self.new_opt_ins
            or self.new_tasks
            or self.new_wishes
            or self.new_bans
            or self.new_ties
        )
        return bool(self.values or added or self.new_companies or self.old_companies or self.comes_back)

    @property
    def is_gone(self) -> bool:
        """In the trash, and not about to leave it."""
        return self.party.deleted_at is not None and not self.comes_back

    def knows(self, draft: Draft) -> bool:
        """Whether the draft tells nothing more of it."""
        told = ((name, value) for name, value in draft.fields.items() if value not in ("", None, []))
        is_said = all(self._has(name) == value for name, value in told)
        places = {address.fold for address in self.addresses}
        return (
            is_said
            and all(any(_same(point, known) for known in self.points) for point in draft.points)
            and all(address.fold in places for address in draft.addresses)
        )

    def _has(self, name: str) -> Any:
        if extras.is_extra(name):
            return self.party.extra.get(name)
        return getattr(self.party, f"{name}_id" if name in ("owner", "team") else name)

    @property
    def is_reachable(self) -> bool:
        return any(point.kind in (ContactKind.MAIL, ContactKind.PHONE) for point in self.points)

    @property
    def is_called_by_reach(self) -> bool:
        """Nobody said their name: they are called by their mail or phone."""
        party, told = self.party, (ContactKind.MAIL, ContactKind.PHONE)
        return not (party.given or party.family) and any(
            point.kind in told and point.shown == party.name for point in self.points
        )

    @property
    def towns(self) -> set[str]:
        return {address.city_fold for address in self.addresses if address.city_fold}

    def take(self, draft: Draft, policy: str, own: Mapping[str, str] | None = None) -> None:
        """Add what the draft knows more; with the policy, it knows better, too. `own` are policies of single fields."""
        if policy == Policy.CREATE and not self.is_new:
            return
        self._fields(draft, policy, own or {})
        self._points(draft.points, policy, own or {})
        self._addresses(draft.addresses, policy, own or {})
        self.grown += _add(draft.tags, self.tags, self.new_tags)
        corrects = (own or {}).get("note", policy) == FieldPolicy.OVERWRITE
        self.grown += self.notes.take(draft.notes, draft.note_days, corrects=corrects)
        itself = f"{OWN_UID}{self.party.pk}"
        keys = [key for key in draft.keys if key.rpartition(":")[2] != itself]
        self.grown += _more(keys, self.keys, self.new_keys, str)
        wishes = [wish for wish in draft.wishes if not self._is_said(wish)]
        self.grown += _more(wishes, self.wishes, self.new_wishes, wish_key)
        self.grown += _more(draft.bans, self.wishes, self.new_bans, lambda ban: ban.channel)
        self.grown += _more(draft.tasks, self.tasks, self.new_tasks, lambda task: fold(task[0]))
        for purpose, channel, state in draft.consents:
            if self.consents.get((purpose, channel)) != state:
                self.consents[purpose, channel] = state
                self.new_consents.append((purpose, channel, state))
                self.grown += 1
        for purpose, channel in draft.opt_ins:
            if (purpose, channel) not in self.consents:
                self.consents[purpose, channel] = "given"
                self.new_opt_ins.append((purpose, channel))
                self.grown += 1

    def _is_said(self, wish: Preference) -> bool:
        """By its words alone, where the file has no more of it than those."""
        return wish.topic == Topic.OTHER and (wish.stance, wish.text_fold) in self.wishes

    def _addresses(self, addresses: Sequence[Address], policy: str, own: Mapping[str, str]) -> None:
        replaced = {} if self.is_new else self._left(addresses, policy, own)
        known = {address.fold for address in self.addresses}
        for address in addresses:
            if address.fold not in known and not self._is_bare_town(address):
                known.add(address.fold)
                address.id, address.position = None, max((one.position for one in self.addresses), default=-1) + 1
                if old := replaced.pop(address.label, None):
                    address.position, address.preferred = old.position, old.preferred
                self.addresses.append(address)
                self.new_addresses.append(address)
                self.grown += 1
        self.told_places += addresses

    def _left(self, addresses: Sequence[Address], policy: str, own: Mapping[str, str]) -> dict[str, Address]:
        """By label, the one address where they moved from, if the file is believed; a town alone replaces no street."""
        gone: dict[str, Address] = {}
        if own.get("addresses", policy) != Policy.OVERWRITE:
            return gone
        for label in {address.label for address in addresses}:
            said = [address for address in addresses if address.label == label]
            here = [address for address in self.addresses if address.label == label]
            if len(said) != 1 or len(here) != 1 or said[0].fold == here[0].fold:
                continue
            if _is_town(here[0]) >= _is_town(said[0]) and here[0] not in self.told_places:
                self.addresses.remove(here[0])
                self.old_addresses.append(here[0])
                gone[label] = here[0]
                self.grown += 1
        return gone

    def work_at(self, told: Employment, policy: str, own: Mapping[str, str] | None = None) -> None:
        if policy == Policy.CREATE and not self.is_new:
            return
        if known := told.among(self.employments):
            self._work_on(known, told, policy, own or {})
            return
        self.employments.append(told)
        self.new_companies.append(told)
        self.grown += 1
        if told.until is None:
            self.companies.append(told.company)
            if policy == Policy.OVERWRITE and self.has_main and not self.keeps_main:
                self.replaces_main = True

    def _work_on(self, known: Employment, told: Employment, policy: str, own: Mapping[str, str]) -> None:
        """What the file knows more of a time at a company; one that is over takes the role along."""
        was_open = known.until is None
        if not known.learn(told, policy, own):
            return
        self.grown += 1
        if known.tie and known not in self.old_companies:
            self.old_companies.append(known)
        if not (was_open and known.until):
            return
        self.companies = [one for one in self.companies if one.party_id != known.company.party_id]
        known.role = told.role or known.role
        if known.main or known.tie is None:
            known.role = known.role or self.party.role
        if known.main:
            self._leave(known)

    def _leave(self, main: Employment) -> None:
        """Another company where they work now is the main one then, if there is any."""
        main.main = self.has_main = self.keeps_main = False
        main.values |= {"main": False, "role": main.role}
        following = next((one for one in self.employments if one.until is None and one.tie), None)
        self.party.role = self.values["role"] = following.role if following else ""
        if following:
            self.has_main = following.main = following.values["main"] = True
            self.companies.sort(key=lambda one: one is not following.company)
            self.old_companies.append(following)

    def tie_to(self, other: "Sheet", kind: TieKind, told: ToldTie, policy: str) -> None:
        """Bind it to another as it sees the tie, unless they are bound so already."""
        is_first = fold(told.tie) == fold(kind.label) and not told.turned
        one, two = (self, other) if is_first else (other, self)
        ends = one.party.pk or id(one), two.party.pk or id(two)
        its = bond(kind.pk, *ends, told.started, told.ended)
        alike = {its, bond(kind.pk, *ends[::-1], told.started, told.ended)} if kind.symmetric else {its}
        if alike & (self.bound | other.bound):
            return
        if policy == Policy.CREATE and not self.is_new:
            return
        self.bound.add(its)
        other.bound.add(its)
        self.new_ties.append(NewTie(one, two, kind, told))
        self.grown += 1

    def takes(self, draft: Draft, policy: str, own: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """The fields of the draft that would be written."""
        for name, value in draft.fields.items():
            if value in ("", None, []) or (name == "name" and draft.is_nameless and not self.is_new):
                continue
            now = self._has(name)
            is_free = now in ("", None) or (name == "name" and name not in own and self.is_called_by_reach)
            if now != value and (is_free or own.get(name, policy) == FieldPolicy.OVERWRITE):
                yield name, value

    def _fields(self, draft: Draft, policy: str, own: Mapping[str, str]) -> None:
        for name, value in self.takes(draft, policy, own):
            column = f"{name}_id" if name in ("owner", "team") else name
            (extras.put if extras.is_extra(name) else setattr)(self.party, column, value)
            self.grown += 1
            if not self.is_new:
                self.values[column] = value

    def _is_bare_town(self, address: Address) -> bool:
        """A town alone says nothing new of somebody who has an address there."""
        return _is_town(address) and address.city_fold in self.towns

    def _points(self, points: Sequence[ContactPoint], policy: str, own: Mapping[str, str]) -> None:
        replaced = {} if self.is_new else self._replaced(points, policy, own)
        for point in points:
            if any(_same(point, known) for known in self.points):
                continue
            point.position = max((one.position for one in self.points if one.kind == point.kind), default=-1) + 1
            if old := replaced.pop((point.kind, point.label), None):
                point.position, point.preferred = old.position, old.preferred
            point.id = None  # of a transaction that was given up
            self.points.append(point)
            self.new_points.append(point)
            self.grown += 1
        self.told += points

    def _replaced(
        self, points: Sequence[ContactPoint], policy: str, own: Mapping[str, str]
    ) -> dict[tuple[str, str], ContactPoint]:
        """What has to go, and one of it by kind and label, whose place the new one takes.

        Whoever takes theirs takes all of a label; a file that is right in general replaces one by one. What rows of the
        file said before stays.
        """
        gone: dict[tuple[str, str], ContactPoint] = {}
        for place in {(point.kind, point.label) for point in points}:
            said = [point for point in points if (point.kind, point.label) == place]
            here = [known for known in self.points if (known.kind, known.label) == place]
            one_by_one = own.get(place[0]) is None and policy == Policy.OVERWRITE and len(said) == len(here) == 1
            if not one_by_one and own.get(place[0]) != FieldPolicy.OVERWRITE:
                continue
            for old in [known for known in here if not any(_same(known, point) for point in (*points, *self.told))]:
                self.points.remove(old)
                self.old_points.append(old)
                gone.setdefault(place, old)
                self.grown += 1
        return gone


_LATER: dict[str, type] = {each.name: each.metadata["make"] for each in fields(Sheet) if "make" in each.metadata}


def bond(kind: int, one: int, two: int, started: date | None, ended: date | None) -> Hashable:
    """What tells a tie from others: an open one there is but once, whenever it began."""
    return (kind, one, two, started, ended) if ended else (kind, one, two)


def wish_key(wish: Preference) -> Hashable:
    return wish.topic, wish.stance, wish.text_fold


def _is_town(address: Address) -> bool:
    return not (address.street or address.more or address.postcode)


def _same(one: ContactPoint, other: ContactPoint) -> bool:
    return one.kind == other.kind and one.fold == other.fold


def _more(given: Iterable[Any], known: set[Any], new: list[Any], key: Callable[[Any], Hashable]) -> int:
    before = len(new)
    for one in given:
        if key(one) not in known:
            known.add(key(one))
            new.append(one)
    return len(new) - before


def _add(given: Iterable[str], known: set[str], new: list[str]) -> int:
    before = len(new)
    for text in given:
        folded = fold(text)
        if folded and folded not in known:
            known.add(folded)
            new.append(text)
    return len(new) - before
