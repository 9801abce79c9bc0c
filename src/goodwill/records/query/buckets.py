"""What rows of a list are put together by: the value of a field, or the month, week or year of a date.

Lanes of a board, groups of a list and bars of a chart are buckets; each names the filter that holds exactly its rows.
"""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, DateField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Left
from django.db.models.lookups import In
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Team, User
from goodwill.kernel.money import Money
from goodwill.records.fields import CODED, LINKED, TEXTUAL, Choice, Field, Kind, column_at
from goodwill.records.filter.context import context_of
from goodwill.records.filter.operands import worded
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.periods import shifted
from goodwill.records.filter.tree import Comparison, Day, Filter, Id, Number, Shift, Text, Unit, Word
from goodwill.records.labels import labels_of
from goodwill.records.query import gathered
from goodwill.records.query.spans import SPANS, first_day
from goodwill.records.registry import RecordType, get, target_of
from goodwill.records.show import chosen
from goodwill.ui import formats

DATED = frozenset({Kind.DATE, Kind.MOMENT})
_AS_DATED = {Kind.DATE: DateField, Kind.MOMENT: DateTimeField}
NAMED = frozenset({Kind.USER, Kind.TEAM, Kind.RELATION})
COUNTED = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY})
"""By each number that there is: doors, years, sizes, fees."""
SEVERAL = frozenset({Kind.CHOICES, Kind.TAGS})
"""A row stands in the group of each of its values."""
_LONGEST = 300
_BEGINNING = 200
"""What long texts are told apart by."""
_LABEL = 80
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[1-8]\d{3}-\d\d-\d\d")


@dataclass(frozen=True)
class Bucket:
    """`key` stands in addresses; empty for rows without a value. `value` is what the database has for it."""

    key: str
    value: Any
    label: str
    filter: Filter
    tone: str = ""

    @property
    def id(self) -> str:
        """A short name for the element that shows it."""
        return f"bucket-{crc32(self.key.encode()):x}"


