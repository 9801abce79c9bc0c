"""Those in the trash whom rows of a file are about: who is met nowhere else is looked for there, by the same rules."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.imports.drafts import Draft
from goodwill.areas.people.imports.known import Known, Named
from goodwill.areas.people.imports.matching import Found, company_named, match
from goodwill.areas.people.imports.own_key import OwnKey
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.thrown_away import never_here, thrown_away
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.among import among_numbers
from goodwill.transfer.options import Trashed
from goodwill.transfer.values import Given
from goodwill.ui import formats


class Gone(Known):
    """`met` are those whom the row at hand is about, and that were not yet met by an earlier one of the chunk."""

    def __init__(self, source: str, by: Actor, own_key: OwnKey | None, here: Known, trashed: str) -> None:
        super().__init__(source, by, own_key, asks_former=here.asks_former)
        self._here, self._trashed = here, trashed
        self.met: list[Sheet] = []
        here.gone = self

    def match(self, draft: Draft, company: Draft | None) -> Found:
        """Whom a draft is about: of those who are here, else of those in the trash, if they are to come back.

        Of two who look the same and both come back each is told by its number.
        """
        found, maybe = match(draft, self._here, company)
        if found is not None and found.comes_back:
            found = self._numbered_so(draft) or found
        elif found is None and not maybe:
            found = self._meet(match(draft, self, company)[0])
        return found, maybe

    def company(self, draft: Draft, person: Sheet | None) -> Sheet | None:
        """The same of the company behind a person. Whom people need comes back, even if rows about others stay out."""
        found = company_named(draft, self._here, person)
        if found is not None and found.comes_back:
            found = self._numbered_so(draft) or found
        if found is None or found.is_gone:
            found = self._meet(company_named(draft, self, person))
        return found

    def _numbered_so(self, draft: Draft) -> Sheet | None:
        certain = None if self._here.called(draft) else self.called(draft)
        return self._meet(certain)

    def refusal(self, given: Given, found: Sheet | None) -> str:
        """Nothing where somebody said that the row is about them all the same."""
        if found is None or not found.is_gone or self._trashed != Trashed.LEAVE or given.is_this:
            return ""
        told = {"name": found.party.name, "day": formats.day(found.party.deleted_at)}
        return _("%(name)s is in the trash since %(day)s, and stays there. The row was not taken.") % told

    def _meet(self, found: Sheet | None) -> Sheet | None:
        if found is None or not found.is_gone:
            return found
        self.met.append(found)
        return None if self._trashed == Trashed.NEW else found

    def find(self, ids: Collection[int], named: Named, wanted: Collection[Hashable] = ()) -> None:
        """Of the parties with these ids, names, or values of the firm's own key.

        One query where none of them is in the trash, none where that is empty.
        """
        self.forget(keep_new=False)
        if not self._is_any:
            return
        rows = thrown_away()
        reached = {*ids, *named.among(rows)}
        reached |= set(self._own_key.ids(wanted, rows)) if self._own_key else set()
        latest_first = rows.filter(pk__in=among_numbers(reached)).order_by("-deleted_at", "pk")
        latest = rights.visible(latest_first, self._by, "change")
        seen = list(latest) if reached else []
        never = never_here([party.pk for party in seen]) if seen else set()
        if seen := [party for party in seen if party.pk not in never]:
            self.hung = self._here.hung
            self._load(seen)
            self._here.take_for_stubs(self)

    def held(self) -> list[Mapping[str, Any]]:
        """What the own fields of those who may come back hold."""
        return [sheet.party.extra for sheet in self._stored.by_id.values()]

    @cached_property
    def _is_any(self) -> bool:
        return thrown_away().exists()

    def _elsewhere(self, pk: int) -> Sheet | None:
        return self._here.own(pk)


def bring_back(sheets: Sequence[Sheet]) -> None:
    """Out of the trash, with all that hangs on them."""
    waiting = {sheet.party.pk: sheet.party for sheet in sheets if sheet.comes_back}
    if waiting:
        changes.restore_many(Party.everything.select_for_update().filter(pk__in=waiting).order_by("pk"))
        for party in waiting.values():
            party.deleted_at = None
