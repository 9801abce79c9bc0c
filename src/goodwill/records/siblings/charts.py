"""A chart as shapes: bars from left to right, or lines over time, in hundredths of the room there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _

from goodwill.records.filter.tree import all_of
from goodwill.records.query import Listing
from goodwill.records.query.buckets import By
from goodwill.records.query.chart import Bar, Chart, chart_of
from goodwill.records.query.foot import How
from goodwill.records.query.siblings import field_by
from goodwill.records.views.asked import Asked
from goodwill.ui import formats

HUES = (7, 2, 10, 4, 0, 6, 8, 3)
TICKS = 4
MOST_LABELS = 12
FEW_LABELS = 4


@dataclass(frozen=True)
class Shape:
    """One value: where it stands and how far it goes, in percent; what it says, and the list of its records."""

    at: float
    size: float
    label: str
    value: str
    href: str
    hue: int | None


@dataclass(frozen=True)
class Row:
    """A bar with its parts, or a line of the table."""

    label: str
    href: str
    total: str
    shapes: Sequence[Shape]


@dataclass(frozen=True)
class Series:
    """A line over time: its points, and the pieces between them as (x, y, x, y)."""

    label: str
    hue: int | None
    points: Sequence[Shape]
    pieces: Sequence[tuple[float, float, float, float]]


def chart(found: Listing, asked: Asked, by: By) -> dict[str, Any]:
    layout = asked.layout
    then = replace(by, field=field_by(layout.form, layout.then, by.type, by.actor)) if layout.then else None
    drawing = _Drawing(chart_of(found, by, then, layout.measure), asked, layout.measure)
    return {
        "dated": by.dated,
        "rows": drawing.rows(),
        "legend": drawing.legend() if then else [],
        "lines": drawing.lines() if by.dated else [],
        "ticks": drawing.ticks(),
        "names": drawing.names(by.span) if by.dated else [],
        "left": formats.sentence_list(drawing.chart.left) if drawing.chart.left else "",
        "then": then.field.label if then else "",
        "sums": not layout.measure.endswith(f":{How.AVERAGE}"),
    }


class _Drawing:
    def __init__(self, chart: Chart, asked: Asked, measure: str) -> None:
        self.chart = chart
        self._asked = asked
        self._digits = 2 if measure.endswith(f":{How.AVERAGE}") else None
        self._longest = max([chart.total(at) for at in range(len(chart.bars))], default=0) or 1
        self._top = _round_up(max(chart.values.values(), default=0))

    def rows(self) -> list[Row]:
        chart = self.chart
        return [
            Row(_label(bar), self._href(bar), self._total(at), list(self._parts(at, bar)))
            for at, bar in enumerate(chart.bars)
        ]

    def _total(self, at: int) -> str:
        """Averages of parts add up to nothing."""
        return "" if self._digits and len(self.chart.series) > 1 else self._text(self.chart.total(at))

    def _parts(self, at: int, bar: Bar) -> Iterator[Shape]:
        """Side by side from the left, as long as they are of the longest bar."""
        begin = 0.0
        for place, one in enumerate(self.chart.series):
            value = self.chart.values.get((at, place), 0)
            size = max(value, 0) / self._longest * 100
            href = self._href(bar, one)
            yield Shape(round(begin, 2), round(size, 2), self._series(one), self._text(value), href, self._hue(place))
            begin += size

    def lines(self) -> list[Series]:
        return [
            Series(self._series(one), self._hue(place), points := self._points(place, one), _pieces(points))
            for place, one in enumerate(self.chart.series)
        ]

    def _points(self, place: int, one: Bar) -> list[Shape]:
        chart, found = self.chart, []
        for at, bar in enumerate(chart.bars):
            value = chart.values.get((at, place), 0)
            x, y = (at + 0.5) / len(chart.bars) * 100, 100 - max(value, 0) / self._top * 100
            label = f"{_label(bar)}, {self._series(one)}" if len(chart.series) > 1 else _label(bar)
            found.append(
                Shape(round(x, 2), round(y, 2), label, self._text(value), self._href(bar, one), self._hue(place))
            )
        return found

    def legend(self) -> list[tuple[str, int | None]]:
        return [(self._series(one), self._hue(place)) for place, one in enumerate(self.chart.series)]

    def ticks(self) -> list[str]:
        """From the top down to nothing."""
        return [self._text(self._top * n / TICKS) for n in range(TICKS, -1, -1)]

    def names(self, span: str) -> list[tuple[str, bool]]:
        """What stands below the points: of many every second, third..., the last one always; and whether it is also
        there where there is little room.
        """
        bars = self.chart.bars
        step, wide = -(-len(bars) // MOST_LABELS), -(-len(bars) // FEW_LABELS)
        ends = [len(bars) - 1 - at for at in range(len(bars))]
        short = [formats.span(bar.bucket.value, span, short=True) if bar.bucket else "" for bar in bars]
        return [(name if left % step == 0 else "", left % wide == 0) for left, name in zip(ends, short, strict=True)]

    def _text(self, value: float) -> str:
        shown = self.chart.shown(value)
        return formats.money(shown) if self.chart.currency else formats.number(shown, self._digits)

    def _hue(self, place: int) -> int | None:
        return HUES[place % len(HUES)] if len(self.chart.series) > 1 else None

    def _series(self, one: Bar) -> str:
        return _label(one) if len(self.chart.series) > 1 else ""

    def _href(self, bar: Bar, one: Bar | None = None) -> str:
        buckets = [part.bucket for part in (bar, one) if part and (part.bucket or part.keys != {""})]
        if any(bucket is None for bucket in buckets):
            return ""
        return self._asked.listed(all_of(bucket.filter for bucket in buckets if bucket))


def _pieces(points: Sequence[Shape]) -> list[tuple[float, float, float, float]]:
    return [(one.at, one.size, two.at, two.size) for one, two in pairwise(points)]


def _label(bar: Bar) -> str:
    return bar.bucket.label if bar.bucket else _("Others")


def _round_up(value: float) -> float:
    """The next number that four steps divide well: 4, 8, 20, 40, 100..."""
    if value <= TICKS:
        return TICKS
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)
