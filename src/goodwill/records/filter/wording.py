"""Operators, days and spans in the reader's words."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext

from goodwill.records.filter.operators import Operator
from goodwill.records.filter.tree import Period, Shift, Side, Unit

Counted = Callable[[int], str]  # a lazy sentence for each would take 25 KB

_OPERATORS: dict[Operator, Promise] = {
    Operator.IS: _("is"),
    Operator.IS_NOT: _("is not"),
    Operator.ANY: _("is any of"),
    Operator.NONE: _("is none of"),
    Operator.CONTAINS: _("contains"),
    Operator.CONTAINS_NOT: _("does not contain"),
    Operator.STARTS: _("starts with"),
    Operator.ENDS: _("ends with"),
    Operator.HAS: _("has"),
    Operator.HAS_NOT: _("does not have"),
    Operator.HAS_ALL: _("has all of"),
    Operator.EQUAL: _("is"),
    Operator.UNEQUAL: _("is not"),
    Operator.LESS: _("is less than"),
    Operator.AT_MOST: _("is at most"),
    Operator.MORE: _("is more than"),
    Operator.AT_LEAST: _("is at least"),
    Operator.BETWEEN: _("is between"),
    Operator.ON: _("is on"),
    Operator.NOT_ON: _("is not on"),
    Operator.BEFORE: _("is before"),
    Operator.UNTIL: _("is on or before"),
    Operator.AFTER: _("is after"),
    Operator.SINCE: _("is on or after"),
    Operator.IN: _("is in"),
    Operator.NOT_IN: _("is not in"),
    Operator.WITHIN: _("is within"),
    Operator.MY_TEAM: _("is in my team"),
    Operator.NOT_MY_TEAM: _("is not in my team"),
    Operator.EMPTY: _("is empty"),
    Operator.FILLED: _("is not empty"),
}
_AGO: dict[Unit, Counted] = {
    Unit.DAYS: lambda count: ngettext("%(count)d day ago", "%(count)d days ago", count),
    Unit.WEEKS: lambda count: ngettext("%(count)d week ago", "%(count)d weeks ago", count),
    Unit.MONTHS: lambda count: ngettext("%(count)d month ago", "%(count)d months ago", count),
    Unit.QUARTERS: lambda count: ngettext("%(count)d quarter ago", "%(count)d quarters ago", count),
    Unit.YEARS: lambda count: ngettext("%(count)d year ago", "%(count)d years ago", count),
}
_AHEAD: dict[Unit, Counted] = {
    Unit.DAYS: lambda count: ngettext("%(count)d day from now", "%(count)d days from now", count),
    Unit.WEEKS: lambda count: ngettext("%(count)d week from now", "%(count)d weeks from now", count),
    Unit.MONTHS: lambda count: ngettext("%(count)d month from now", "%(count)d months from now", count),
    Unit.QUARTERS: lambda count: ngettext("%(count)d quarter from now", "%(count)d quarters from now", count),
    Unit.YEARS: lambda count: ngettext("%(count)d year from now", "%(count)d years from now", count),
}
_LAST: dict[Unit, Counted] = {
    Unit.DAYS: lambda count: ngettext("the last %(count)d day", "the last %(count)d days", count),
    Unit.WEEKS: lambda count: ngettext("the last %(count)d week", "the last %(count)d weeks", count),
    Unit.MONTHS: lambda count: ngettext("the last %(count)d month", "the last %(count)d months", count),
    Unit.QUARTERS: lambda count: ngettext("the last %(count)d quarter", "the last %(count)d quarters", count),
    Unit.YEARS: lambda count: ngettext("the last %(count)d year", "the last %(count)d years", count),
}
_NEXT: dict[Unit, Counted] = {
    Unit.DAYS: lambda count: ngettext("the next %(count)d day", "the next %(count)d days", count),
    Unit.WEEKS: lambda count: ngettext("the next %(count)d week", "the next %(count)d weeks", count),
    Unit.MONTHS: lambda count: ngettext("the next %(count)d month", "the next %(count)d months", count),
    Unit.QUARTERS: lambda count: ngettext("the next %(count)d quarter", "the next %(count)d quarters", count),
    Unit.YEARS: lambda count: ngettext("the next %(count)d year", "the next %(count)d years", count),
}
_WHOLE: dict[tuple[Side, Unit], Any] = {
    (Side.LAST, Unit.DAYS): _("yesterday"),
    (Side.THIS, Unit.DAYS): _("today"),
    (Side.NEXT, Unit.DAYS): _("tomorrow"),
    (Side.LAST, Unit.WEEKS): _("last week"),
    (Side.THIS, Unit.WEEKS): _("this week"),
    (Side.NEXT, Unit.WEEKS): _("next week"),
    (Side.LAST, Unit.MONTHS): _("last month"),
    (Side.THIS, Unit.MONTHS): _("this month"),
    (Side.NEXT, Unit.MONTHS): _("next month"),
    (Side.LAST, Unit.QUARTERS): _("last quarter"),
    (Side.THIS, Unit.QUARTERS): _("this quarter"),
    (Side.NEXT, Unit.QUARTERS): _("next quarter"),
    (Side.LAST, Unit.YEARS): _("last year"),
    (Side.THIS, Unit.YEARS): _("this year"),
    (Side.NEXT, Unit.YEARS): _("next year"),
}
WORDS: dict[str, Any] = {
    "me": _("me"),
    "yes": _("yes"),
    "no": _("no"),
    "today": _("today"),
    "yesterday": _("yesterday"),
    "tomorrow": _("tomorrow"),
}


def operator_label(operator: Operator) -> Promise:
    return _OPERATORS[operator]


def shift_label(shift: Shift) -> str:
    return str((_AHEAD if shift.ahead else _AGO)[shift.unit](shift.count) % {"count": shift.count})


def period_label(period: Period) -> str:
    if period.count is None:
        return str(_WHOLE[period.side, period.unit])
    return str((_LAST if period.side is Side.LAST else _NEXT)[period.unit](period.count) % {"count": period.count})
