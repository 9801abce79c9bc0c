"""Which column is what: by the program that wrote the file, by its header, by its cells, in this order of trust."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.contacts import give_to_contact
from goodwill.transfer.mapping.content import Profile, profile
from goodwill.transfer.mapping.dating import date_notes
from goodwill.transfer.mapping.employed import bind
from goodwill.transfer.mapping.needs import Need, needs_of
from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.synonyms import header_text, target_named
from goodwill.transfer.mapping.targets import NUMBERS, TARGETS, About, Kind
from goodwill.transfer.readers.sources import Recognised, recognise
from goodwill.transfer.readers.table import Table

_BY_CONTENT = {Kind.MAIL: "mail:1", Kind.PHONE: "phone:1", Kind.URL: "website:1", Kind.COUNTRY: "country"}
_BY_CONTENT_ALONE = {Kind.NAME: "full_name", Kind.COMPANY: "company"}
_IF_ANYTHING = {Kind.DATE: ("birthday", "created_at"), Kind.NOTE: ("note",), Kind.NUMBER: ("external_id",)}
_LEAST = 0.4
_WHOLE_OR_PART = {"nom": "given_name", "nombre": "family_name"}
"""Headers that mean a part of the name only beside the other part."""
_AMOUNT = re.compile(r"\D*\d[\d.,' ]*[.,]\d\d\D*")
"""With two decimals: no number that something is called by."""
_CERTAIN_KINDS = frozenset({Kind.MAIL, Kind.URL})


class Why(StrEnum):
    FILE = "file"
    """The file itself says so."""
    MAKER = "maker"
    HEADER = "header"
    CONTENT = "content"
    NOTHING = "nothing"


@dataclass(slots=True)
class Suggestion:
    position: int
    column: str
    target: str
    """Empty: leave it out, or make a field of it."""
    confidence: float
    why: Why
    samples: tuple[str, ...]
    """Up to three values that are there."""
    kind: Kind | None
    """What the cells look like."""
    alternatives: tuple[str, ...] = ()
    is_known: bool = False
    """Left out because the maker writes it for itself; not because nobody knows what it is."""


@dataclass(slots=True)
class Suggestions:
    columns: list[Suggestion]
    maker: str = ""
    separator: str = ""
    """Between several values in one cell, if the maker writes such."""
    subjects: frozenset[About] = frozenset()
    """The nouns that a row tells of: a person, a company, or both."""
    needs: list[Need] = field(default_factory=list)

    def targets(self) -> dict[int, str]:
        return {each.position: each.target for each in self.columns if each.target}


def suggest(table: Table, takes: Collection[str] | None = None, language: str = "") -> Suggestions:
    """`takes`: the targets that somebody registered for; None for all."""
    profiles = [profile(cells) for cells in columns_of(table)]
    found = recognise([column.header for column in table.columns])
    columns = [_first_guess(table, position, each, found) for position, each in enumerate(profiles)]
    if not (found and found.maker.subject) and not any(column.target for column in table.columns):
        _look_around(columns, profiles)
    _leave_dates_of_no_task(columns)
    _name_somebody(columns)
    if not (found and found.maker.subject):
        bind(columns, Why.HEADER)
    if not found:
        date_notes(columns, Why.HEADER)
        give_to_contact(columns)
    settle(columns, takes)
    result = Suggestions(columns)
    if found:
        result.maker, result.separator = found.maker.name, found.maker.separator
    result.subjects = _subjects(columns, found)
    result.needs = needs_of(result.targets(), profiles, language, is_exact=table.exact)
    return result


def columns_of(table: Table) -> Sequence[Sequence[str]]:
    width = len(table.columns)
    if not table.sample:
        return [()] * width
    return list(zip(*(row.cells[:width] for row in table.sample), strict=True))


def _first_guess(table: Table, position: int, cells: Profile, found: Recognised | None) -> Suggestion:
    column = table.columns[position]
    base = Suggestion(position, column.name, "", 0.0, Why.NOTHING, tuple(cells.samples), cells.kind)
    meant = found.targets[position] if found else None
    if column.target:
        base.target, base.confidence, base.why = column.target, 1.0, Why.FILE
    elif meant is not None:
        base.target, base.confidence, base.why, base.is_known = meant, 0.98, Why.MAKER, not meant
    else:
        _by_header(base, column.header, cells)
    return base


def _by_header(base: Suggestion, header: str, cells: Profile) -> None:
    target, confidence = _own_name(header) or target_named(header)
    by_content = _BY_CONTENT.get(cells.kind) if cells.kind else None
    if target and by_content and not _agree(target, by_content) and cells.kind in _CERTAIN_KINDS:
        base.target, base.confidence, base.why = by_content, 0.8, Why.CONTENT
        base.alternatives = (target,)
    elif target:
        base.target, base.confidence, base.why = target, confidence, Why.HEADER
        base.alternatives = (by_content,) if by_content and not _agree(target, by_content) else ()
    elif by_content:
        base.target, base.confidence, base.why = by_content, 0.6, Why.CONTENT
    elif not header and cells.kind in _BY_CONTENT_ALONE:
        base.target, base.confidence, base.why = _BY_CONTENT_ALONE[cells.kind], 0.5, Why.CONTENT
    elif cells.kind:
        base.alternatives = _IF_ANYTHING.get(cells.kind, ())
    if cells.filled and base.target and not _fits(TARGETS[base.target].kind, cells):
        base.confidence = round(base.confidence * (0.3 if TARGETS[base.target].kind is Kind.ID else 0.6), 2)
    if base.target and base.confidence < _LEAST:
        base.alternatives = (base.target, *base.alternatives)
        base.target, base.confidence, base.why = "", 0.0, Why.NOTHING


def _own_name(header: str) -> tuple[str, float] | None:
    """Our own keys, and the names that we show for them."""
    plain = fold(header)
    if plain in TARGETS:
        return plain, 0.97
    key = next((key for key, target in TARGETS.items() if fold(str(target.name)) == plain), "")
    return (key, 0.96) if key else None


def _agree(target: str, other: str) -> bool:
    kinds = {TARGETS[target].kind, TARGETS[other].kind}
    return len(kinds) == 1 or kinds <= {Kind.URL, Kind.HANDLE} or Kind.NOTE in kinds


def _fits(kind: Kind, cells: Profile) -> bool:
    """Could cells like these be of the kind at all?"""
    if kind is Kind.MAIL:
        return cells.share(Kind.MAIL) > 0.3
    if kind is Kind.PHONE:
        return cells.share(Kind.PHONE) + cells.numbers.share > 0.3
    if kind is Kind.SINCE and cells.dates.rough > cells.filled * 0.3:
        return True
    if kind in (Kind.DATE, Kind.MOMENT, Kind.SINCE):
        return cells.dates.share > 0.3 or cells.dates.serials > cells.filled * 0.3
    if kind in (Kind.NUMBER, Kind.MONEY):
        return cells.numbers.share > 0.3
    if kind is Kind.ID:
        return not cells.samples or not all(map(_AMOUNT.fullmatch, cells.samples))
    if kind is Kind.URL:
        return cells.share(Kind.URL) > 0.3
    return True


def _look_around(columns: list[Suggestion], profiles: list[Profile]) -> None:
    """Words that mean one thing in one company and another in another."""
    by_target = {each.target: each for each in columns if each.confidence >= 0.5}
    for each, cells in zip(columns, profiles, strict=True):
        text = header_text(each.column)
        if each.target == "full_name":
            if ("given_name" in by_target) != ("family_name" in by_target):
                _turn(each, "family_name" if "given_name" in by_target else "given_name")
            elif _is_firm(cells, by_target) and "company" not in by_target:
                _turn(each, "company")
        elif each.target in ("job_title", "salutation") and cells.prefixes > cells.filled / 2:
            _turn(each, "prefix")
        elif each.target == "birth_day" and "birth_month" not in by_target:
            _turn(each, "birthday")
        elif each.target == "address" and {"city", "postcode"} & by_target.keys() and "street" not in by_target:
            _turn(each, "street")
        elif not each.target and "task_subject" in by_target and text in SAID["deadline"]:
            each.target, each.confidence, each.why = "task_due", 0.8, Why.HEADER
        elif not each.target and "task_subject" in by_target and text in SAID["done"]:
            each.target, each.confidence, each.why = "task_done", 0.8, Why.HEADER
        elif text in _WHOLE_OR_PART and _WHOLE_OR_PART[text] not in by_target:
            _turn(each, "company" if cells.legal_forms > cells.filled * 0.3 else "full_name")


def _leave_dates_of_no_task(columns: list[Suggestion]) -> None:
    """A due date of an invoice is none of something to do."""
    if any(each.target == "task_subject" for each in columns):
        return
    for each in columns:
        if each.target in ("task_due", "task_done") and each.why is Why.HEADER:
            each.alternatives = (each.target, *each.alternatives)
            each.target, each.confidence, each.why = "", 0.0, Why.NOTHING


def _name_somebody(columns: list[Suggestion]) -> None:
    """Where nothing is called a name, the first column that holds names is one, for all that is known."""
    told = {each.target.partition(":")[0] for each in columns}
    if not told & {"full_name", "given_name", "family_name", "company", "nickname"}:
        for each in columns:
            if not each.target and each.kind is Kind.NAME and not each.is_known:
                each.target, each.confidence, each.why = "full_name", 0.5, Why.CONTENT
                return


def _is_firm(cells: Profile, by_target: dict[str, Suggestion]) -> bool:
    company_facts = {key for key in by_target if key in TARGETS and TARGETS[key].about is About.COMPANY}
    people = {"given_name", "family_name", "birthday", "job_title", "prefix"} & by_target.keys()
    return cells.legal_forms * 2 > cells.filled or (bool(company_facts) and not people)


def _turn(each: Suggestion, target: str) -> None:
    each.alternatives = (each.target, *each.alternatives)
    each.target = target


def settle(columns: list[Suggestion], takes: Collection[str] | None) -> None:
    """One column for each target that does not repeat; the next number for those that are counted."""
    taken: set[str] = set()
    for each in sorted(columns, key=lambda each: -each.confidence):
        target = each.target
        if not target:
            continue
        if target in taken and not TARGETS[target].repeats:
            target = _next_free(target, taken) or next((key for key in each.alternatives if key not in taken), "")
        if takes is not None and target not in takes:
            each.alternatives = (*(key for key in each.alternatives if key in takes),)
            target = ""
        if target != each.target:
            each.confidence = round(each.confidence * 0.7, 2) if target else 0.0
            each.target = target
        taken.add(target)


def _next_free(target: str, taken: set[str]) -> str:
    family, _, label = target.partition(":")
    if label and label not in NUMBERS:
        return ""
    keys = (f"{family}:{number}" for number in NUMBERS)
    return next((key for key in keys if key in TARGETS and key not in taken), "")


def _subjects(columns: list[Suggestion], found: Recognised | None) -> frozenset[About]:
    told = {TARGETS[each.target].about for each in columns if each.target} - {About.PARTY}
    if found and found.maker.subject:
        told.add(About(found.maker.subject))
    if About.PERSON not in told and About.COMPANY not in told and any(each.target for each in columns):
        told.add(About.PERSON)
    return frozenset(told)
