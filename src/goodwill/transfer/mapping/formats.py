"""How the dates and numbers of each column are written, decided by all of its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goodwill.records import registry
from goodwill.records.fields import Kind as Holds
from goodwill.transfer.mapping.targets import DATED, TARGETS, Kind
from goodwill.transfer.readers.dates import USUAL, DateColumn, DateFormat
from goodwill.transfer.readers.numbers import NumberColumn
from goodwill.transfer.readers.rows import Row

_WHOLE = frozenset({"employees", "founded", "birth_year", "birth_month", "birth_day"})
_PAST = frozenset({"birthday", "anniversary", "created_at", "changed_at", "last_contact", "note_at"})


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    date: DateFormat = USUAL
    decimal: str = "."
    is_sure: bool = True
    """False: ask, and show `example`."""
    example: str = ""


def column_formats(rows: Iterable[Row], targets: Mapping[int, str], language: str = "") -> dict[int, ColumnFormat]:
    """One pass over the rows; only columns of dates, moments, numbers and money are looked at."""
    dates: dict[int, DateColumn] = {}
    numbers: dict[int, NumberColumn] = {}
    for position, target in targets.items():
        kind = TARGETS[target].kind if target in TARGETS else None
        if kind in DATED:
            dates[position] = DateColumn()
        elif kind in (Kind.NUMBER, Kind.MONEY, Kind.AMOUNT):
            numbers[position] = NumberColumn()
    looked_at = [(position, column.add) for position, column in dates.items()]
    looked_at += [(position, column.add) for position, column in numbers.items()]
    for row in rows if looked_at else ():
        cells = row.cells
        for position, add in looked_at:
            if cells[position]:
                add(cells[position])
    formats = {position: _date_format(each, targets[position], language) for position, each in dates.items()}
    told = {column.decide()[0] for column in numbers.values() if bool(column.points) != bool(column.commas)}
    beside = told.pop() if len(told) == 1 else ""
    return formats | {
        position: _number_format(each, language, whole=_is_whole(targets[position]), beside=beside)
        for position, each in numbers.items()
        if not _kept_as_text(targets[position])
    }


def _date_format(column: DateColumn, target: str, language: str) -> ColumnFormat:
    form = as_past(column.decide(language), target)
    return ColumnFormat(date=form, is_sure=form.is_sure, example=form.example)


def as_past(form: DateFormat, target: str) -> DateFormat:
    return replace(form, is_past=target in _PAST)


def _number_format(column: NumberColumn, language: str, *, whole: bool, beside: str) -> ColumnFormat:
    decimal, is_sure = column.decide(language, whole=whole, beside=beside)
    return ColumnFormat(decimal=decimal, is_sure=is_sure or not column.either, example=column.either)


def _kept_as_text(target: str) -> bool:
    """Money of nouns that nobody here knows stays the text that it is."""
    return TARGETS[target].kind is Kind.MONEY


def _is_whole(target: str) -> bool:
    """Whether nobody writes decimals there."""
    type_name, _dot, name = target.partition(".")
    known = registry.get(type_name) if name else None
    field = known.all_fields.get(name) if known else None
    return field.kind is Holds.NUMBER and field.scale == 0 if field else target in _WHOLE
