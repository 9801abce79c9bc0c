"""Rows that make a party of whom nobody here knows anything: most of most files.

Whoever reads the file makes all that will be written of one. Where the pass meets somebody, the row is read again and
goes the way of all others; a test holds the two ways equal.
"""

from dataclasses import dataclass
from typing import NamedTuple

from goodwill.areas.people.enums import CUSTOMERS
from goodwill.areas.people.imports.drafts import Draft, Reader, RowDraft
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import Party
from goodwill.kernel import changes
from goodwill.kernel.inserting import fresh
from goodwill.transfer.values import Given


class Beginning(NamedTuple):
    """What holds for all parties that a file makes, where it says nothing itself."""

    owner_id: int | None
    team_id: int | None
    stage: str
    policy: str

    def sheet(self, draft: Draft) -> Sheet:
        """The sheet of a party that nobody knew."""
        party = fresh(Party, {"kind": draft.kind, "owner_id": self.owner_id, "team_id": self.team_id})
        if self.stage and not draft.fields.get("phase"):
            draft.fields["phase"] = self.stage
        if draft.created_at:
            party.created_at = draft.created_at
        for name in ("owner", "team"):
            if told := draft.fields.get(name):
                setattr(party, f"{name}_id", told)
        sheet = Sheet(party, is_new=True)
        sheet.take(draft, self.policy)
        return sheet


class Plain(NamedTuple):
    """What a row is met by, and what is written of it if it meets nobody; `points` are kinds and compared forms."""

    kind: str
    name_fold: str
    name_sort: str
    points: tuple[tuple[str, str], ...]
    ahead: changes.Ahead

    def folds(self, kind: str) -> list[str]:
        return [fold for its, fold in self.points if its == kind]


class Expected:
    """A party that a plain row makes; it gets a sheet as soon as another row meets it."""

    __slots__ = ("_given", "_reader", "_sheet", "plain")

    def __init__(self, plain: Plain, given: Given, reader: "PlainReader") -> None:
        self.plain, self._given, self._reader = plain, given, reader
        self._sheet: Sheet | None = None

    @property
    def is_met(self) -> bool:
        return self._sheet is not None

    @property
    def sheet(self) -> Sheet:
        if self._sheet is None:
            self._sheet = self._reader.beginning.sheet(self._reader.again(self._given).main)
            self._sheet.name_fold = self.plain.name_fold
        return self._sheet


@dataclass(frozen=True)
class PlainReader:
    """Reads rows, and makes of plain ones what will be written; it asks no database and can be pickled."""

    reader: Reader
    beginning: Beginning
    vendor: str

    def __call__(self, given: Given) -> RowDraft | Plain | None:
        row = self.reader(given)
        return (plain_of(row, self.beginning, self.vendor) if row and not given.is_new else None) or row

    def again(self, given: Given) -> RowDraft:
        """The draft of a plain row."""
        row = self.reader(given)
        assert row
        return row


def plain_of(row: RowDraft, beginning: Beginning, vendor: str) -> Plain | None:
    """None where the row says more than a party with its points and addresses."""
    draft = row.main
    if row.company or row.person or row.wrong or not _is_alone(draft):
        return None
    sheet = beginning.sheet(draft)
    party = sheet.party
    if party.phase in CUSTOMERS and party.customer_since is None:
        return None
    ahead = changes.made_ahead(party, [*sheet.new_points, *sheet.new_addresses], vendor)
    if ahead is None:
        return None
    points = tuple([(point.kind, point.fold) for point in sheet.points])
    return Plain(party.kind, party.name_fold, party.name_sort, points, ahead)


def _is_alone(draft: Draft) -> bool:
    more = draft.tags or draft.notes or draft.keys or draft.consents or draft.opt_ins or draft.tasks
    return not (more or draft.own_id or draft.created_at)
