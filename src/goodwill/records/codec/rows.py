"""A type's records as rows of texts, and back: what leaves in a file returns from it exactly as it was."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from goodwill.kernel.formulas import guard, own_column, unguard
from goodwill.records.fields import CODED, LINKED, NUMERIC, Field, Kind
from goodwill.records.labels import linked_type
from goodwill.records.registry import RecordType


class Codec:
    """Rows begin with the record's id, under the name by which a file is known as ours (and as guarded).

    Values of two parts take two columns, so that a spreadsheet can add the one and a program find the other.
    """

    def __init__(self, type: RecordType, fields: Sequence[Field]) -> None:
        self.type = type
        self.fields = fields
        self._columns = [column for field in fields for column in _columns_of(field)]
        self.headers = [own_column(), *(guard(name) for name in _told_apart(self._columns))]

    @property
    def meanings(self) -> dict[str, tuple[Field, str]]:
        """The field, and which part of its values, that stands below each header but the first."""
        told = zip(self.headers[1:], self._columns, strict=True)
        return {header: (column.field, column.part) for header, column in told}

    @property
    def kinds(self) -> list[Kind]:
        """What each column holds, for files that know more than text."""
        return [
            Kind.NUMBER,
            *(
                Kind.NUMBER
                if c.part == "id"
                else Kind.TEXT
                if c.part in ("name", "currency") or c.field.many
                else c.field.kind
                for c in self._columns
            ),
        ]

    def texts(self, plain: Mapping[str, Any]) -> list[str]:
        """The row of a record whose values are given as `plain_row` makes them."""
        return [str(plain["id"]), *(column.text(plain[column.field.name]) for column in self._columns)]

    def plain(self, headers: Iterable[str], texts: Iterable[str]) -> dict[str, Any]:
        """The values of a row of `texts`, whatever the order of its columns; those that are not ours are left out."""
        found = dict(zip(headers, texts, strict=False))
        values: dict[str, Any] = {"id": int(found[self.headers[0]])} if found.get(self.headers[0]) else {}
        for header, column in zip(self.headers[1:], self._columns, strict=True):
            if header in found:
                column.put(values, found[header])
        return values


def codec(type: RecordType, fields: Sequence[Field] = ()) -> Codec:
    """For these fields of the type, or for all."""
    return Codec(type, fields or tuple(type.all_fields.values()))


class _Column:
    """A field, or one part of its values: the amount or the currency, the name or the id."""

    def __init__(self, field: Field, part: str = "", header: str = "{}") -> None:
        self.field = field
        self.header = header.format(field.label)
        self.part = part
        self._several = bool(field.many) or field.kind in (Kind.TAGS, Kind.CHOICES)
        self._guarded = field.kind not in NUMERIC or part == "currency" or self._several
        self._word, self._code = _words_of(field)

    def text(self, value: Any) -> str:
        text = _joined([self._one(one) for one in value]) if self._several else self._one(value)
        return guard(text) if self._guarded else text

    def put(self, values: dict[str, Any], text: str) -> None:
        """Set the field's value, or add this part of it to what an earlier column said."""
        own = unguard(text) if self._guarded else text
        before = values.get(self.field.name)
        if self._several:
            parts = parted(own)
            values[self.field.name] = [self._read(part, at) for part, at in zip(parts, before or parts, strict=False)]
        else:
            values[self.field.name] = self._read(own, before)

    def _one(self, value: Any) -> str:
        if self.part and isinstance(value, Mapping):
            value = value[self.part]
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return json.dumps(value, ensure_ascii=False) if self.field.kind is Kind.JSON else self._word(str(value))

    def _read(self, text: str, before: Any) -> Any:
        match self.part:
            case "name":
                return {"name": text, "type": linked_type(self.field)}
            case "id":
                return {**before, "id": int(text)} if text and before else None
            case "amount":
                return {"amount": text} if text else None
            case "currency":
                return {**before, "currency": text} if before else None
        return self._code(text)


def _columns_of(field: Field) -> list[_Column]:
    if field.kind is Kind.MONEY:
        return [_Column(field, "amount"), _Column(field, "currency", "{} (currency)")]
    if field.kind in LINKED:
        return [_Column(field, "name"), _Column(field, "id", "{} (ID)")]
    return [_Column(field)]


def _words_of(field: Field) -> tuple[Callable[[str], str], Callable[[str], Any]]:
    """From a value to what people read, and back; a label that several options share is no way back."""
    if field.kind in CODED and field.options():
        codes = {option.value for option in field.options()}
        labels = [str(option.label) for option in field.options()]
        word = {
            option.value: str(option.label)
            for option in field.options()
            if labels.count(str(option.label)) == 1 and str(option.label) not in codes
        }
        code = {label: value for value, label in word.items()}
        return lambda value: word.get(value, value), lambda text: code.get(text, text)
    return str, _READERS.get(field.kind, str if field.kind not in NUMERIC else _number(field))


def _number(field: Field) -> Callable[[str], Any]:
    if field.scale is None:
        return lambda text: float(text) if text else None
    if field.scale:
        return lambda text: text or None
    return lambda text: int(text) if text else None


def _yes_no(text: str) -> bool | None:
    return None if text == "" else text == "yes"


def _json(text: str) -> Any:
    return json.loads(text) if text else None


def _or_nothing(text: str) -> str | None:
    return text or None


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.JSON: _json,
    Kind.DATE: _or_nothing,
    Kind.MOMENT: _or_nothing,
    Kind.TIME: _or_nothing,
}


def _joined(texts: list[str]) -> str:
    """Several values in one cell, quoted as a row of a file where they hold a comma themselves."""
    if not texts:
        return ""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(texts)
    return out.getvalue().removesuffix("\r\n")


def parted(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), strict=True)) if text else []


def _told_apart(columns: list[_Column]) -> list[str]:
    """Headers; what two fields are called alike carries the field's name too."""
    names = [column.header for column in columns]
    return [
        f"{column.header} [{column.field.name}]" if names.count(column.header) > 1 else column.header
        for column in columns
    ]
