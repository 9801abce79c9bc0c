"""Rows that make a party of whom nobody here knows anything: most of most files.

Whoever reads the file makes all that will be written of one. Where the pass meets somebody, the row is read again and
goes the way of all others; a test holds the two ways equal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from goodwill.areas.people.enums import CUSTOMERS
from goodwill.areas.people.imports.drafts import Draft, Reader, RowDraft
from goodwill.areas.people.imports.employment import Employment
from goodwill.areas.people.imports.quick import Quick
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import Address, ContactPoint, Party, Tie
from goodwill.kernel import changes, extras
from goodwill.kernel.inserting import fresh, new_ids
from goodwill.transfer.values import Given

_NOTHING: tuple[Any, ...] = ("", None, [])
_COLUMNS = {"owner": "owner_id", "team": "team_id"}
_COMPARED = ("name", "given", "family", "nickname", "birthday")
_POINT, _ADDRESS = ContactPoint.ref_name(), Address.ref_name()


class Beginning(NamedTuple):
    """What holds for all parties that a file makes, where it says nothing itself."""

    owner_id: int | None
    team_id: int | None
    stage: str
    policy: str
    works_at: int
    """The kind of tie."""
    extra: Mapping[str, Mapping[str, Any]] | None = None
    """By kind, what fields that the firm made usually hold, with what follows from it."""

    def sheet(self, draft: Draft) -> Sheet:
        """The sheet of a party that nobody knew."""
        party = fresh(Party, {"kind": str(draft.kind), "owner_id": self.owner_id, "team_id": self.team_id})
        if draft.created_at:
            party.created_at = draft.created_at
        for name in ("owner", "team"):
            if told := draft.fields.get(name):
                setattr(party, f"{name}_id", told)
        sheet = Sheet(party, is_new=True)
        sheet.take(draft, self.policy)
        party.phase = party.phase or self.stage
        if self.extra and (usual := self.extra.get(party.kind)):
            party.extra = {**usual, **party.extra}
        return sheet

    def party(self, draft: Draft) -> tuple[Party, Sequence[ContactPoint], Sequence[Address]]:
        """A party that nobody knew with what hangs on it, as it would be on its sheet, without one for most."""
        if len(draft.addresses) > 1 or any(map(extras.is_extra, draft.fields)):
            sheet = self.sheet(draft)
            return sheet.party, sheet.new_points, sheet.new_addresses
        told: dict[str, Any] = {"kind": str(draft.kind), "owner_id": self.owner_id, "team_id": self.team_id}
        if self.stage:
            told["phase"] = self.stage
        if self.extra and (usual := self.extra.get(draft.kind)):
            told["extra"] = dict(usual)
        for name, value in draft.fields.items():
            if value not in _NOTHING:
                told[_COLUMNS.get(name, name)] = value
        places: dict[str, int] = {}
        for point in draft.points:
            point.position = places[point.kind] = places.get(point.kind, -1) + 1
        return fresh(Party, told), draft.points, draft.addresses


class Plain(NamedTuple):
    """What a row is met by, and what is written of it if it meets nobody; `points` are kinds and compared forms.

    `is_bare` is a party of which nothing but the name is told. `draft` is what it was made of, where it tells of fields
    that the firm made: whoever reads the file knows nothing of those.
    """

    kind: str
    name: str
    name_fold: str
    name_sort: str
    points: tuple[tuple[str, str], ...]
    is_bare: bool
    ahead: changes.Ahead
    company: "Plain | None" = None
    draft: RowDraft | None = None
    is_nameless: bool = False

    def whole(self) -> "Plain":
        """To be compared with what was made in another way."""
        return self._replace(ahead=changes.whole(self.ahead), company=self.company and self.company.whole())

    def packed(self, share: Callable[[Any], int]) -> tuple[Any, ...]:
        """As plain tuples, for another process. See `transfer.importers.Packed`."""
        *its, ahead, company, _draft, is_nameless = self
        return (*its, changes.packed_ahead(ahead, share), company and company.packed(share), None, is_nameless)

    @classmethod
    def unpacked(cls, told: tuple[Any, ...], shared: Sequence[Any]) -> "Plain":
        *its, ahead, company, _draft, is_nameless = told
        behind = company and cls.unpacked(company, shared)
        return cls._make((*its, changes.unpacked_ahead(ahead, shared), behind, None, is_nameless))

    def sketch(self) -> RowDraft:
        """As much of its draft as says whom it resembles."""
        behind = self.company
        return self.draft or RowDraft(self._sketched(), behind and Draft(behind.kind, {"name": behind.name}))

    def _sketched(self) -> Draft:
        record, parts, _told = self.ahead
        held = changes.columns_of(record)
        fields = {name: held[name] for name in _COMPARED if held[name]}
        if birthday := fields.get("birthday"):
            fields["birthday"] = date.fromisoformat(str(birthday))
        told = [(part[0][0], changes.columns_of(part)) for part in parts]
        points = [fresh(ContactPoint, columns) for name, columns in told if name == _POINT]
        addresses = [fresh(Address, columns) for name, columns in told if name == _ADDRESS]
        return Draft(self.kind, fields, points, addresses, is_nameless=self.is_nameless)


class Expected:
    """A party that a plain row makes, perhaps with the company behind it, which is known or expected, too.

    It gets a sheet as soon as another row meets it, and is written as such.
    """

    __slots__ = ("_given", "_reader", "_sheet", "company", "id", "plain")

    def __init__(
        self, plain: Plain, given: Given, reader: "PlainReader", company: "Sheet | Expected | None" = None
    ) -> None:
        self.plain, self.company, self._given, self._reader = plain, company, given, reader
        self.id: int | None = None
        self._sheet: Sheet | None = None

    @property
    def is_met(self) -> bool:
        return self._sheet is not None

    @property
    def sheet(self) -> Sheet:
        if self._sheet is None:
            row, beginning = self._reader.again(self._given), self._reader.beginning
            is_behind = self.plain is not self._given.draft
            draft = row.company if is_behind and row.company else row.main
            self._sheet = beginning.sheet(draft)
            self._sheet.name_fold = self.plain.name_fold
            self._sheet.row = None if is_behind else self._given.number
            if self.company:
                self._sheet.work_at(Employment(self.company.sheet, draft.department, draft.since), beginning.policy)
        return self._sheet

    @property
    def party_id(self) -> int | None:
        """Once it is written."""
        return self._sheet.party_id if self._sheet else self.id

    def ahead(self) -> changes.Ahead:
        """What is written of it, now that its company is."""
        made = self.plain.ahead
        if self.company is None:
            return made
        company_id = self.company.party_id
        assert company_id
        record, (*parts, tie), told = made
        tied = changes.pointing(tie, "other", company_id)
        return (changes.pointing(record, "company", company_id), (*parts, tied), told)


def create_expected(expected: Sequence[Expected]) -> None:
    ids = list(new_ids(Party, len(expected)))
    for one, pk in zip(expected, ids, strict=True):
        one.id = pk
    changes.create_ahead([one.ahead() for one in expected], ids)


@dataclass(frozen=True)
class PlainReader:
    """Reads rows, and makes of plain ones what will be written; it asks no database and can be pickled."""

    reader: Reader
    beginning: Beginning
    vendor: str
    quick: Quick = field(default_factory=Quick)

    def __call__(self, given: Given) -> RowDraft | Plain | None:
        is_usual = not self.reader.is_from_abroad(given)
        if is_usual and (quickly := self.quick(given)):
            return quickly
        row = self.reader(given)
        if row is None or given.is_new or tells_own(given):
            return row
        plain = plain_of(row, self.beginning, self.vendor)
        if plain and is_usual:
            self.quick.learn(given, plain)
        return plain or row

    def filled(self, given: Given, row: RowDraft) -> RowDraft | Plain:
        """The same of a row whose own fields were read, in the process that knows them."""
        plain = plain_of(row, self.beginning, self.vendor) if not given.is_new else None
        return plain._replace(draft=row) if plain else row

    def again(self, given: Given) -> RowDraft:
        """The draft of a plain row."""
        row = (given.draft.draft if isinstance(given.draft, Plain) else None) or self.reader(given)
        assert row
        return row


def tells_own(given: Given) -> bool:
    """Whether the row says anything of a field that the firm made."""
    return any("." in target for target in given.values)


def plain_of(row: RowDraft, beginning: Beginning, vendor: str) -> Plain | None:
    """None where the row says more than a party, and a company behind it, with their points and addresses."""
    if row.person or row.further or row.wrong or row.asked or not _is_alone(row.main):
        return None
    if row.company is None:
        return _plain(row.main, beginning, vendor)
    company = _plain(row.company, beginning, vendor) if _is_alone(row.company) else None
    return _plain(row.main, beginning, vendor, company) if company else None


def _plain(draft: Draft, beginning: Beginning, vendor: str, company: Plain | None = None) -> Plain | None:
    is_bare = not (draft.points or draft.addresses) and all(
        name == "name" or value in ("", None) for name, value in draft.fields.items()
    )
    party, points, addresses = beginning.party(draft)
    if party.phase in CUSTOMERS and party.customer_since is None:
        return None
    ties = [_tie(draft, party, company, beginning)] if company else []
    if party.extra:
        extras.derive_many([party])
    ahead = changes.made_ahead(party, [*points, *addresses, *ties], vendor)
    if ahead is None:
        return None
    met_by = tuple([(point.kind, point.fold) for point in points])
    names = party.name, party.name_fold, party.name_sort
    return Plain(party.kind, *names, met_by, is_bare, ahead, company, is_nameless=draft.is_nameless)


def _tie(draft: Draft, party: Party, company: Plain, beginning: Beginning) -> Tie:
    """The company is not known yet: only its name is, which keys of doubles are made of."""
    party._state.fields_cache["company"] = fresh(Party, {"name": company.name})
    told = {"kind_id": beginning.works_at, "role": party.role, "department": draft.department[:120], "main": True}
    return fresh(Tie, told | ({"started": draft.since} if draft.since else {}))


def _is_alone(draft: Draft) -> bool:
    more = draft.tags or draft.notes or draft.keys or draft.consents or draft.opt_ins or draft.tasks
    return not (more or draft.until or draft.ties or draft.wishes or draft.bans or draft.own_id or draft.created_at)
