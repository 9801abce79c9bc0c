"""The JSON form, for storage: {"version": 1, "filter": ...}. What was stored is checked like what was typed."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goodwill.records.filter.errors import FilterError
from goodwill.records.filter.lexer import speakable
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.parser import (
    MAX_COMPARISONS,
    MAX_DEPTH,
    MAX_PATH,
    MAX_VALUES,
    NEVER_VALUES,
    day_from,
    moment_from,
)
from goodwill.records.filter.tree import (
    EVERYTHING,
    And,
    Comparison,
    Day,
    Filter,
    Id,
    Moment,
    Not,
    Number,
    Or,
    Period,
    Search,
    Shift,
    Side,
    Text,
    Unit,
    Value,
    Word,
    all_of,
    any_of,
)

VERSION = 1
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def to_json(filter: Filter) -> dict[str, Any]:
    return {"version": VERSION, "filter": None if filter == EVERYTHING else _node(filter)}


def _node(filter: Filter) -> dict[str, Any]:
    match filter:
        case And(items):
            return {"and": [_node(item) for item in items]}
        case Or(items):
            return {"or": [_node(item) for item in items]}
        case Not(item):
            return {"not": _node(item)}
        case Search(text):
            return {"search": text}
        case Comparison(path, operator, values):
            return {"path": ".".join(path), "operator": str(operator), "values": [_value(value) for value in values]}


def _value(value: Value) -> dict[str, Any]:
    match value:
        case Text(text):
            return {"text": text}
        case Word(word):
            return {"word": word}
        case Number(number, currency):
            return {"number": f"{number:f}"} | ({"currency": currency} if currency else {})
        case Day(day):
            return {"day": day.isoformat()}
        case Moment(moment):
            return {"moment": moment.isoformat()}
        case Id(id):
            return {"id": id}
        case Shift(count, unit, ahead):
            return {"shift": count, "unit": str(unit), "ahead": ahead}
        case Period(side, unit, count):
            return {"period": str(side), "unit": str(unit)} | ({} if count is None else {"count": count})


def from_json(stored: object) -> Filter:
    """The tree of a stored filter; raises FilterError for what `to_json` could not have written."""
    if not isinstance(stored, Mapping) or stored.get("version") != VERSION:
        raise _unreadable()
    return EVERYTHING if stored.get("filter") is None else _Loader().tree(stored["filter"], 0)


def _unreadable() -> FilterError:
    return FilterError(_("This stored filter cannot be read. Nothing was changed; build it again."))


class _Loader:
    def __init__(self) -> None:
        self._comparisons = 0

    def tree(self, node: object, depth: int) -> Filter:
        if not isinstance(node, Mapping) or depth > MAX_DEPTH:
            raise _unreadable()
        if "not" in node:
            return Not(self.tree(node["not"], depth + 1))
        for name, join in (("and", all_of), ("or", any_of)):
            if name in node:
                return join([self.tree(item, depth + 1) for item in _several(node[name], MAX_COMPARISONS)])
        self._comparisons += 1
        if self._comparisons > MAX_COMPARISONS:
            raise _unreadable()
        if "search" in node:
            return Search(_text(node["search"]))
        return self._comparison(node)

    def _comparison(self, node: Mapping[str, Any]) -> Comparison:
        path = _text(node.get("path")).split(".")
        try:
            operator = Operator(_text(node.get("operator")))
        except ValueError:
            raise _unreadable() from None
        values = tuple(_loaded(value) for value in _several(node.get("values", []), MAX_VALUES))
        wanted = {Takes.NOTHING: 0, Takes.TWO: 2, Takes.MANY: max(1, len(values))}.get(takes(operator), 1)
        if len(values) != wanted or not 0 < len(path) <= MAX_PATH:
            raise _unreadable()
        return Comparison(tuple(path), operator, values)


def _several(items: object, most: int) -> list[Any]:
    if not isinstance(items, list) or len(items) > most:
        raise _unreadable()
    return items


def _text(text: object) -> str:
    if not isinstance(text, str) or not speakable(text):
        raise _unreadable()
    return text


def _whole(number: object) -> int:
    if type(number) is not int or not 0 <= number < 10**18:
        raise _unreadable()
    return number


def _word(value: Mapping[str, Any]) -> Word:
    word = _text(value["word"])
    if not word.isidentifier() or word.lower() in NEVER_VALUES:
        raise _unreadable()
    return Word(word)


def _number(value: Mapping[str, Any]) -> Number:
    text, currency = _text(value["number"]), _text(value.get("currency", ""))
    if not _PLAIN_NUMBER.fullmatch(text) or not (currency == "" or _CURRENCY.fullmatch(currency)):
        raise _unreadable()
    return Number(Decimal(text), currency)


def _period(value: Mapping[str, Any]) -> Period:
    count = value.get("count")
    return Period(
        Side(_text(value["period"])), Unit(_text(value.get("unit"))), None if count is None else _whole(count)
    )


_VALUES: dict[str, Callable[[Mapping[str, Any]], Value]] = {
    "text": lambda value: Text(_text(value["text"])),
    "word": _word,
    "number": _number,
    "day": lambda value: Day(day_from(_text(value["day"]))),
    "moment": lambda value: Moment(moment_from(_text(value["moment"]))),
    "id": lambda value: Id(_whole(value["id"])),
    "shift": lambda value: Shift(_whole(value["shift"]), Unit(_text(value.get("unit"))), value.get("ahead") is True),
    "period": _period,
}


def _loaded(value: object) -> Value:
    if isinstance(value, Mapping):
        for name, load in _VALUES.items():
            if name in value:
                try:
                    return load(value)
                except ValueError:
                    raise _unreadable() from None
    raise _unreadable()
