"""What one row tells of a person, of a company, or of both: parties that are not compared with anything yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import (
    ContactKind,
    PartyKind,
    Phase,
)
from goodwill.areas.people.imports.choices import choice_of
from goodwill.areas.people.imports.dialling import Dialling, is_from_abroad
from goodwill.areas.people.imports.facts import Consented, consents_of, moment_of, note_days, rough_day, tags_of
from goodwill.areas.people.imports.filling import OF_ALL, PARTS, choose, fill_company, fill_person, is_named
from goodwill.areas.people.imports.further import FURTHER_FAMILIES, further_contacts
from goodwill.areas.people.imports.one_cell import take_apart
from goodwill.areas.people.imports.points import Whose, addresses_of, points_of
from goodwill.areas.people.imports.spells import unbound, work_for
from goodwill.areas.people.imports.whole import ToldTie, Wrong, bans_of, remark, ties_in_full, wishes_of
from goodwill.areas.people.models import Address, ContactBan, ContactPoint, Party, Preference
from goodwill.areas.people.names import names_firm, names_household
from goodwill.kernel.text import fold, sort_key
from goodwill.transfer.ended import ended_at
from goodwill.transfer.mapping.targets import DATED, TARGETS, WHOLE, About
from goodwill.transfer.readers.vcard.card import OWN_UID
from goodwill.transfer.values import Given

NAMES = ("full_name", "given_name", "family_name", "nickname", "initials")
_IN_FIELDS = frozenset(
    {"full_name", "company", "own_id", "external_id", "customer_number", "company_id", "note", "note_at", "tags",
     "owner", "team", "job_title", "department", "birthday", "source", "language", "timezone", "phase", "party_kind",
     "industry", "employees", "company_kind", "latitude", "longitude", "changed_at", "created_at", "changed_by",
     "created_by", "photo", "tag", "description", "customer_since", "regard", "age_band", "home", "success",
     "best_channel", "best_hours", "no_mail", "no_call", "mail_consent", "keep_note", "keep_tag", "task_subject",
     "task_due", "task_done", "wants", "company_since", "company_until", "avoids", "leave_alone", *WHOLE,
     *PARTS.values()}
)  # fmt: skip
_IN_POINTS = frozenset(
    {"phone", "phone_label", "mail", "mail_label", "website", "website_label", "social", "im", "im_service", "domain",
     "address", "address_label", "street", "street2", "street3", "house_number", "po_box", "city", "region",
     "postcode", "country", "latitude", "longitude", "birth_year", "birth_month", "birth_day", "phone_country",
     "phone_area", "phone_extension", *FURTHER_FAMILIES}
)  # fmt: skip
KNOWN = _IN_FIELDS | _IN_POINTS
_OF_RECORDS = frozenset(
    {"own_id", "external_id", "customer_number", "company_id", "tags", "keep_tag", "tag", "task_subject", "note",
     "department", "created_at", "no_mail", "no_call", "mail_consent", "source", "best_hours", "description",
     "customer_since", "owner", "team", "phase", "regard", "best_channel", "language", "timezone"}
)  # fmt: skip
_SHORT = 5
LABELLED = ("relation", "event", "custom")
_TAKEN = (About.PERSON, About.COMPANY, About.PARTY, About.TASK)
TAKES = frozenset(key for key, target in TARGETS.items() if target.about in _TAKEN and key != "photo")
_COMPANY_WORDS = frozenset(
    {"company", "organization", "organisation", "org", "firm", "business", "account", "firma", "unternehmen",
     "societe", "entreprise", "empresa", "azienda", "bedrijf"}
)  # fmt: skip


_UTC = ZoneInfo("UTC")
Planned = tuple[str, date | None, datetime | None]
"""A task, the day by which it is due, and when it was done."""


@dataclass
class Draft:
    """A party as a row tells of it. `keys` are its names in the other system, `notes` plain text.

    `was` is the key of one whose number in this firm is nobody's any more.
    """

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    points: list[ContactPoint] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    note_days: dict[str, datetime] = field(default_factory=dict)
    """When a note was written, by its text."""
    keys: list[str] = field(default_factory=list)
    own_id: int | None = None
    was: str = ""
    department: str = ""
    since: date | None = None
    until: date | None = None
    past_role: str = ""
    """At a company where they work no more."""
    ties: list[ToldTie] = field(default_factory=list)
    wishes: list[Preference] = field(default_factory=list)
    bans: list[ContactBan] = field(default_factory=list)
    created_at: datetime | None = None
    consents: list[Consented] = field(default_factory=list)
    opt_ins: list[tuple[str, str]] = field(default_factory=list)
    """Purposes and channels that the whole file agreed to, for whoever said nothing else."""
    tasks: list[Planned] = field(default_factory=list)
    is_nameless: bool = False

    @property
    def is_unnamed(self) -> bool:
        """Nothing says what to call them, so that they have to be here."""
        return self.is_nameless and not self.points

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    @property
    def name_fold(self) -> str:
        return fold(self.name)[:400]

    @property
    def name_sort(self) -> str:
        return sort_key(self.name)

    def folds(self, kind: ContactKind) -> list[str]:
        return [point.fold for point in self.points if point.kind == kind]


@dataclass
class RowDraft:
    """`main` is whom the row is about; `company` the one that the person works at."""

    main: Draft
    company: Draft | None = None
    person: Draft | None = None
    """Whom one asks for at the company that the row is about."""
    further: list[Draft] = field(default_factory=list)
    """More of them."""
    wrong: list[Wrong] = field(default_factory=list)
    asked: list[Wrong] = field(default_factory=list)
    """What is taken, and somebody should look at."""

    @property
    def remarks(self) -> list[str]:
        return [*(remark(each) for each in self.wrong), *dict.fromkeys(why for _name, _text, why in self.asked)]

    @property
    def marked(self) -> list[tuple[str, str]]:
        """Texts of cells, each with what is to be said of it."""
        wrong = [(text, why or _("This could not be taken as such.")) for _name, text, why in self.wrong]
        return [*wrong, *((text, why) for _name, text, why in self.asked)]


class Reader:
    """Makes drafts of rows; colleagues and teams are found by their folded names, as the file calls them.

    `names_companies`: there is a column for them, so that a row with a name alone is a private person among firms."""

    def __init__(
        self,
        row_is: str,
        country: str,
        colleagues: Mapping[str, int],
        teams: Mapping[str, int],
        *,
        split_names: bool = True,
        is_ours: bool = False,
        names_companies: bool = False,
        zone: tzinfo = UTC,
    ) -> None:
        self._zone = zone
        self._is_ours, self._names_companies = is_ours, names_companies
        self._row_is, self._split_names, self._country = row_is, split_names, country
        self._ids = {"owner": colleagues, "team": teams}

    def __call__(self, given: Given, kind: PartyKind | None = None) -> RowDraft | None:
        """None for a row that says of nobody who it is, unless it is known of what `kind` they are."""
        if self._split_names and not self._is_ours:
            take_apart(given)
        wrong: list[Wrong] = [(name, text, "") for name, text in given.kept]
        has_name = any(given.one(target) for target in NAMES)
        main = Draft(kind or self._kind(given, has_name))
        about_company = main.kind == PartyKind.COMPANY
        has_contact = about_company and has_name and bool(given.one("company"))
        asked: list[Wrong] = []
        self._reach(main, given, wrong, Whose.WITHOUT_CONTACT if has_contact else Whose.OWN, asked)
        main.ties = ties_in_full(given, wrong)
        company = self._company_behind(main, given, wrong, asked) if main.kind == PartyKind.PERSON else None
        if about_company:
            self._reach(main, given, wrong, Whose.COMPANY, asked)
        self._about_record(main, given, wrong, asked)
        if about_company:
            fill_company(main, given, wrong)
        elif main.kind == PartyKind.HOUSEHOLD:
            main.fields["name"] = " ".join((given.one("full_name") or given.one("family_name")).split())
        else:
            self._person(main, given, wrong)
        if company:
            work_for(main, given, wrong, asked)
        elif not has_contact:
            wrong += unbound(given)
        if not is_named(main, given, about_company=about_company) and kind is None:
            return None
        found = RowDraft(main, company, wrong=wrong, asked=asked)
        dialling = self._dialling(main.fields.get("country") or "", main.addresses or (company or main).addresses)
        if has_contact:
            found.person = self._contact(given, dialling, found)
            found.person.department = given.one("department")
            work_for(found.person, given, wrong, asked)
        for of_one in further_contacts(given):
            self._further(of_one, dialling, found)
        _shorten([main, company, found.person, *found.further], wrong)
        main.notes += _extras(given, with_company=about_company)
        if wrong:
            main.notes.append("\n".join(f"{name}: {text}" for name, text, _why in wrong))
        return found

    def _dialling(self, country: str, addresses: Iterable[Address]) -> Dialling:
        towns = [] if self._is_ours else [address.city for address in addresses if address.city]
        return Dialling(self._country, country, towns)

    def is_from_abroad(self, given: Given) -> bool:
        return is_from_abroad(given, self._country)

    def _contact(self, given: Given, dialling: Dialling, found: RowDraft) -> Draft:
        person = Draft(PartyKind.PERSON)
        person.points, bad = points_of(given, dialling, Whose.CONTACT, found.asked)
        found.wrong += bad
        self._person(person, given, found.wrong)
        person.fields.setdefault("name", "")
        is_named(person, given, about_company=False)
        return person

    def _further(self, given: Given, dialling: Dialling, found: RowDraft) -> None:
        """A contact behind the first; of one without a name, and of one with no company, all is kept."""
        firm = found.main if found.main.kind == PartyKind.COMPANY else found.company
        if firm and given.one("full_name"):
            found.further.append(self._contact(given, dialling, found))
        elif firm:
            points, bad = points_of(given, dialling, Whose.OWN, found.asked)
            known = {(point.kind, point.fold) for point in firm.points}
            firm.points += [point for point in points if (point.kind, point.fold) not in known]
            found.wrong += bad
        else:
            found.main.notes.append("\n".join(text for texts in given.values.values() for text in texts))

    def _person(self, draft: Draft, given: Given, wrong: list[Wrong]) -> None:
        is_ours = self._is_ours or given.one("external_id").startswith(OWN_UID)
        fill_person(draft, given, wrong, split=self._split_names, is_ours=is_ours)

    def _kind(self, given: Given, has_name: bool) -> PartyKind:
        said = given.one("party_kind")
        if PartyKind.HOUSEHOLD in (choice_of(said, PartyKind), None if said else self._row_is):
            return PartyKind.HOUSEHOLD
        is_told = said or given.one("company") or self._is_ours
        full = "" if is_told else " ".join(given.one("full_name").split())
        if full and names_household(full):
            return PartyKind.HOUSEHOLD
        if full and names_firm(full):
            return PartyKind.COMPANY
        if fold(said) in _COMPANY_WORDS or choice_of(said, PartyKind) == PartyKind.COMPANY:
            return PartyKind.COMPANY
        if self._row_is == PartyKind.COMPANY:
            is_private = has_name if self._names_companies else bool(given.one("given_name"))
            is_company = bool(given.one("company")) or not is_private
        else:
            is_company = not has_name and bool(given.one("company"))
        return PartyKind.COMPANY if is_company else PartyKind.PERSON

    def _reach(self, draft: Draft, given: Given, wrong: list[Wrong], whose: Whose, asked: list[Wrong]) -> None:
        addresses, bad_places = addresses_of(given, self._country, company=whose is Whose.COMPANY)
        country = given.one("country")
        if not self._is_ours:
            country = next((each.country for each in addresses if each.country), "") or country
        dialling = self._dialling(country, addresses)
        points, bad_points = points_of(given, dialling, whose, None if self._is_ours else asked)
        known = {(point.kind, point.fold) for point in draft.points}
        draft.points += [point for point in points if (point.kind, point.fold) not in known]
        draft.addresses += addresses
        if country and not given.one("external_id").startswith(OWN_UID):  # a card of ours tells of its addresses alone
            draft.fields.setdefault("country", country)
        wrong += [*bad_places, *bad_points]

    def _company_behind(self, person: Draft, given: Given, wrong: list[Wrong], asked: list[Wrong]) -> Draft | None:
        if not given.one("company"):
            return None
        company = Draft(PartyKind.COMPANY)
        self._reach(company, given, wrong, Whose.COMPANY, asked)
        if self._is_ours:  # the country is the person's own
            company.fields.pop("country", None)
        fill_company(company, given, wrong)
        company.keys = [f"company:{given.one('company_id')}"] if given.one("company_id") else []
        if tie := next((tie for tie in person.ties if tie.main), None):
            person.department, person.since = tie.department, tie.started
            self._number(company, tie.id, given)
        company.notes += _extras(given, only_company=True)
        return company

    def _about_record(self, draft: Draft, given: Given, wrong: list[Wrong], asked: list[Wrong]) -> None:
        if _OF_RECORDS.isdisjoint(given.values):
            draft.fields |= {"source": "", "best_hours": "", "description": ""}
            return
        number = given.one("own_id").lstrip("#")
        if number.isdecimal() and len(number) < 19:
            self._number(draft, int(number), given)
        key = given.one("external_id") or given.one("customer_number")
        if key:
            draft.keys.append(f"{draft.kind}:{key}")
        elif draft.kind == PartyKind.COMPANY and given.one("company_id"):
            draft.keys.append(f"company:{given.one('company_id')}")
        draft.tags += [tag for text in given.every("tags") for tag in tags_of(text)]
        draft.tags += [text[:60] for text in (*given.every("keep_tag"), *given.every("tag"))]
        draft.tasks = list(_planned(given, wrong))
        draft.notes += given.every("note")
        draft.note_days = note_days(given, self._zone, wrong)
        draft.department = given.one("department") or draft.department
        draft.wishes, draft.bans = wishes_of(given, wrong), bans_of(given, wrong)
        draft.created_at = moment_of(given.one("created_at"))
        draft.consents = list(consents_of(given))
        for name in ("source", "best_hours", "description"):
            draft.fields[name] = given.one(name)
        if since := given.one("customer_since"):
            draft.fields["customer_since"] = rough_day(since, str(TARGETS["customer_since"].name), asked)
            if not (self._is_ours or given.one("phase")):
                draft.fields["phase"] = Phase.CUSTOMER.value
        for name, ids in self._ids.items():
            if text := given.one(name):
                draft.fields[name] = ids.get(fold(text))
                if draft.fields[name] is None:
                    wrong.append((str(TARGETS[name].name), text, _("Nobody here is called so.")))
        choose(draft, given, wrong, OF_ALL)

    def _number(self, draft: Draft, number: int, given: Given) -> None:
        """What the file calls it: of ours the number here, and what it was if it is gone; else an old number."""
        if not given.one("own_id"):
            draft.keys.append(f"{draft.kind}:{number}")
            return
        draft.own_id = number
        draft.was = f"{draft.kind}:{number}" if self._is_ours else ""


def _planned(given: Given, wrong: list[Wrong]) -> Iterator[Planned]:
    due, told = given.one("task_due"), given.one("task_done")
    day = date.fromisoformat(due) if due and not due.startswith("--") else None
    done = ended_at(told, day.isoformat() if day else "", _UTC)
    if done and done > timezone.now():
        wrong.append((str(TARGETS["task_done"].name), told, _("It is not over yet, so the task is still to do.")))
        done = None
    for text in given.every("task_subject"):
        yield text[:200], day, done


def _shorten(drafts: Iterable[Draft | None], wrong: list[Wrong]) -> None:
    for draft in drafts:
        for name, value in draft.fields.items() if draft else ():
            most = _longest(name) if isinstance(value, str) and len(value) > _SHORT else None
            if draft and most and len(value) > most:
                wrong.append((name, value, _("It is too long.")))
                draft.fields[name] = value[:most].rstrip()


@lru_cache(maxsize=64)
def _longest(name: str) -> int | None:
    return getattr(Party._meta.get_field(name), "max_length", None)


def _extras(given: Given, *, with_company: bool = True, only_company: bool = False) -> list[str]:
    """What there is no field for, as the lines of one note."""
    lines = [] if only_company else [*given.every("keep_note")]
    for target, texts in given.values.items():
        if "." in target:
            continue  # a field that the firm made
        declared = TARGETS[target]
        of_company = declared.about is About.COMPANY
        if declared.family in KNOWN or (only_company and not of_company):
            continue
        if declared.family.removesuffix("_label") in LABELLED and declared.family.endswith("_label"):
            continue
        if of_company and not (with_company or only_company) and given.one("company"):
            continue
        label = given.one(f"{declared.family}_label:{declared.label}") or declared.name
        lines += [f"{label}: {_day_of(text) if declared.kind in DATED else text}" for text in texts]
    if not only_company and given.one("external_id") and given.one("customer_number"):
        lines.append(f"{TARGETS['customer_number'].name}: {given.one('customer_number')}")
    return ["\n".join(lines)] if lines else []


def _day_of(moment: str) -> str:
    """As people write it, without a time of day if none was told."""
    return moment.removesuffix("T00:00:00").replace("T", " ").removesuffix(":00")
