"""How the dates and numbers of each column are written, decided by all of its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goodwill.transfer.mapping.targets import TARGETS, Kind
from goodwill.transfer.readers.dates import USUAL, DateColumn, DateFormat
from goodwill.transfer.readers.numbers import NumberColumn
from goodwill.transfer.readers.rows import Row

_PAST = frozenset({"birthday", "anniversary", "created_at", "changed_at", "last_contact"})


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
        if kind in (Kind.DATE, Kind.MOMENT):
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
    return formats | {position: _number_format(each, language) for position, each in numbers.items()}


def _date_format(column: DateColumn, target: str, language: str) -> ColumnFormat:
    form = replace(column.decide(language), is_past=target in _PAST)
    return ColumnFormat(date=form, is_sure=form.is_sure, example=form.example)


def _number_format(column: NumberColumn, language: str) -> ColumnFormat:
    decimal, is_sure = column.decide(language)
    return ColumnFormat(decimal=decimal, is_sure=is_sure, example=column.either)
