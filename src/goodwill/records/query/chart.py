"""The figures of a chart: counts, sums or averages by one field or by two, from one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from goodwill.kernel.models import Profile
from goodwill.kernel.money import Money
from goodwill.records.filter.periods import shifted
from goodwill.records.filter.tree import Shift
from goodwill.records.query.buckets import Bucket, By
from goodwill.records.query.foot import Group, How, feet_of
from goodwill.records.query.groups import order_of
from goodwill.records.query.listing import Listing
from goodwill.records.query.spans import SPANS

MOST_READ = 3000
MOST_BARS = 40
MOST_POINTS = 36
MOST_SERIES = 8
_KEYS = tuple[str, str]


@dataclass(frozen=True)
class Bar:
    """A bar, point or series; without a bucket it is all the others."""

    bucket: Bucket | None
    keys: frozenset[str]


@dataclass(frozen=True)
class Chart:
    """`values` by the places of a bar and a series; amounts in one currency, with the codes of those `left` out."""

    bars: Sequence[Bar]
    series: Sequence[Bar]
    values: Mapping[tuple[int, int], float]
    currency: str = ""
    left: Sequence[str] = ()

    def total(self, bar: int) -> float:
        return sum(self.values.get((bar, one), 0) for one in range(len(self.series)))

    def shown(self, value: float) -> Any:
        """A number as people read it, or an amount."""
        return Money(round(value), self.currency) if self.currency else value


def chart_of(listing: Listing, by: By, then: By | None, measure: str) -> Chart:
    groups = {"by_value": by.expression(), **({"then_value": then.expression()} if then else {})}
    order: tuple[Any, ...] = (F("by_value").desc(nulls_last=True),) if by.dated else ("-rows",)
    found = feet_of(listing, groups, [measure] if measure else (), order=order, most=MOST_READ)
    currency, left = _currencies(found, measure)
    figures: dict[_KEYS, tuple[float, int]] = {}
    for key, its in found.items():
        keys = (by.key(key[0]), then.key(key[1]) if then else "")
        figures[keys] = (_value(its, measure, currency), its.rows)
    joined = not measure.endswith(f":{How.AVERAGE}")
    bars = _points(by, figures) if by.dated else _bars(by, found, _totals(figures, 0), MOST_BARS, joined=joined)
    series = [Bar(None, frozenset([""]))]
    if then:
        series = _bars(then, [key[1:] for key in found], _totals(figures, 1), MOST_SERIES, joined=joined)
    return Chart(bars, series, _laid(bars, series, figures), currency, left)


def _value(group: Group, measure: str, currency: str) -> float:
    if not measure:
        return group.rows
    for value in group.foot[measure.partition(":")[0]].values:
        if isinstance(value, Money):
            if value.currency == currency:
                return value.minor
        else:
            return float(value)
    return 0


def _currencies(found: Mapping[Any, Group], measure: str) -> tuple[str, list[str]]:
    """The firm's own currency where there are amounts in it, else the first; and all the others."""
    name = measure.partition(":")[0]
    values = [value for group in found.values() if name in group.foot for value in group.foot[name].values]
    codes = sorted({value.currency for value in values if isinstance(value, Money)})
    if not codes:
        return "", []
    own = Profile.current().currency
    chosen = own if own in codes else codes[0]
    return chosen, [code for code in codes if code != chosen]


def _totals(figures: Mapping[_KEYS, tuple[float, int]], place: int) -> dict[str, float]:
    totals: dict[str, float] = {}
    for keys, (value, _rows) in figures.items():
        totals[keys[place]] = totals.get(keys[place], 0) + value
    return totals


def _bars(by: By, found: Iterable[Sequence[Any]], totals: Mapping[str, float], most: int, *, joined: bool) -> list[Bar]:
    """Options in their own order, all others by what they come to; the smallest become one, if they add up."""
    buckets = {bucket.key: bucket for bucket in by.buckets(dict.fromkeys(value for value, *_rest in found))}
    ranked = sorted(buckets, key=lambda key: -totals[key])
    kept, others = ranked[: most - 1], ranked[most - 1 :]
    if len(others) == 1 or not joined:
        kept, others = ranked[:most], []
    bars = [Bar(buckets[key], frozenset([key])) for key in kept]
    if by.options():
        bars.sort(key=order_of(by))
    return [*bars, Bar(None, frozenset(others))] if others else bars


def _points(by: By, figures: Mapping[_KEYS, tuple[float, int]]) -> list[Bar]:
    """Every span from the first to the last one, of many the last ones: a month in which nothing was is a zero."""
    days: list[date] = sorted({date.fromisoformat(key) for key, _then in figures if key})
    if not days:
        return []
    unit, at = SPANS[by.span][1], days[-1]
    found: list[date] = []
    while at >= days[0] and len(found) < MOST_POINTS:
        found.append(at)
        at = shifted(at, Shift(1, unit, False))
    return [Bar(bucket, frozenset([bucket.key])) for bucket in by.buckets(reversed(found))]


def _laid(
    bars: Sequence[Bar], series: Sequence[Bar], figures: Mapping[_KEYS, tuple[float, int]]
) -> dict[tuple[int, int], float]:
    bar_at = {key: at for at, bar in enumerate(bars) for key in bar.keys}
    series_at = {key: at for at, one in enumerate(series) for key in one.keys}
    values: dict[tuple[int, int], float] = {}
    for (first, second), (value, _rows) in figures.items():
        if first in bar_at and second in series_at:
            place = (bar_at[first], series_at[second])
            values[place] = values.get(place, 0) + value
    return values
