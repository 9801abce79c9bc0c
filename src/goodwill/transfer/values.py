"""From the cells of a row to values by their meaning, joined where the file has them apart."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import time
from typing import Any

from goodwill.kernel.countries import country_code
from goodwill.kernel.formulas import mark_of
from goodwill.records.codec import parted
from goodwill.transfer.mapping.formats import ColumnFormat, as_past, column_formats
from goodwill.transfer.mapping.joins import join_date, join_phone, join_street
from goodwill.transfer.mapping.targets import DATED, NUMBERS, TARGETS, Kind
from goodwill.transfer.readers.dates import DateFormat, Order, parse_day, parse_moment, parse_rough
from goodwill.transfer.readers.errors import Problem, Unreadable
from goodwill.transfer.readers.numbers import parse_amount, parse_done, parse_number, parse_yes_no
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.table import Table

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEVERAL = frozenset({Kind.MAIL, Kind.PHONE, Kind.URL, Kind.HANDLE, Kind.LABEL, Kind.TAGS, Kind.STREET, Kind.CITY,
                      Kind.POSTCODE, Kind.REGION, Kind.COUNTRY})  # fmt: skip
_READ = frozenset({Kind.COUNTRY, Kind.YESNO, *DATED, Kind.NUMBER, Kind.AMOUNT, Kind.AS_NOTE, Kind.AS_TAG})
_CHECKED = frozenset(
    {Kind.MAIL, Kind.PHONE, Kind.URL, Kind.COUNTRY, Kind.DATE, Kind.MOMENT, Kind.SINCE, Kind.NUMBER, Kind.AMOUNT,
     Kind.USER, Kind.LANGUAGE, Kind.TIMEZONE}
)  # fmt: skip
"""Kinds of which not every text is one."""
_NOTHING = frozenset(
    {"-", "--", "---", "–", "—", "?", "/", ".", "x", "n/a", "#n/a", "na", "n.a.", "nil", "none", "null", "(null)",
     "(none)", "(blank)", "unknown", "not set", "k.a.", "k. a.", "keine", "keiner", "unbekannt", "s/n", "aucun",
     "ninguno", "nessuno", "geen", "0000-00-00", "00.00.0000", "00/00/0000", "00000000"}
)  # fmt: skip
"""What people and programs write where there is nothing to write."""
_SIGNS = frozenset({"-", "--", "---", "–", "—", "?", "n/a", "N/A", "#N/A", "n.a.", "(null)", "(none)", "(blank)"})
"""Of those, what nobody and no company is called."""
_CALLED = frozenset({Kind.NAME, Kind.COMPANY})
_SHORT = max(map(len, _NOTHING))
_JOINED_PHONES = ("phone:work", "phone:main", "phone:mobile", "phone:home")


@dataclass
class Given:
    """The values of one row by target. `kept` holds what could not be read, under the name of its column.

    `problems` are what its reader said of the row, `draft` is what the importer made of it.
    """

    number: int
    cells: Sequence[str] = ()
    values: dict[str, list[str]] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    draft: Any = None
    is_new: bool = False
    """Somebody said that it is none of those who are here."""
    is_this: bool = False
    """Somebody said that it is the record whose number it bears now."""
    same_as: int | None = None
    """The number of an earlier row that is about the same, as somebody said."""

    def one(self, target: str) -> str:
        found = self.values.get(target)
        return found[0] if found else ""

    def every(self, target: str) -> list[str]:
        return self.values.get(target, [])


def formats_of(
    table: Table, targets: Mapping[int, str], language: str = "", known: Mapping[int, ColumnFormat] | None = None
) -> dict[int, ColumnFormat]:
    """How each column writes dates and numbers; of typed cells, a number among dates counts days from 1900, and only
    a day that somebody typed as text can be read in two ways.

    `known` are columns of dates of which that was found out before: a workbook is not read again for them.
    """
    if not table.exact:
        return column_formats(_readable(table.rows()), targets, language)
    known = {place: form for place, form in (known or {}).items() if place in targets and is_dated(targets[place])}
    dated = {place: target for place, target in targets.items() if is_dated(target) and place not in known}
    sure = {place: replace(form, is_sure=True) for place, form in column_formats((), targets, language).items()}
    found = sure | column_formats(_readable(table.rows() if dated else ()), dated, language)
    found |= {place: replace(form, date=as_past(form.date, targets[place])) for place, form in known.items()}
    return {place: replace(form, date=replace(form.date, are_serials=True)) for place, form in found.items()}


def is_dated(target: str) -> bool:
    return TARGETS[target].kind in DATED


def _readable(rows: Iterable[Row]) -> Iterator[Row]:
    """Up to where the file breaks off."""
    with suppress(Unreadable):
        yield from rows


def formats_as_data(formats: Mapping[int, ColumnFormat]) -> dict[str, Any]:
    return {str(position): asdict(form) for position, form in formats.items()}


def formats_from_data(data: Mapping[str, Any]) -> dict[int, ColumnFormat]:
    return {int(position): _format(one) for position, one in data.items()}


def _format(data: Mapping[str, Any]) -> ColumnFormat:
    date = data["date"]
    return ColumnFormat(**{**data, "date": DateFormat(**{**date, "order": Order(date["order"])})})


class Valuer:
    """Reads rows of one table."""

    def __init__(
        self,
        table: Table,
        targets: Mapping[int, str],
        formats: Mapping[int, ColumnFormat],
        *,
        separator: str = "",
        joined: Collection[int] = (),
        nothing: Mapping[Any, Collection[str]] | None = None,
        language: str = "",
    ) -> None:
        self._columns = [
            (position, target, TARGETS[target].kind, table.columns[position].name)
            for position, target in sorted(targets.items())
            if target in TARGETS and position < len(table.columns)
        ]
        self._names = frozenset(name for _position, _target, _kind, name in self._columns)
        self._formats = formats
        self._separator = separator.strip()
        self._joined = frozenset(joined)
        self._nothing = {int(position): frozenset(texts) for position, texts in (nothing or {}).items()}
        self._language = language
        self._as_it_is = frozenset(
            position for position, _target, kind, _name in self._columns if kind not in _READ | _split(self._separator)
        ).difference(self._joined, self._nothing)
        self._checked = frozenset(place for place, _target, kind, _name in self._columns if kind in _CHECKED)
        is_ours = any(mark_of(column.header) is not None for column in table.columns)  # then texts are as they were
        called = () if is_ours else self._columns
        self._called = frozenset(place for place, _target, kind, _name in called if kind in _CALLED)
        self._families = {target.partition(":")[0] for target in targets.values()}

    def concerns(self, problem: Problem) -> bool:
        """Whether it is about a column that is taken, or about the whole row."""
        return not problem.column or problem.column in self._names

    def given(self, row: Row) -> Given:
        found = Given(row.number, row.cells, problems=row.problems)
        for position, target, kind, name in self._columns:
            text = row.cells[position].strip()
            if len(text) <= _SHORT and position in self._checked and _says_nothing(text, kind):
                continue
            if text in _SIGNS and position in self._called:
                continue
            if position in self._as_it_is and text.isprintable():
                if text:
                    found.values.setdefault(target, []).append(text)
                continue
            if not text or text in self._nothing.get(position, ()):
                continue
            for one in self._parts(_CONTROLS.sub("", text), kind, position):
                value = _kept_as(kind, name, one) or self._read(position, kind, one)
                if value:
                    found.values.setdefault(target, []).append(value)
                else:
                    found.kept.append((name, one))
        self._join(found)
        return found

    def _parts(self, text: str, kind: Kind, position: int) -> Iterator[str]:
        if position in self._joined:
            yield from filter(None, _parted(text))
        elif self._separator and kind in _SEVERAL and self._separator in text:
            yield from (part.strip() for part in text.split(self._separator) if part.strip())
        elif text:
            yield text

    def _read(self, position: int, kind: Kind, text: str) -> str:
        if kind is Kind.COUNTRY:
            return country_code(text, self._language or "en")
        if kind is Kind.YESNO:
            answer = parse_yes_no(text)
            return "" if answer is None else "yes" if answer else "no"
        if kind is Kind.DONE and (is_done := parse_done(text)) is not None:
            return "yes" if is_done else "no"
        if kind not in (*DATED, Kind.NUMBER, Kind.AMOUNT):
            return text
        form = self._formats.get(position, ColumnFormat())
        if kind is Kind.AMOUNT:
            return parse_amount(text, form.decimal)
        if kind in (Kind.DATE, Kind.SINCE):
            day = parse_day(text, form.date)
            if kind is Kind.SINCE and not (day and day.year):
                rough = parse_rough(text)
                return f"{rough} {text}" if rough else ""
            return day.text if day else ""
        if kind in (Kind.MOMENT, Kind.DONE):
            moment = parse_moment(text, form.date)
            is_day = kind is Kind.DONE and moment is not None and moment.time() == time.min
            return (moment.date() if is_day else moment).isoformat() if moment else ""
        number = parse_number(text, form.decimal)
        return "" if number is None else format(number.normalize(), "f")

    def _join(self, found: Given) -> None:
        values = found.values
        if "house_number" in self._families:
            self._streets(values)
        if "birth_day" in self._families:
            parts = [values.pop(f"birth_{part}", [""])[0] for part in ("year", "month", "day")]
            if joined := join_date(*parts):
                values.setdefault("birthday", []).append(joined)
            elif any(parts):
                found.kept.append(("Birthday", "-".join(filter(None, parts))))
        if self._families & {"phone_country", "phone_area", "phone_extension"}:
            self._phones(values)

    def _streets(self, values: dict[str, list[str]]) -> None:
        for target in [target for target in values if target.partition(":")[0] == "house_number"]:
            street = target.replace("house_number", "street", 1)
            number = values.pop(target)[0]
            values[street] = [join_street(values.get(street, [""])[0], number)]

    def _phones(self, values: dict[str, list[str]]) -> None:
        for number in NUMBERS:
            parts = [values.pop(f"phone_{part}:{number}", [""])[0] for part in ("country", "area", "extension")]
            keys = (f"phone:{number}", *_JOINED_PHONES)
            key = next((key for key in keys if key in values), "") if any(parts) else ""
            if key:
                country, area, extension = parts
                values[key][0] = join_phone(values[key][0], country, area, extension)


def _says_nothing(text: str, kind: Kind) -> bool:
    plain = text.casefold()
    if plain == "na":
        return kind not in (Kind.COUNTRY, Kind.LANGUAGE)  # Namibia, and what is spoken in Nauru
    return plain in _NOTHING or (kind is Kind.PHONE and not text.strip("0"))


def _split(separator: str) -> frozenset[Kind]:
    """The kinds of which a cell may hold several."""
    return _SEVERAL if separator else frozenset()


def _parted(text: str) -> list[str]:
    try:
        return parted(text)
    except csv.Error:  # somebody wrote into it
        return [text]


def _kept_as(kind: Kind, name: str, text: str) -> str:
    """Text of a column that nothing fits, under the column's name; of a plain yes as a tag, the name says it all."""
    if kind is Kind.AS_TAG and parse_yes_no(text):
        return name
    return f"{name}: {text}" if kind in (Kind.AS_NOTE, Kind.AS_TAG) else ""
