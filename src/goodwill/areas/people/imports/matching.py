"""Which known party a row is about.

In this order: our own number; the number in the other system; the same mail, and a name that agrees; the same phone,
and the same name or another form of it; the same name and company; the same name alone where neither has a mail or
phone. A row without a name is about whoever is reached there (`reached`), and who has no name but their mail or phone
gets that of the row. Two that bear different numbers of one system are two. Of several of whom somebody said that they
are not the same, it is the one for whom more speaks, or nobody for certain. Whom a row may be else, the scorer of all
doubles says.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from goodwill.areas.people.doubles.comparing import Level, Names
from goodwill.areas.people.doubles.scoring import POSSIBLE, Score, score
from goodwill.areas.people.doubles.traits import Traits, traits
from goodwill.areas.people.duplicate_keys import company_words, place
from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.imports.drafts import Draft
from goodwill.areas.people.imports.known import Known
from goodwill.areas.people.imports.reached import is_reachable, whoever
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import Address, ContactPoint, Party
from goodwill.kernel.inserting import fresh
from goodwill.kernel.remembering import remembering
from goodwill.kernel.text import fold

MOST_LIKELY = 3
Found = tuple[Sheet | None, list[Sheet]]
"""The party that a row is about, and else those that it may be about, the likeliest first."""


def match(draft: Draft, known: Known, company: Draft | None = None) -> Found:
    if certain := known.called(draft):
        return certain, []
    if draft.is_nameless and is_reachable(draft):
        return whoever(draft, known)
    name = fold(draft.name)[:400]
    namesakes = [sheet for sheet in known.named(draft.kind, name) if not known.are_numbered_apart(draft, sheet)]
    by_mail = _by_point(draft, known, ContactKind.MAIL)
    by_phone = _by_point(draft, known, ContactKind.PHONE)
    if not (by_mail or by_phone or namesakes):
        return None, []
    told = _of_draft(draft, company)
    agreeing = [one for one in by_mail if one.is_called_by_reach or _agrees(told, one, known) > Level.NOT]
    agreeing.sort(key=lambda sheet: (sheet.name_fold != name, sheet.is_called_by_reach))
    if draft.kind == PartyKind.COMPANY:
        sure = agreeing or _companies(draft, namesakes)
        return _one_of(sure, draft, told, known) if sure else (None, (by_mail or namesakes)[:MOST_LIKELY])
    named = [sheet for sheet in by_phone if sheet.name_fold == name or sheet.is_called_by_reach]
    named += [sheet for sheet in by_phone if sheet not in named and _agrees(told, sheet, known) >= Level.NICK]
    named.sort(key=lambda sheet: (sheet.name_fold != name, sheet.is_called_by_reach))
    sure = agreeing or named or _namesakes(draft, namesakes, company)
    if sure:
        return _one_of(sure, draft, told, known)
    return None, _likeliest(told, by_mail, by_phone, namesakes, known)


def _one_of(sure: Sequence[Sheet], draft: Draft, told: Traits, known: Known) -> Found:
    """The first, unless somebody told them apart and nothing in the row says which of them is meant."""
    if len(sure) == 1 or not known.are_apart(sure):
        return sure[0], []
    ranked = _ranked(told, sure, known)
    best = [sheet for result, sheet in ranked if result.bits == ranked[0][0].bits]
    meant = best if len(best) == 1 else [sheet for sheet in best if sheet.knows(draft)]
    return (meant[0], []) if meant else (None, best[:MOST_LIKELY])


def _likeliest(
    told: Traits, by_mail: list[Sheet], by_phone: list[Sheet], namesakes: list[Sheet], known: Known
) -> list[Sheet]:
    """Who shares the mail or the name, else who shares the phone and is no stranger by the name."""
    ranked = _ranked(told, dict.fromkeys((*by_mail, *namesakes, *by_phone)), known)
    near = {id(sheet) for sheet in (*by_mail, *namesakes)}
    sure = [sheet for result, sheet in ranked if id(sheet) in near or result.probability >= POSSIBLE]
    return sure[:MOST_LIKELY]


def _ranked(told: Traits, sheets: Iterable[Sheet], known: Known) -> list[tuple[Score, Sheet]]:
    scored = [(score(told, _of_sheet(sheet), known.rarity), sheet) for sheet in sheets]
    return sorted(scored, key=lambda each: -each[0].bits)


def _agrees(told: Traits, sheet: Sheet, known: Known) -> Level:
    """How far the names agree, whatever the order of their words: the weakest agreement of a word."""
    return Names(told, _of_sheet(sheet), known.rarity).weakest


def other_name(draft: Draft, sheet: Sheet, known: Known) -> str:
    """What is to be said of a person who is found by a number and called otherwise."""
    if draft.kind != PartyKind.PERSON or draft.is_nameless or not sheet.keys.intersection(draft.keys):
        return ""
    if sheet.name_fold == draft.name_fold or _agrees(_of_draft(draft, None), sheet, known) > Level.NOT:
        return ""
    sentence = _(
        "This number is that of %(here)s, so the row is taken as theirs. Correct it if %(told)s is somebody else."
    )
    return sentence % {"here": sheet.party.name, "told": draft.name}


def _of_draft(draft: Draft, company: Draft | None) -> Traits:
    party = fresh(Party, {"kind": draft.kind, "name": draft.name})
    for name in ("given", "family", "nickname", "birthday"):
        if value := draft.fields.get(name):
            setattr(party, name, value)
    return _traits(party, company.name if company else "", draft.points, draft.addresses)


def _of_sheet(sheet: Sheet) -> Traits:
    company = sheet.companies[0].party.name if sheet.companies else ""
    return _traits(sheet.party, company, sheet.points, sheet.addresses)


def _traits(party: Party, company: str, points: Iterable[ContactPoint], addresses: Iterable[Address]) -> Traits:
    return traits(
        party.kind,
        party.name,
        given=party.given,
        family=party.family,
        nickname=party.nickname,
        company=company,
        phones=[one.national for one in points if one.kind == ContactKind.PHONE and len(one.national) > 4],
        mails=[one.value.lower() for one in points if one.kind == ContactKind.MAIL],
        places=[place(one.street, one.more, one.postcode, one.city, one.region) for one in addresses],
        birthday=party.birthday.isoformat() if party.birthday else "",
    )


def company_named(draft: Draft, known: Known, person: Sheet | None) -> Sheet | None:
    """The company behind a person: by its number, else by its name; of several, the one where they are now."""
    if certain := known.called(draft):
        return certain
    name = fold(draft.name)[:400]
    worked = [*person.companies, *(each.company for each in person.employments)] if person else []
    theirs = [sheet for sheet in worked if sheet.name_fold == name]
    found = [*theirs, *known.named(PartyKind.COMPANY, name)]
    return next((sheet for sheet in found if not known.are_numbered_apart(draft, sheet)), None)


def _by_point(draft: Draft, known: Known, kind: ContactKind) -> list[Sheet]:
    found = (sheet for one in draft.folds(kind) for sheet in known.reached(draft.kind, kind, one))
    return [sheet for sheet in found if not known.are_numbered_apart(draft, sheet)]


def _companies(draft: Draft, namesakes: Iterable[Sheet]) -> list[Sheet]:
    """Of the same name, unless both say where they are and that is not the same town; of the same town first."""
    towns = {address.city_fold for address in draft.addresses if address.city_fold}
    fitting = [sheet for sheet in namesakes if not towns or not sheet.towns or towns & sheet.towns]
    return sorted(fitting, key=lambda sheet: not (towns & sheet.towns))


def _namesakes(draft: Draft, namesakes: Iterable[Sheet], company: Draft | None) -> list[Sheet]:
    """At the same company; or not to be reached any more than the row says how, and at no other company."""
    at = _company_key(company.name) if company else ()
    reachable = is_reachable(draft)
    found = []
    for sheet in namesakes:
        theirs = {_company_key(one.party.name) for one in sheet.companies}
        worked = {_company_key(one.company.party.name) for one in sheet.employments}
        if (at and at in theirs | worked) or not (reachable or sheet.is_reachable or (at and theirs)):
            found.append(sheet)
    return found


@remembering(8192)
def _company_key(name: str) -> tuple[str, ...]:
    return tuple(company_words(name))
