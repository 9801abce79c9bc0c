"""What the columns of a row say of a person or a company, put into its draft."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from goodwill.areas.people.enums import (
    AgeBand,
    CompanyKind,
    ContactKind,
    Home,
    Regard,
    Success,
    WayOfReaching,
)
from goodwill.areas.people.imports.choices import choice_of, language_of, phase_of, time_zone_of
from goodwill.areas.people.imports.whole import Wrong
from goodwill.areas.people.names import FULL, shown_name, split_name
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.drafts import Draft

PARTS = {
    "prefix": "prefix",
    "given": "given_name",
    "additional": "middle_name",
    "family": "family_name",
    "suffix": "suffix",
    "nickname": "nickname",
}
_CALLED_BY = (
    ContactKind.MAIL,
    ContactKind.PHONE,
    ContactKind.WEB,
    ContactKind.SOCIAL,
    ContactKind.MESSENGER,
    ContactKind.FAX,
)


OF_ALL: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("phase", "phase", phase_of),
    ("regard", "regard", partial(choice_of, choices=Regard)),
    ("best_channel", "best_channel", partial(choice_of, choices=WayOfReaching)),
    ("language", "language", language_of),
    ("timezone", "time_zone", time_zone_of),
)
_OF_PERSONS = (
    ("age_band", "age_band", partial(choice_of, choices=AgeBand)),
    ("home", "home", partial(choice_of, choices=Home)),
)
_OF_COMPANIES = (("success", "success", partial(choice_of, choices=Success)),)


def choose(
    draft: "Draft", given: Given, wrong: list[Wrong], known: Iterable[tuple[str, str, Callable[[str], str]]]
) -> None:
    """Columns that hold one of a few words; a word that is none of them is named and kept."""
    for target, column, read in known:
        if text := given.one(target):
            draft.fields[column] = read(text)
            if not draft.fields[column]:
                wrong.append((str(TARGETS[target].name), text, ""))


def fill_person(draft: "Draft", given: Given, wrong: list[Wrong], *, split: bool, is_ours: bool) -> None:
    """A full name is taken apart unless somebody said no; one that we exported ourselves is shown as it was."""
    parts = {column: given.one(target) for column, target in PARTS.items()}
    full = " ".join(given.one("full_name").split())
    if full and not split:
        draft.fields["name"] = full
    elif full and not (parts["given"] or parts["family"]):
        found = split_name(full)
        parts = {column: parts[column] or getattr(found, column) for column in parts}
        draft.fields["name"] = full if is_ours else shown_name(full, found)
    else:
        shown = " ".join(filter(None, (parts[name] for name in FULL)))
        draft.fields["name"] = (is_ours and full) or shown or full or parts["nickname"] or given.one("initials")
    draft.fields |= parts
    draft.fields["role"] = given.one("job_title")
    choose(draft, given, wrong, _OF_PERSONS)
    if born := given.one("birthday"):
        if born.startswith("--"):
            draft.fields["birthday_without_year"] = born[2:]
        else:
            draft.fields["birthday"] = date.fromisoformat(born)


def fill_company(draft: "Draft", given: Given, wrong: list[Wrong]) -> None:
    draft.fields["name"] = " ".join((given.one("company") or given.one("full_name")).split())
    draft.fields["industry"] = given.one("industry")
    choose(draft, given, wrong, _OF_COMPANIES)
    if text := given.one("employees"):
        count = int(float(text))
        if 0 <= count < 2**31:
            draft.fields["employees"] = count
        else:
            wrong.append((str(TARGETS["employees"].name), text, ""))
    if text := given.one("company_kind"):
        draft.fields["company_kind"] = choice_of(text, CompanyKind)
        if not draft.fields["company_kind"] and (phase := phase_of(text)):
            draft.fields["phase"] = draft.fields.get("phase") or phase
        elif not draft.fields["company_kind"]:
            draft.notes.append(f"{TARGETS['company_kind'].name}: {text}")


def is_named(draft: "Draft", given: Given, *, about_company: bool) -> bool:
    """A party without a name is called by its mail, phone, website."""
    if not draft.fields["name"]:
        draft.is_nameless = True
        ranked = sorted(draft.points, key=lambda point: _CALLED_BY.index(ContactKind(point.kind)))
        draft.fields["name"] = ranked[0].shown if ranked else ""
    return bool(draft.fields["name"])
