"""Since when, and until when, somebody works at the company of their row."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.imports.facts import rough_day
from goodwill.areas.people.imports.whole import Wrong
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.drafts import Draft

_SINCE, _UNTIL = "company_since", "company_until"


def work_for(person: "Draft", given: Given, wrong: list[Wrong], asked: list[Wrong]) -> None:
    """What is over takes the job title along; what is not over yet is open."""
    if _SINCE not in given.values and _UNTIL not in given.values:
        return
    remarks: list[Wrong] = []
    since, until = given.one(_SINCE), given.one(_UNTIL)
    first = rough_day(since, str(TARGETS[_SINCE].name), remarks) if since else None
    last = rough_day(until, str(TARGETS[_UNTIL].name), remarks, last=True) if until else None
    if first and last and last < first:
        wrong += _all(given, _("It cannot end before it began."))
        return
    if last and last >= timezone.localdate():
        wrong += _all(given, _("It is not over yet, so they work there."), _UNTIL)
        remarks, last = [each for each in remarks if each[0] != str(TARGETS[_UNTIL].name)], None
    asked += remarks
    person.since = first or person.since
    if last:
        person.until, person.past_role = last, str(person.fields.pop("role", ""))


def unbound(given: Given) -> list[Wrong]:
    """Days of a row that names no company or nobody who works there."""
    if _SINCE not in given.values and _UNTIL not in given.values:
        return []
    return _all(given, _("The row does not say who works where."))


def _all(given: Given, why: str, *targets: str) -> list[Wrong]:
    names = targets or (_SINCE, _UNTIL)
    return [(str(TARGETS[name].name), _said(given.one(name)), why) for name in names if given.one(name)]


def _said(told: str) -> str:
    """As the file writes it."""
    _day, _space, text = told.partition(" ")
    return text or told