@dataclass(frozen=True)
class By:
    """A field that rows are put together by; dates by `span`."""

    type: RecordType
    field: Field
    actor: Actor
    span: str = "month"

    @property
    def dated(self) -> bool:
        return self.field.kind in DATED

    @property
    def leads(self) -> bool:
        """Whether a column of its own holds the record that it leads to."""
        field = self.field
        return field.kind is Kind.RELATION and not field.kept and field.expression is None and bool(field.column)

    def seen(self) -> "QuerySet[Any]":
        """The records that it can lead to, as far as the actor may see them."""
        return target_of(self.field).rows(self.actor).order_by().values("pk")

    def expression(self) -> Any:
        field = self.field
        if field.many:
            return gathered.values_of(field.many)
        if field.currency:
            return gathered.amount_of(field)
        found: Any = field.expression if field.expression is not None else F(str(field.column))
        if self.dated:
            return self._beginning(Cast(found, _AS_DATED[field.kind]()) if field.kept else found)
        if field.kind is Kind.YES_NO:
            return Coalesce(found, Value(False))
        if field.kind in LINKED:
            return self._seen(found)
        if field.kind is Kind.LONG_TEXT:
            return Left(Coalesce(found, Value("")), _BEGINNING)
        return Coalesce(found, Value("")) if self._may_be_null() else found

    def _may_be_null(self) -> bool:
        """Of texts and codes in columns: a row without any is put to those with an empty one."""
        if self.field.expression is not None:
            return False
        try:
            return column_at(self.type.model, str(self.field.column))[1]
        except (FieldDoesNotExist, AttributeError):  # a value within a JSON column
            return False

    def _beginning(self, found: Any) -> Any:
        return first_day(found, self.span, context_of(self.actor).zone if self.field.kind is Kind.MOMENT else None)

    def _seen(self, found: Any) -> Any:
        """A record that the actor may not see, or that is in the trash, reads as empty."""
        if self.field.kind is not Kind.RELATION:
            return found
        return Case(When(In(found, self.seen()), then=found), default=None)

    def buckets(self, values: Iterable[Any]) -> list[Bucket]:
        """Those of values that the database gave, in their order."""
        every = list(values)
        names = self._names([value for value in every if value is not None])
        return [self._bucket(value, names) for value in every]

    def apart(self, value: Any) -> list[Any]:
        """What a row with this value is put to."""
        return gathered.apart(value) if self.field.kind in SEVERAL else [value]

    def options(self) -> list[Bucket]:
        """All that can be chosen, where that is a closed list."""
        if self.field.kind is Kind.YES_NO:
            return self.buckets((True, False))
        return [self._bucket(option.value, {option.value: option}) for option in self.field.options()]

    def candidates(self, most: int) -> list[int]:
        """Whom a record can be given to, or what it can lead to; nothing where that is more than so many."""
        rows: QuerySet[Any]
        if self.field.kind is Kind.USER:
            rows = User.objects.filter(is_active=True, deleted_at=None)
        else:
            rows = Team.objects.all() if self.field.kind is Kind.TEAM else target_of(self.field).rows(self.actor)
        found = list(rows.order_by().values_list("pk", flat=True)[: most + 1])
        return found if len(found) <= most else []

    def empty(self) -> Bucket:
        return self._bucket(None, {})

    def _bucket(self, value: Any, names: dict[Any, Any]) -> Bucket:
        key = self.key(value)
        named = names.get(value)
        label = str(named.label if isinstance(named, Choice) else named or self._words(value))
        return Bucket(key, value, label, self.filter(key), named.tone if isinstance(named, Choice) else "")

    def key(self, value: Any) -> str:
        if self.field.kind is Kind.YES_NO:
            return "yes" if value else "no"
        if value is None:
            return ""
        return _day(value).isoformat() if isinstance(value, date) else str(value)

    def _names(self, values: Collection[Any]) -> dict[Any, Any]:
        field = self.field
        if field.kind in NAMED:
            return {pk: link.label for pk, link in labels_of(field, values, self.actor).items()}
        if field.kind in CODED:
            return {value: chosen(field, value) for value in values if value}
        return {}

    def _words(self, value: Any) -> str:
        field = self.field
        if field.kind is Kind.YES_NO:
            return _("Yes") if value else _("No")
        if value in (None, ""):
            return _("No %s") % str(field.label).lower()
        if isinstance(value, date):
            return formats.span(_day(value), self.span)
        if field.kind in COUNTED:
            if field.kind is Kind.MONEY:
                return formats.money(gathered.read_amount(value) if field.currency else Money(value, field.unit))
            shown = formats.number(value / 10 ** (field.scale or 0), places=field.places)
            return f"{shown} %" if field.kind is Kind.PERCENT else shown
        return "–" if field.kind in LINKED else _shortened(str(value))

    def bucket_of(self, key: str) -> Bucket | None:
        """The bucket with this key; None for what can be no key."""
        if not key:
            return self.empty()
        closed = {bucket.key: bucket for bucket in self.options()}
        if closed and self.field.kind not in (Kind.COUNTRY, Kind.LANGUAGE):
            return closed.get(key)
        value = self._value(key)
        return None if value is None else self.buckets([value])[0]

    def _value(self, key: str) -> Any:
        if self.dated:
            with suppress(ValueError):
                return date.fromisoformat(key) if _DAY.fullmatch(key) else None
            return None
        if self.field.kind in NAMED:
            return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
        if self.field.currency:
            return key if gathered.read_amount(key) else None
        if self.field.kind in COUNTED:
            return int(key) if _WHOLE.fullmatch(key) else None
        return key

    def filter(self, key: str) -> Filter:
        """The filter that holds exactly the rows of the bucket with this key."""
        path, kind = (self.field.name,), self.field.kind
        if not key:
            return Comparison(path, Operator.EMPTY)
        if kind in NAMED:
            return Comparison(path, Operator.IS, (Id(int(key)),))
        if self.dated:
            first = date.fromisoformat(key)
            last = shifted(shifted(first, Shift(1, SPANS[self.span][1], True)), Shift(1, Unit.DAYS, False))
            if first == last:
                return Comparison(path, Operator.ON, (Day(first),))
            return Comparison(path, Operator.BETWEEN, (Day(first), Day(last)))
        if kind is Kind.YES_NO:
            return Comparison(path, Operator.IS, (Word(key),))
        if self.field.currency and (amount := gathered.read_amount(key)):
            return Comparison(path, Operator.IS, (gathered.asked_amount(amount),))
        if kind in COUNTED:
            return Comparison(path, Operator.IS, (Number(Decimal(key).scaleb(-(self.field.scale or 0))),))
        if kind in SEVERAL:
            return Comparison(path, Operator.HAS, (worded(key) if kind is Kind.CHOICES else Text(key),))
        if kind not in TEXTUAL:
            return Comparison(path, Operator.IS, (worded(key),))
        longest = _BEGINNING if kind is Kind.LONG_TEXT else _LONGEST
        how = Operator.STARTS if len(key) >= longest else Operator.IS
        return Comparison(path, how, (Text(key[:longest]),))

    def taken(self, key: str, record: Any) -> Any:
        """What a form would send to bring a record into the bucket; a moment keeps its time of the day."""
        if self.field.kind is not Kind.MOMENT or not key:
            return {"yes": "true", "no": "false"}.get(key, key) if self.field.kind is Kind.YES_NO else key
        before = self.field.read(record)
        zone = context_of(self.actor).zone
        clock = before.astimezone(zone).time() if isinstance(before, datetime) else datetime.min.time()
        return datetime.combine(date.fromisoformat(key), clock, zone).isoformat()


def _day(value: date) -> date:
    """The first day of a span; where the database cut a moment, it is midnight of the reader."""
    return value.date() if isinstance(value, datetime) else value


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1]}…"


def groupable(field: Field) -> bool:
    """Whether rows can be put together by it: values that a filter knows, in a column or (tags, choices) in rows."""
    if field.many:
        return field.filterable and field.kind in SEVERAL
    if not field.filterable or not (field.column or field.expression is not None):
        return False
    if field.kind is Kind.RELATION:
        return get(field.target) is not None
    if field.kind is Kind.MONEY:
        return bool(field.unit or field.currency)
    if field.kind in COUNTED:
        return field.scale is not None
    if field.kind in SEVERAL:
        return field.kept is not None and not field.target
    return field.kind in DATED | CODED | NAMED | TEXTUAL | {Kind.YES_NO, Kind.TIME}


def plotted(field: Field) -> bool:
    """Whether each row stands in one place of a chart by it, under a name that is short."""
    return field.kind not in SEVERAL | {Kind.LONG_TEXT} and not field.currency
