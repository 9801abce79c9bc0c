"""An object of any program as cells: what lies deeper becomes columns that are called after the way to it."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

Path = tuple[str, ...]
NUMBERED = 9
"""Of a list of objects, those that get columns of their own; the others stay together in one cell."""
_DEEPEST = 5
_WRAPPERS = frozenset({"properties", "attributes", "fields", "data", "values", "node"})
"""What says nothing in the name of a column."""
_ONE_OF = {
    "emails": "email", "mails": "email", "emailaddresses": "email", "emailaddress": "email", "phones": "phone",
    "phonenumbers": "phone", "telephones": "phone", "addresses": "", "address": "", "urls": "website",
    "websites": "website",
}  # fmt: skip
"""What a list or an object is called, as one of it is."""
_LABELS = ("type", "label", "kind", "rel")
_CONTENT = frozenset({"value", "number", "address", "email", "url", "text", "name"})
_LONGEST = 40
_MOST_DIGITS = 40
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Exact(float):
    """A number of JSON with all its decimals."""

    text: str


def exact_number(written: str) -> Exact:
    """Without exponent; three decimals get a fourth, so that nobody takes the point for one of thousands."""
    found, text = Exact(written), written
    if "e" in text or "E" in text:
        exact = Decimal(text)
        text = format(exact, "f") if abs(exact.adjusted()) < _MOST_DIGITS else text
    whole, point, decimals = text.partition(".")
    found.text = f"{whole}.{decimals}0" if point and len(decimals) == 3 else text
    return found


def whole_number(written: str) -> int | str:
    return int(written) if len(written) < _MOST_DIGITS else written


def flattened(row: Mapping[str, Any]) -> dict[Path, str]:
    """Cells that hold something, by the way to them; of two that would be called alike, the later is numbered."""
    cells: dict[Path, str] = {}
    for path, text in _cells(row, ()):
        number = 2
        free = path
        while free in cells:
            free = (*path[:-1], f"{path[-1]} {number}")
            number += 1
        cells[free] = text
    return cells


def name_of(path: Path) -> str:
    """As somebody would call the column: "phone work", "home city", "city 2"."""
    *around, last = path
    said = [_called(part) for part in around]
    numbers = [part for part in said if part.isdecimal()]
    words = [part for part in said if part and not part.isdecimal()]
    return sound(" ".join([*words, last, *numbers] if around and not last.isdecimal() else [*words, last]))


def _called(part: str) -> str:
    plain = "".join(letter for letter in part.casefold() if letter.isalnum())
    if plain in _ONE_OF:
        return _ONE_OF[plain]
    return part[: -len("address")].rstrip("_- ") if plain.endswith("address") else part


def sound(text: str) -> str:
    """Without what JSON can say and no database keeps: halves of signs, and zeros."""
    return _NO_TEXT.sub("", text)


def _cells(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if value is None or value in ("", [], {}):
        if path and not isinstance(value, dict | list):
            yield path, ""
        return
    if isinstance(value, dict) and len(path) < _DEEPEST:
        for key, one in value.items():
            is_wrapper = key.casefold() in _WRAPPERS and isinstance(one, dict)
            yield from _cells(one, path if is_wrapper else (*path, key))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value) and len(path) < _DEEPEST:
        yield from _several(value, path)
    elif isinstance(value, list):
        yield path, _joined([_text(one) for one in value])
    else:
        yield path, _text(value)


def _several(values: Sequence[Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Each by its label, where all have one (a phone for work), else by its number."""
    for number, one in enumerate(values[:NUMBERED], 1):
        label = _label(one)
        rest = {key: its for key, its in one.items() if key != label} if isinstance(one, dict) and label else one
        called = str(one[label]) if label else str(number)
        if isinstance(rest, dict):
            said = {key: its for key, its in rest.items() if its not in (None, "", [], {})}
            if len(said) == 1 and next(iter(said)).casefold() in _CONTENT:
                rest = next(iter(said.values()))
        yield from _cells(rest, (*path, called))
    if len(values) > NUMBERED:
        yield (*path, f"{NUMBERED + 1}+"), json.dumps(values[NUMBERED:], ensure_ascii=False)


def _label(one: Any) -> str:
    if not isinstance(one, dict):
        return ""
    named = (key for key in _LABELS if isinstance(one.get(key), str) and 0 < len(one[key]) <= _LONGEST)
    return next(named, "")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Exact):
        return value.text
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _joined(texts: list[str]) -> str:
    """Several values in one cell, as people write them; quoted where one holds a comma itself."""
    if not any("," in text or '"' in text or "\n" in text for text in texts):
        return ", ".join(filter(None, texts))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(texts)
    return out.getvalue()
