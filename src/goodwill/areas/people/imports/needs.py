"""What the firm asks of its own fields: some a new party may not be without, of some no two have the same value."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from goodwill.areas.people.imports.drafts import Draft, RowDraft
from goodwill.areas.people.imports.firm_fields import KINDS
from goodwill.areas.people.imports.plain import Beginning, Plain
from goodwill.areas.people.imports.policies import spared
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models.contact import main_address, primary_values
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.custom.beginning import needed, unfilled
from goodwill.transfer.generic.taken import Taken
from goodwill.transfer.needed import advice
from goodwill.transfer.options import Options, Policy


class Part(NamedTuple):
    """A party of a row, whom it is found to be, what the row writes of it, and what that one's own fields held."""

    draft: Draft
    sheet: Sheet | None
    told: Mapping[str, Any]
    before: Mapping[str, Any]


class Needs:
    """For one pass; false where the firm asks nothing."""

    def __init__(self, beginning: Beginning, options: Options, own: Mapping[str, str], by: Actor, remembers: bool):
        kinds = [kind for name in KINDS if (kind := registry.get(name))]
        self._beginning, self._options, self._own, self._by = beginning, options, own, by
        self._kinds = {kind.name: kind for kind in kinds if needed(kind)}
        self._taken = Taken(kinds, by, remembers)

    def __bool__(self) -> bool:
        return bool(self._kinds or self._taken)

    def asks(self, plain: Plain) -> bool:
        """Whether something is needed of those of whom a row tells that says nothing of own fields."""
        return plain.kind in self._kinds or bool(plain.company and plain.company.kind in self._kinds)

    def lacks(self, row: RowDraft) -> bool:
        """Whether somebody of the row, if new, would be without what is needed."""
        return bool(self._kinds and self._missing([self.part(draft, None) for draft in _drafts(row)]))

    def look_up(self, rows: Sequence[Any], held: Sequence[Mapping[str, Any]]) -> None:
        """`held` is what those have who may come back."""
        if self._taken:
            told = (draft.fields for row in rows if isinstance(row, RowDraft) for draft in _drafts(row))
            self._taken.look_up(chain(told, held))

    def part(self, draft: Draft, sheet: Sheet | None) -> Part:
        policy = self._options.policy
        if sheet is None:
            return Part(draft, None, draft.fields, {})
        keeps = policy == Policy.CREATE and not sheet.is_new
        told = {} if keeps else dict(sheet.takes(spared(draft, self._own), policy, self._own))
        if sheet.is_gone:
            told = {**sheet.party.extra, **told}
        return Part(draft, sheet, told, sheet.party.extra)

    def refusal(self, parts: Sequence[Part]) -> str:
        """Why a row is not taken, or nothing."""
        return self._missing(parts) or next(
            filter(None, (self._taken.refusal(part.told, _key(part.sheet)) for part in parts)), ""
        )

    def take(self, parts: Sequence[Part], sheets: Sequence[Sheet]) -> None:
        """Remember what a row that is taken writes, on the sheets that it fills."""
        for part in parts if self._taken else ():
            sheet = part.sheet or next((one for one in sheets if one.party.kind == part.draft.kind), None)
            if sheet:
                self._taken.take(part.told, _key(sheet), sheet.party.name, part.before)

    def _missing(self, parts: Sequence[Part]) -> str:
        for draft in (part.draft for part in parts if part.sheet is None):
            kind = self._kinds.get(draft.kind)
            missing = unfilled(kind, self._made_of(draft), self._by) if kind else ()
            if kind and missing:
                told = {"name": draft.name, "fields": ", ".join(str(field.label) for field in missing)}
                sentence = _("%(name)s would be new here, and that needs: %(fields)s.") % told
                return f"{sentence} {advice(kind, missing, self._options.targets)}"
        return ""

    def _made_of(self, draft: Draft) -> Any:
        party, points, addresses = self._beginning.party(draft)
        for column, value in {**primary_values(points), **main_address(addresses)}.items():
            setattr(party, column, value)
        return party


def _drafts(row: RowDraft) -> list[Draft]:
    return [one for one in (row.main, row.company, row.person) if one]


def _key(sheet: Sheet | None) -> Hashable:
    """What is known of whoever holds a value: one who is not written yet is told by the object."""
    return (sheet.party.pk or ("new", id(sheet.party))) if sheet else None
