"""Rows that name nobody and tell a number: notes and calls of an old system often say only whose they are by it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import Reader, RowDraft
from goodwill.areas.people.imports.own_key import OwnKey
from goodwill.areas.people.imports.plain import Plain
from goodwill.areas.people.imports.reached import colleague, is_unnamed_at_a_company
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import ExternalKey, Party
from goodwill.kernel.among import among
from goodwill.records import registry
from goodwill.transfer.importers import Decision, Outcome
from goodwill.transfer.options import Options
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.known import Known

_NUMBERS = ("external_id", "customer_number", "company_id")
_REF = Party.ref_name()


class Nameless:
    """For one pass."""

    def __init__(self, options: Options, reader: Reader, own_key: OwnKey | None) -> None:
        self._source, self._row_is, self._reader = options.source, options.row_is, reader
        self._own = options.match if own_key else ""
        self._several: frozenset[str] = frozenset()

    def read(self, rows: Sequence[Given]) -> None:
        """Give a draft without a name to those that tell a number, of the one who bears it, wherever it is from."""
        nameless = [given for given in rows if given.draft is None or (given.is_this and _is_nameless(given.draft))]
        told = {number for given in nameless if (number := _number(given))}
        ids = {pk for given in nameless if (pk := _own_id(given))}
        here = dict(Party.everything.filter(pk__in=ids).order_by().values_list("pk", "kind")) if ids else {}
        bearers = self._bearers(told)
        self._several = frozenset(number for number, found in bearers.items() if len(found) > 1)
        for given in nameless:
            own_id = _own_id(given)
            if own_id in here:
                given.draft = self._reader(given, PartyKind(here[own_id]))
            elif number := _number(given):
                given.draft = self._numbered(given, number, bearers.get(number, ()))
            elif self._own and given.one(self._own):
                given.draft = self._reader(given, self._kind())

    def _numbered(self, given: Given, number: str, bearers: Sequence[tuple[str, int]]) -> RowDraft | None:
        kind, pk = bearers[0] if len(bearers) == 1 else (self._kind(), None)
        draft = self._reader(given, PartyKind(kind))
        if draft and not draft.main.own_id:
            draft.main.own_id = pk
        if draft and not bearers:  # an earlier row of the file may make them
            draft.main.keys = [f"{each}:{number}" for each in PartyKind.values]
        return draft

    def _kind(self) -> PartyKind:
        """Of whom nothing says it: what has the field that they are found by."""
        owner = registry.get(self._own.partition(".")[0]) if self._own else None
        return PartyKind(owner.constant.get("kind", PartyKind.PERSON) if owner else PartyKind.PERSON)

    def _bearers(self, numbers: set[str]) -> dict[str, list[tuple[str, int]]]:
        """By number, who bears it in the system that the file is from, or else in any other."""
        keys = {f"{kind}:{number}": number for number in numbers for kind in PartyKind.values}
        found: dict[tuple[str, bool], dict[tuple[str, int], None]] = defaultdict(dict)
        rows = ExternalKey.objects.filter(key__in=among(keys), about_type=_REF).order_by("about_id")
        for key, source, pk in rows.values_list("key", "source", "about_id") if keys else ():
            found[keys[key], source == self._source][key.partition(":")[0], pk] = None
        return {each: list(found.get((each, True)) or found.get((each, False), {})) for each in numbers}

    def of_colleague(self, given: Given, row: RowDraft | Plain, known: "Known") -> RowDraft | Plain:
        """The row as that of a person, if it names their company alone and is how they are reached."""
        if not is_unnamed_at_a_company(given, row, self._row_is):
            return row
        company = (row.sketch() if isinstance(row, Plain) else row).main
        return (self._reader(given, PartyKind.PERSON) if colleague(company, known) else None) or row

    def of(self, found: Sheet, given: Given, draft: RowDraft) -> RowDraft:
        """The row as theirs in all that it tells; it changes nothing of their name."""
        kind = PartyKind(found.party.kind)
        theirs = (self._reader(given, kind) if kind != draft.main.kind else None) or draft
        main = theirs.main
        main.fields["name"], main.is_nameless = found.party.name, True
        main.keys = [key for key in main.keys if key.partition(":")[0] == kind]
        return theirs

    def refused(self, given: Given) -> Decision:
        number, sentence = _number(given) or given.one("own_id") or given.one(self._own), self._refusal(given)
        return Decision(given, Outcome.REFUSED, sentence, wrong=[(number, sentence)] if number else [])

    def _refusal(self, given: Given) -> str:
        number = _number(given)
        if number in self._several:
            sentence = _(
                "The row has no name, and several here have the number “%(number)s”. Put in a name, a mail or a phone."
            )
            return sentence % {"number": number[:80]}
        if number := number or given.one("own_id") or given.one(self._own):
            sentence = _(
                "The row has no name, and nobody here has the number “%(number)s”. Put in a name, or correct it."
            )
            return sentence % {"number": number[:80]}
        return _("The row has no name, no company, no mail and no phone. Put in one of them.")


def _is_nameless(row: RowDraft | Plain) -> bool:
    return row.is_nameless if isinstance(row, Plain) else row.main.is_nameless


def _number(given: Given) -> str:
    return next(filter(None, map(given.one, _NUMBERS)), "")


def _own_id(given: Given) -> int:
    number = given.one("own_id").lstrip("#")
    return int(number) if number.isdecimal() and len(number) < 19 else 0
