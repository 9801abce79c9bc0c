"""Which known party a row is about.

In this order: our own number; the number in the other system; the same mail; the same phone and name; the same name and
company; the same name alone where neither has a mail or phone. Two that bear different numbers of one system are two.
"""

from collections.abc import Iterable
from functools import lru_cache

from goodwill.areas.people.duplicate_keys import company_words
from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.imports.drafts import Draft
from goodwill.areas.people.imports.known import Known
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.kernel.text import fold

ALIKE = 0.8


def match(draft: Draft, known: Known, company: Draft | None = None) -> tuple[Sheet | None, Sheet | None]:
    """The party that it is, and else one that it may be."""
    certain = known.own(draft.own_id)
    if certain and certain.party.kind == draft.kind:
        return certain, None
    for key in draft.keys:
        if sheet := known.numbered(key):
            return sheet, None
    name = fold(draft.name)[:400]
    namesakes = [sheet for sheet in known.named(draft.kind, name) if not _numbered_apart(draft, sheet)]
    by_mail = _by_point(draft, known, ContactKind.MAIL)
    agreeing = [sheet for sheet in by_mail if draft.is_nameless or _is_alike(name, sheet.name_fold)]
    if agreeing:
        return min(agreeing, key=lambda sheet: sheet.name_fold != name), None
    if draft.kind == PartyKind.COMPANY:
        return _company(draft, namesakes), next(iter(by_mail or namesakes), None)
    by_phone = _by_point(draft, known, ContactKind.PHONE)
    for sheet in by_phone:
        if sheet.name_fold == name:
            return sheet, None
    return _namesake(draft, namesakes, company), next(iter([*by_mail, *namesakes]), None)


def company_named(draft: Draft, known: Known) -> Sheet | None:
    """The company behind a person: by its number, else by its name."""
    for key in draft.keys:
        if sheet := known.numbered(key):
            return sheet
    found = known.named(PartyKind.COMPANY, fold(draft.name)[:400])
    return next((sheet for sheet in found if not _numbered_apart(draft, sheet)), None)


def _by_point(draft: Draft, known: Known, kind: ContactKind) -> list[Sheet]:
    found = (sheet for one in draft.folds(kind) for sheet in known.reached(draft.kind, kind, one))
    return [sheet for sheet in found if not _numbered_apart(draft, sheet)]


def _numbered_apart(draft: Draft, sheet: Sheet) -> bool:
    return bool(draft.keys and sheet.keys) and not sheet.keys.intersection(draft.keys)


def _company(draft: Draft, namesakes: Iterable[Sheet]) -> Sheet | None:
    """Of the same name, unless both say where they are and that is not the same town."""
    towns = {address.city_fold for address in draft.addresses if address.city_fold}
    fitting = [sheet for sheet in namesakes if not towns or not sheet.towns or towns & sheet.towns]
    return min(fitting, key=lambda sheet: not (towns & sheet.towns), default=None)


def _namesake(draft: Draft, namesakes: Iterable[Sheet], company: Draft | None) -> Sheet | None:
    at = _company_key(company.name) if company else ()
    reachable = bool(draft.folds(ContactKind.MAIL) or draft.folds(ContactKind.PHONE))
    for sheet in namesakes:
        theirs = {_company_key(one.party.name) for one in sheet.companies}
        if at and at in theirs:
            return sheet
        if not reachable and not sheet.is_reachable and not (at and theirs):
            return sheet
    return None


@lru_cache(maxsize=8192)
def _company_key(name: str) -> tuple[str, ...]:
    return tuple(company_words(name))


@lru_cache(maxsize=8192)
def _is_alike(one: str, other: str) -> bool:
    from jellyfish import jaro_winkler_similarity

    return one == other or sorted(one.split()) == sorted(other.split()) or jaro_winkler_similarity(one, other) >= ALIKE
