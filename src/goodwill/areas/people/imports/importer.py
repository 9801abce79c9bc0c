"""People's importer: a person, a company, or both with their tie, from one row."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db import connection
from django.utils.translation import gettext as _

from goodwill.areas.people.imports.candidates import candidates, resembles
from goodwill.areas.people.imports.drafts import Draft, Reader, RowDraft
from goodwill.areas.people.imports.employment import Employment
from goodwill.areas.people.imports.everywhere import policies, say
from goodwill.areas.people.imports.firm_fields import any_computed, fill, readers, unique_targets, usual_extra
from goodwill.areas.people.imports.gone import Gone
from goodwill.areas.people.imports.known import Known
from goodwill.areas.people.imports.matching import Found, match, other_name
from goodwill.areas.people.imports.meeting import met
from goodwill.areas.people.imports.nameless import Nameless
from goodwill.areas.people.imports.needs import Needs, Part
from goodwill.areas.people.imports.own_key import own_key
from goodwill.areas.people.imports.plain import (
    Beginning,
    Expected,
    Plain,
    PlainReader,
    create_expected,
    tells_own,
)
from goodwill.areas.people.imports.policies import by_column, spared
from goodwill.areas.people.imports.reached import are_met, waits
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.imports.writing import write_sheets
from goodwill.areas.people.models import Party, Tag, TieKind
from goodwill.areas.people.seeds import WORKS_AT
from goodwill.areas.people.verbs.comebacks import receive_imported, returning
from goodwill.kernel import extras, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, Team, User
from goodwill.kernel.text import fold
from goodwill.records.filter.context import context_of
from goodwill.transfer.everywhere import still_meant
from goodwill.transfer.importers import Decision, Outcome
from goodwill.transfer.options import Doubles, Options, Policy
from goodwill.transfer.values import Given


class Pass:
    """One pass over a file; see `transfer.importers.Session`."""

    batch_id: int | None = None

    def __init__(self, options: Options, by: Actor, remembers: bool) -> None:
        self._options, self._by, self._remembers = options, by, remembers
        asks_former = "company_until" in options.targets
        self._known = Known(options.source, by, found_by := own_key(options.match), asks_former=asks_former)
        self._gone = Gone(options.source, by, found_by, self._known, options.trashed)
        team_id = next(iter(by.team_ids)) if len(by.team_ids) == 1 else None
        works_at = TieKind.everything.only("pk").get(builtin=WORKS_AT).pk
        owner_id, extra = options.owner or by.user_id, usual_extra(by)
        self._beginning = Beginning(owner_id, options.team or team_id, options.stage, options.policy, works_at, extra)
        reader = Reader(
            options.row_is,
            Profile.current().country,
            _colleagues(),
            _teams(),
            split_names=options.split_names,
            is_ours=options.is_ours,
            names_companies="company" in options.targets,
            zone=context_of(by).zone,
        )
        self._nameless = Nameless(options, reader, found_by)
        self._plain = PlainReader(reader, self._beginning, connection.vendor)
        self._makes_ahead = not (options.tags or options.consent or by.narrowed or any_computed())
        self._unique, self._readers = unique_targets(), readers(by)
        self._fills_texts = any(extras.FOLDED in usual for usual in extra.values())
        self.read = self._plain if self._makes_ahead and not self._fills_texts else reader
        self._everywhere = still_meant(options)
        self._own = policies(self._everywhere) | by_column(options)
        self._needs = Needs(self._beginning, options, self._own, by, remembers)
        self._asks = bool(self._needs)
        self.meant: frozenset[int] = frozenset()
        self._of_row: dict[int, Sheet | Expected] = {}
        self._overwrites = Policy.OVERWRITE in (options.policy, *self._own.values())
        self.meets = met if self._makes_ahead and not self._overwrites else None
        self._opt_ins = [
            (purpose, options.consent["channel"]) for purpose in options.consent.get("purposes", ()) if purpose
        ]
        self._grown = 0
        self._may_create = rights.allows(by, "create", Party)
        self._may_tag = rights.allows(by, "create", Tag)

    def decide(self, rows: Sequence[Given]) -> list[Decision]:
        self._known.forget(keep_new=self._remembers)
        self._nameless.read(rows)
        say(rows, self._everywhere, self._plain)
        fill(rows, self._by, self._readers)
        for given in rows if self._makes_ahead else ():
            if self._asks or isinstance(given.draft, RowDraft):
                self._go_plain(given)
        self._known.batch_id = self.batch_id if self._overwrites else None
        drafts: list[RowDraft | Plain | None] = [given.draft for given in rows]
        earlier = [one.party_id for one in self._of_row.values() if one.party_id]
        self._known.look_up([one for draft in drafts if draft for one in _parties(draft)], earlier)
        if self._asks:
            self._needs.look_up(drafts, self._gone.held())
        return [self._remembered(self._one(given, draft)) for given, draft in zip(rows, drafts, strict=True)]

    def _go_plain(self, given: Given) -> None:
        """Rows whose own fields were read as well: of the firm's texts nothing is known where the file is read.

        Not those of which the firm asks something that they do not say: whether they are new has to be seen first.
        """
        row = given.draft
        if isinstance(row, Plain):
            if self._needs.asks(row):
                given.draft = self._plain.again(given)
        elif row and (self._fills_texts or tells_own(given)) and self._unique.isdisjoint(given.values):
            if self._needs.lacks(row):
                return
            given.draft = self._plain.filled(given, row)

    def _remembered(self, decision: Decision) -> Decision:
        """Whom the row is about, if somebody said of a later row that it is about the same."""
        if decision.given.number in self.meant and decision.about:
            self._of_row[decision.given.number] = decision.about
        return decision

    def ids_of_rows(self) -> dict[int, int]:
        return {row: one.party_id for row, one in self._of_row.items() if one.party_id}

    def write(self, decisions: Sequence[Decision]) -> None:
        planned = {id(one): one for decision in decisions for one in decision.plan or ()}
        expected = [one for one in planned.values() if isinstance(one, Expected) and not one.is_met]
        create_expected([one for one in expected if one.company is None])
        sheets = {id(one.sheet): one.sheet for one in planned.values() if not isinstance(one, Expected) or one.is_met}
        ordered = sorted(sheets.values(), key=lambda sheet: not sheet.party.is_company)
        write_sheets(ordered, self._options.source, self._today, self._by, self._options.consent)
        self._known.tell_apart(ordered)
        create_expected([one for one in expected if one.company is not None])
        receive_imported(self._met(decisions))
        self._known.forget(keep_new=self._remembers)

    def _met(self, decisions: Sequence[Decision]) -> list[Party]:
        """Those who are here already and of whom the file knows more, their phase apart."""
        updated = {id(one): one for each in decisions if each.outcome == Outcome.UPDATED for one in each.plan or ()}
        known = (sheet for sheet in updated.values() if sheet.is_changed and not sheet.is_new)
        return [sheet.party for sheet in known if "phase" not in sheet.values]

    @cached_property
    def _today(self) -> date:
        return context_of(self._by).today

    def _one(self, given: Given, draft: RowDraft | Plain | None) -> Decision:
        if draft is None:
            return self._nameless.refused(given)
        plain: Plain | None = None
        draft = self._nameless.of_colleague(given, draft, self._known)
        if isinstance(draft, Plain):
            plain = draft
            if expected := self._expected(given, plain):
                return Decision(given, Outcome.NEW, plan=expected, about=expected[-1])
            draft = plain.sketch()
        found, maybe = self._match(given, draft)
        if plain and (found or self._gone.met or self._asks):
            plain, draft = None, self._plain.again(given)
            found, maybe = self._match(given, draft)
        if draft.main.is_nameless:
            if found is None and (waiting := self._waits(given, draft, maybe)):
                return waiting
            draft = self._nameless.of(found, given, draft) if found else draft
        if refusal := self._gone.refusal(given, found):
            return Decision(given, Outcome.REFUSED, refusal, maybe=candidates(self._gone.met), gone=self._ids_gone())
        if refusal := self._refusal(found):
            return Decision(given, Outcome.REFUSED, refusal)
        apart, maybe = (maybe, []) if given.is_new else ([], maybe)
        if maybe and self._options.doubles == Doubles.HOLD:
            return Decision(given, Outcome.REFUSED, resembles(maybe), maybe=candidates(maybe))
        if plain and (made := self._made(given, plain)):
            return _resembling(Decision(given, Outcome.NEW, plan=made, about=made[-1]), maybe)
        return self._told(given, self._plain.again(given) if plain else draft, found, maybe, apart)

    def _waits(self, given: Given, draft: RowDraft, maybe: Sequence[Sheet]) -> Decision | None:
        """What is said of a row without a name that may be of several, or of nobody."""
        if draft.main.is_unnamed:
            return self._nameless.refused(given)
        waiting = waits(given, draft.main, maybe, self._known) if maybe and not given.is_new else None
        if waiting is None:
            return None
        return Decision(given, Outcome.REFUSED, waiting[1], wrong=[waiting], maybe=candidates(maybe))

    def _told(
        self, given: Given, draft: RowDraft, found: Sheet | None, maybe: Sequence[Sheet], apart: list[Sheet]
    ) -> Decision:
        """What becomes of all that a row says."""
        draft.main.tags += self._options.tags
        draft.main.opt_ins = self._opt_ins
        parts = self._parts(draft, found) if self._asks else []
        if refusal := self._needs.refusal(parts):
            return Decision(given, Outcome.REFUSED, refusal, wrong=draft.marked, maybe=candidates(maybe))
        self._grown = 0
        joins = found is not None and found.is_new
        remarks = [*draft.remarks, *filter(None, [other_name(draft.main, found, self._known) if found else ""])]
        about, sheets = self._sheets(draft, found)
        self._needs.take(parts, sheets)
        if about.is_new and found is None:
            about.row, about.apart = given.number, apart
        decision = Decision(given, Outcome.NEW, remarks=remarks, plan=sheets, about=about, joins=joins)
        decision.wrong, decision.gone = draft.marked, self._ids_gone()
        if found is not None:
            decision.outcome = Outcome.UPDATED if self._grown else Outcome.SAME
            decision.back = [party.pk for party in returning(self._met([decision]))]
            return decision
        return _resembling(decision, maybe)

    def _parts(self, draft: RowDraft, found: Sheet | None) -> list[Part]:
        """The parties that a row makes or changes."""
        behind = []
        if draft.company:
            behind.append((draft.company, self._gone.company(draft.company, found)))
        if draft.person:
            behind.append((draft.person, self._gone.match(draft.person, draft.main)[0]))
        taken = [(one, sheet) for one, sheet in behind if self._may_fill(sheet)]
        return [self._needs.part(one, sheet) for one, sheet in [(draft.main, found), *taken]]

    def _match(self, given: Given, draft: RowDraft) -> Found:
        """Of a row that is about somebody new, those that it looks like."""
        self._gone.met = []
        said = self._of_row.get(given.same_as or 0)
        if said and (same := self._known.own(said.party_id) or said.sheet).party.kind == draft.main.kind:
            return same, []
        if given.is_new:
            found, maybe = match(draft.main, self._known, draft.company)
            return None, [found] if found else maybe
        return self._gone.match(draft.main, draft.company)

    def _ids_gone(self) -> list[int]:
        return list(dict.fromkeys(sheet.party.pk for sheet in self._gone.met))

    def _expected(self, given: Given, plain: Plain) -> list[Sheet | Expected]:
        """What a plain row makes, the company first; nothing where it meets somebody, or tells more of a known one."""
        if not self._may_create or self._known.meets(plain) or self._gone.meets(plain) or are_met(plain, self._known):
            return []
        return self._made(given, plain)

    def _made(self, given: Given, plain: Plain) -> list[Sheet | Expected]:
        """The same of one of whom it is known that it is new."""
        company: Sheet | Expected | None = None
        if behind := plain.company:
            company = self._known.first(behind)
            if company is None and self._gone.meets(behind):
                return []
            if company is None:
                company = Expected(behind, given, self._plain)
                self._known.expect(company)
            elif not self._adds_nothing(behind, company):
                return []
        expected = Expected(plain, given, self._plain, company)
        self._known.expect(expected)
        return [company, expected] if company else [expected]

    def _adds_nothing(self, plain: Plain, known: Sheet | Expected) -> bool:
        is_expected = isinstance(known, Expected) and not known.is_met
        if is_expected and known.plain.ahead == plain.ahead:  # type: ignore[union-attr]
            return True
        name = known.plain.name if is_expected else known.sheet.party.name  # type: ignore[union-attr]
        overwrites = self._options.policy == Policy.OVERWRITE or "name" in self._own
        return plain.is_bare and (name == plain.name or not overwrites)

    def _refusal(self, found: Sheet | None) -> str:
        if found is None:
            return "" if self._may_create else _("You may not add contacts. The row was not taken.")
        if self._options.policy == Policy.CREATE or found.is_new or rights.allows(self._by, "change", found.party):
            return ""
        return _("This is %(name)s, whom you may not change. The row was not taken.") % {"name": found.party.name}

    def _sheets(self, draft: RowDraft, found: Sheet | None) -> tuple[Sheet, list[Sheet]]:
        """Whom the row is about, and all the sheets that it fills."""
        main = firm = self._taken(draft.main, found)
        filled = [main]
        if draft.company:
            company = self._behind(draft.company, self._gone.company(draft.company, found))
            if company:
                self._employ(main, _employment(company, draft.main))
                filled.append(company)
                firm = company
        for contact in filter(None, (draft.person, *draft.further)):
            known, _maybe = self._gone.match(contact, draft.company or draft.main)
            person = self._behind(contact, known)
            if person:
                self._employ(person, _employment(firm, contact) if self._may_fill(known) else Employment(firm))
                filled.append(person)
        return main, [*filled, *self._bound(draft.main, main)]

    def _employ(self, person: Sheet, employment: Employment) -> None:
        before = person.grown
        person.work_at(employment, self._options.policy, self._own)
        self._grown += person.grown - before

    def _bound(self, draft: Draft, main: Sheet) -> list[Sheet]:
        """Whom the ties of a row touch: those that are here already. The other end says the same of the others."""
        touched = []
        for told in draft.ties:
            kind = self._tie_kinds.get(fold(told.tie))
            other = self._known.tied(told, is_here=bool(draft.own_id)) if kind else None
            if kind is None or other is None or other is main:
                continue
            first = fold(told.tie) == fold(kind.label)
            if kind.builtin == WORKS_AT and told.ended is None:
                person, company = (main, other) if first else (other, main)
                if person is main or rights.allows(self._by, "change", person.party):
                    self._employ(person, Employment(company, told.department, told.started, told.role))
                    touched.append(person)
                continue
            before = main.grown
            main.tie_to(other, kind, told, self._options.policy)
            self._grown += main.grown - before
        return touched

    @cached_property
    def _tie_kinds(self) -> dict[str, TieKind]:
        """By how they are called from either side."""
        found: dict[str, TieKind] = {}
        for kind in TieKind.objects.order_by("position", "id"):
            for name in (kind.label, kind.reverse):
                found.setdefault(fold(name), kind)
        found.pop("", None)
        return found

    def _behind(self, draft: Draft, known: Sheet | None) -> Sheet | None:
        """The other party of a row; one that may not be changed is only tied to, one that may not be made is left."""
        return self._taken(draft, known) if self._may_fill(known) else known

    def _may_fill(self, known: Sheet | None) -> bool:
        if known is None:
            return self._may_create
        return known.is_new or rights.allows(self._by, "change", known.party)

    def _taken(self, draft: Draft, found: Sheet | None) -> Sheet:
        sheet, before = found, found.grown if found else 0
        if sheet is None:
            sheet = self._beginning.sheet(draft)
        else:
            if sheet.is_gone:
                sheet.comes_back = True
                sheet.grown += 1
            sheet.take(spared(draft, self._own), self._options.policy, self._own)
        self._grown += sheet.grown - before
        sheet.name_fold = sheet.name_fold or fold(sheet.party.name)[:400]
        if sheet.grown > before:
            self._known.add(sheet)
        return sheet


def _resembling(decision: Decision, maybe: Sequence[Sheet]) -> Decision:
    """Of somebody new, who may be one of these."""
    if maybe:
        decision.outcome, decision.sentence = Outcome.DOUBLE, resembles(maybe)
        decision.maybe = candidates(maybe)
    return decision


def _employment(company: Sheet, person: Draft) -> Employment:
    return Employment(company, person.department, person.since, person.past_role, person.until)


def _parties(row: RowDraft | Plain) -> list[Draft | Plain]:
    told = (row, row.company) if isinstance(row, Plain) else (row.main, row.company, row.person, *row.further)
    return [one for one in told if one]


def _colleagues() -> dict[str, int]:
    found: dict[str, int] = {}
    for user in User.objects.filter(is_active=True).order_by("-id"):
        found[fold(user.name)] = found[fold(user.email)] = user.pk
    return found


def _teams() -> dict[str, int]:
    return {fold(team.name): team.pk for team in Team.objects.order_by("-id")}
