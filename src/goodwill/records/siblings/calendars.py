"""A calendar: a month, a week, or the days on which there is something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.context import context_of
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing, Row
from goodwill.records.query.buckets import By
from goodwill.records.query.calendar import Busy, clock_of, days_of, without_day
from goodwill.records.siblings.boards import count_text, with_columns
from goodwill.records.siblings.cards import Card, card_fields, cards_of, may_move
from goodwill.records.views.asked import Asked
from goodwill.records.views.typed import list_url
from goodwill.ui import formats

MONTH, WEEK, AGENDA = "month", "week", "agenda"
SIZES = {MONTH: 4, WEEK: 40, AGENDA: 12}
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1000, 1, 1), date(8900, 1, 1)


@dataclass(frozen=True)
class Entry:
    """A card on a day, with its hour where it has one, and the tone of its stage; of a yearly date, how many years ago
    it was first.
    """

    card: Card
    at: datetime | None
    tone: str
    years: int = 0


@dataclass(frozen=True)
class CalendarDay:
    """`outside` says that it belongs to another month; `more` leads to the list of all that is on it."""

    day: date
    today: bool
    outside: bool
    entries: Sequence[Entry]
    left: int
    more: str

    @property
    def key(self) -> str:
        return self.day.isoformat()


def calendar(found: Listing, asked: Asked, by: By) -> dict[str, Any]:
    span = asked.layout.span if asked.layout.span in SIZES else MONTH
    context = context_of(found.actor)
    at = _place(asked.at, context.today)
    first, last = _reach(span, at, context.week_starts)
    name, *lines = card_fields(found.type, found.actor, asked, by.field.name)
    told = [name, *(lines if span == AGENDA else ())]
    drawn = _Days(found, asked, by, told, at, context.today).read(first, last, SIZES[span])
    return {
        "span": span,
        "title": formats.between(first, last) if span == WEEK else formats.span(at.replace(day=1), "month"),
        "weeks": [drawn[n : n + 7] for n in range(0, len(drawn), 7)],
        "busy": [one for one in drawn if one.entries],
        "weekdays": formats.weekdays(context.week_starts),
        "spans": _spans(asked, span),
        "move": asked.deed("record_move") if may_move(found, by.field) else "",
        "new": _new(found, by),
        **_around(asked, span, at, context.today),
        **_without(found, asked, by),
    }


def _place(at: str, today: date) -> date:
    """The day that the address names, like 2026-11-26 or 2026-11; else today."""
    try:
        found = parse_date(at if at.count("-") == 2 else f"{at}-01")
    except ValueError:
        found = None
    return found if found and EARLIEST < found < LATEST else today


def _reach(span: str, at: date, week_starts: int) -> tuple[date, date]:
    if span == WEEK:
        first = _week(at, week_starts)
        return first, first + 6 * ONE_DAY
    first, following = at.replace(day=1), _month(at, 1)
    if span == AGENDA:
        return first, following - ONE_DAY
    return _week(first, week_starts), _week(following - ONE_DAY, week_starts) + 6 * ONE_DAY


def _week(day: date, week_starts: int) -> date:
    return day - (day.weekday() - week_starts) % 7 * ONE_DAY


def _month(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def _each(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


@dataclass(frozen=True)
class _Days:
    """Draws days of one calendar. `told` are the fields of its cards; the date and the stage are read beside them."""

    found: Listing
    asked: Asked
    by: By
    told: Sequence[Field]
    at: date
    today: date

    @property
    def stage(self) -> Field | None:
        known = known_fields(self.found.type, self.found.actor)
        return next((field for field in known if field.name == self.found.type.stage), None)

    def columns(self) -> list[Field]:
        return list(dict.fromkeys([*self.told, self.by.field, *([self.stage] if self.stage else [])]))

    def read(self, first: date, last: date, size: int) -> list[CalendarDay]:
        listing = with_columns(self.found, self.asked, self.columns())
        busy = days_of(listing, self.by, first, last, size)
        return [self._day(day, busy.get(day, Busy((), 0))) for day in _each(first, last)]

    def _day(self, day: date, busy: Busy) -> CalendarDay:
        stage = self.stage
        tones = {option.value: option.tone for option in stage.options()} if stage else {}
        cards = cards_of(self.found.type, busy.rows, self.told)
        entries = [
            Entry(card, clock_of(self.by, row), self._tone(row, day, tones), self._years(row, day))
            for row, card in zip(busy.rows, cards, strict=True)
        ]
        left = busy.count - len(busy.rows)
        more = self._more(day) if left else ""
        return CalendarDay(day, day == self.today, day.month != self.at.month, entries, left, more)

    def _tone(self, row: Row, day: date, tones: Mapping[str, str]) -> str:
        if self.by.field.deadline and day < self.today and self.by.field.name not in row.ended:
            return "bad"
        return tones.get(row.cells[self.stage.name], "") if self.stage else ""

    def _years(self, row: Row, day: date) -> int:
        first = row.cells[self.by.field.name]
        return day.year - first.year if self.by.field.yearly and first else 0

    def _more(self, day: date) -> str:
        """Of a day that comes each year, its week, as no filter holds all that is on it."""
        if self.by.field.yearly:
            return self.asked.drawn(replace(self.asked.layout, span=WEEK), day.isoformat())
        return self.asked.listed(self.by.filter(day.isoformat()))


def _spans(asked: Asked, span: str) -> list[dict[str, Any]]:
    labels = {MONTH: _("Month"), WEEK: _("Week"), AGENDA: _("Agenda")}
    return [
        {
            "label": label,
            "href": asked.drawn(replace(asked.layout, span="" if name == MONTH else name), asked.at),
            "current": name == span,
        }
        for name, label in labels.items()
    ]


def _around(asked: Asked, span: str, at: date, today: date) -> dict[str, Any]:
    week = span == WEEK
    before, after = (at - 7 * ONE_DAY, at + 7 * ONE_DAY) if week else (_month(at, -1), _month(at, 1))
    return {
        "previous": asked.drawn(asked.layout, before.isoformat() if week else f"{before:%Y-%m}"),
        "next": asked.drawn(asked.layout, after.isoformat() if week else f"{after:%Y-%m}"),
        "now": asked.drawn(asked.layout),
        "here": at == today or (not week and (at.year, at.month) == (today.year, today.month)),
    }


def _new(found: Listing, by: By) -> str:
    """Where a record is made for a day, which goes behind it."""
    field, kind = by.field, found.type
    if field.yearly or not (field.editable and field.in_form and field.kind is Kind.DATE):
        return ""
    return f"{list_url(kind, 'record_new')}?{field.name}=" if rights.allows(found.actor, "create", kind.model) else ""


def _without(found: Listing, asked: Asked, by: By) -> dict[str, Any]:
    if by.field.yearly:
        return {"without": "", "without_url": ""}
    count = without_day(found, by)
    return {"without": count_text(count) if count.number else "", "without_url": asked.listed(by.empty().filter)}
