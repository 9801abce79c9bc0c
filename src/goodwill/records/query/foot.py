"""What stands below the columns of a list: sum, average, least, most and the share of empty ones, by one query."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel.models import Profile
from goodwill.kernel.money import Money
from goodwill.records.fields import NUMERIC, Field, Kind
from goodwill.records.filter.errors import shortened
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.resolve import known_fields
from goodwill.records.filter.sql import condition
from goodwill.records.filter.tree import Comparison
from goodwill.records.query.errors import QueryError
from goodwill.records.query.listing import Listing


class How(StrEnum):
    SUM = "sum"
    AVERAGE = "average"
    LEAST = "least"
    MOST = "most"
    EMPTY = "empty"


LABELS = {
    How.SUM: gettext_lazy("Sum"),
    How.AVERAGE: gettext_lazy("Average"),
    How.LEAST: gettext_lazy("Least"),
    How.MOST: gettext_lazy("Most"),
    How.EMPTY: gettext_lazy("Empty"),
}
DATE_LABELS = {How.LEAST: gettext_lazy("Earliest"), How.MOST: gettext_lazy("Latest")}
MOST_GROUPS = 500
DATED = frozenset({Kind.DATE, Kind.MOMENT})


@dataclass(frozen=True)
class Foot:
    """What one column comes to: a number as people read it, a day, a moment, amounts by currency, or a share from 0 to
    1; nothing where no row has a value.
    """

    field: Field
    how: How
    values: tuple[Any, ...]

    @property
    def label(self) -> Any:
        return label_of(self.field, self.how)


Apart = Callable[[tuple[Any, ...]], Iterable[tuple[Any, ...]]]


class Group(NamedTuple):
    """How many rows have the values of a group, and what they come to."""

    rows: int
    foot: dict[str, Foot]


def label_of(field: Field, how: How) -> Any:
    return DATE_LABELS.get(how, LABELS[how]) if field.kind in DATED else LABELS[how]


def hows_for(field: Field) -> tuple[How, ...]:
    """What can be asked of a column. Percentages add up to nothing."""
    found: list[How] = []
    if field.column or field.expression is not None:
        if field.kind in NUMERIC:
            found = [How.SUM, How.AVERAGE, How.LEAST, How.MOST]
        elif field.kind in DATED:
            found = [How.LEAST, How.MOST]
    if field.kind is Kind.PERCENT and found:
        found.remove(How.SUM)
    return (*found, How.EMPTY) if field.filterable else tuple(found)


def foot_of(listing: Listing, sums: Iterable[str]) -> dict[str, Foot]:
    """The foot of a list by columns, over all that the list holds. Raises QueryError for what cannot be asked."""
    wanted = [_wanted(text, listing) for text in sums]
    return _Sums(listing, wanted).read() if wanted else {}


def feet_of(
    listing: Listing,
    groups: Mapping[str, Any],
    sums: Iterable[str] = (),
    *,
    order: Sequence[str] = ("-rows",),
    most: int = MOST_GROUPS,
    apart: Apart | None = None,
    rows: "QuerySet[Any] | None" = None,
) -> dict[tuple[Any, ...], Group]:
    """The same for each combination of values of `groups`, expressions by names of no column; by one query, the `most`
    first ones in this order. `apart` says to which groups the rows of a combination belong, where these are several;
    `rows` are those of the list that are looked at, if not all.
    """
    return _Sums(listing, [_wanted(text, listing) for text in sums], rows).read_by(groups, order, most, apart)


def whole_of(listing: Listing, sums: Sequence[str], rows: "QuerySet[Any]") -> Group:
    """What these rows of the list come to together."""
    wanted = [_wanted(text, listing) for text in sums]
    return Group(rows.order_by().count(), _Sums(listing, wanted, rows).read() if wanted else {})


def check_sums(listing: Listing, sums: Iterable[str]) -> None:
    """Raises QueryError for what cannot stand below the list."""
    for text in sums:
        _wanted(text, listing)


def _wanted(text: str, listing: Listing) -> tuple[Field, How]:
    name, _colon, how = text.partition(":")
    field = next((known for known in known_fields(listing.type, listing.actor) if known.name == name), None)
    if field is None or how not in hows_for(field):
        said = _('"%(text)s" is nothing that can stand below a list of %(type)s.')
        raise QueryError("sums", said % {"text": shortened(text), "type": str(listing.type.plural).lower()})
    return field, How(how)


class _Sums:
    """Rows of the database, one for each combination of currencies, added up here."""

    def __init__(
        self, listing: Listing, wanted: Sequence[tuple[Field, How]], rows: "QuerySet[Any] | None" = None
    ) -> None:
        self._listing = listing
        self._rows = (listing.queryset() if rows is None else rows).order_by()
        self._wanted = wanted
        self._aliases: dict[str, Any] = {}
        self._asked: dict[str, Aggregate] = {"rows": Count("pk")}
        for at, (field, how) in enumerate(wanted):
            self._asked |= self._parts(f"s{at}", field, how)
        money = {field.currency for field, how in wanted if field.currency and how is not How.EMPTY}
        self._currencies = sorted(money)

    def _parts(self, name: str, field: Field, how: How) -> dict[str, Aggregate]:
        if how is How.EMPTY:
            empty = Comparison((field.name,), Operator.EMPTY, ())
            q, aliases = condition(empty, self._listing.type, self._listing.actor)
            self._aliases |= aliases
            return {name: Count("pk", filter=q)}
        column = str(field.column)
        if field.expression is not None:
            column = f"sum_{field.name}"
            self._aliases[column] = field.expression
        if how is How.AVERAGE:
            return {name: Sum(column), f"{name}n": Count(column)}
        return {name: {How.SUM: Sum, How.LEAST: Min, How.MOST: Max}[how](column)}

    def read(self) -> dict[str, Foot]:
        rows = self._rows.annotate(**self._aliases) if self._aliases else self._rows
        if self._currencies:
            found = list(rows.values(*self._currencies).annotate(**self._asked))
        else:
            found = [rows.aggregate(**self._asked)]
        return self._feet(found)

    def read_by(
        self, groups: Mapping[str, Any], order: Sequence[str], most: int, apart: Apart | None
    ) -> dict[tuple[Any, ...], Group]:
        rows = self._rows.annotate(**groups, **self._aliases)
        found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in rows.values(*groups, *self._currencies).annotate(**self._asked).order_by(*order)[:most]:
            key = tuple(row[name] for name in groups)
            for one in apart(key) if apart else (key,):
                found[one].append(row)
        return {key: Group(sum(row["rows"] for row in its), self._feet(its)) for key, its in found.items()}

    def _feet(self, found: Sequence[dict[str, Any]]) -> dict[str, Foot]:
        return {
            field.name: Foot(field, how, self._values(f"s{at}", field, how, found))
            for at, (field, how) in enumerate(self._wanted)
        }

    def _values(self, name: str, field: Field, how: How, found: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
        if how is How.EMPTY:
            rows = sum(row["rows"] for row in found)
            return (sum(row[name] for row in found) / rows,) if rows else ()
        by_currency: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in found:
            if row[name] is not None:
                by_currency[row[field.currency] if field.currency else ""].append(row)
        return tuple(
            _shown(field, _together(name, how, rows), currency) for currency, rows in sorted(by_currency.items())
        )


def _together(name: str, how: How, rows: Sequence[dict[str, Any]]) -> Any:
    values = [row[name] for row in rows]
    match how:
        case How.LEAST:
            return min(values)
        case How.MOST:
            return max(values)
        case How.AVERAGE:
            return sum(values) / sum(row[f"{name}n"] for row in rows)
    return sum(values)


def _shown(field: Field, value: Any, currency: str) -> Any:
    if field.kind in DATED:
        return value
    if field.kind is Kind.MONEY:
        return Money(round(value), currency or field.unit or Profile.current().currency)
    return value / 10**field.scale if field.scale else value
