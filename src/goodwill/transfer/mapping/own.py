"""Files that left a Goodwill: known by the name of their first column, which tells the firm that wrote them."""

from collections.abc import Iterable, Mapping, Sequence

from goodwill.kernel.firm_secret import firm_mark
from goodwill.kernel.formulas import WHY_COLUMN, mark_of
from goodwill.kernel.text import fold
from goodwill.records.codec import codec
from goodwill.records.codec.beside import every_field
from goodwill.records.registry import RecordType
from goodwill.transfer.mapping.suggest import Suggestion, Suggestions, Why

_MOST = 0.6
PARTS_OF_NAMES = frozenset({"given_name", "family_name"})


def mark_in(headers: Iterable[str]) -> str | None:
    """The mark of the firm that the file is from; "" where it says none, None for a file of another program."""
    return next((mark for mark in map(mark_of, headers) if mark is not None), None)


def settle(
    found: Suggestions, headers: Sequence[str], types: Iterable[RecordType], fields: Mapping[str, str]
) -> list[int]:
    """Each column as we wrote it. `fields`: the targets of fields by name; what has none follows from the others.

    The ids of another firm are numbers of an old system: here the same number is somebody else. Returns the columns
    that hold several values, joined as we join them.
    """
    for each, header in zip(found.columns, headers, strict=True):
        if fold(header) == fold(WHY_COLUMN):
            _set(each, "")
    mark = mark_in(headers)
    if mark is None:
        return []
    found.maker = "Goodwill" if _is_here(mark) else f"Goodwill {mark}"
    meanings = max(map(_meanings, types), key=lambda told: _share(told, headers), default={})
    if _share(meanings, headers) < _MOST:  # a firm of other words, or nothing of ours but the ids
        meanings = {}
    joined = []
    for each, header in zip(found.columns, headers, strict=True):
        if mark_of(header) is not None:
            _set(each, "own_id" if _is_here(mark) else "external_id")
        elif header in meanings and fields:
            name, is_joined = meanings[header]
            _set(each, fields.get(name, ""))
            joined += [each.position] if is_joined and each.target else []
    return joined


def _share(meanings: Mapping[str, object], headers: Sequence[str]) -> float:
    """Of the headers, those that we wrote; the fields that another firm made are none of ours."""
    others = _others(headers)
    return sum(map(meanings.__contains__, others)) / len(others) if others else 0.0


def _is_here(mark: str) -> bool:
    return mark in ("", firm_mark())


def _others(headers: Sequence[str]) -> list[str]:
    return [header for header in headers if header and mark_of(header) is None]


def _meanings(type: RecordType) -> dict[str, tuple[str, bool]]:
    """By header: the field whose own value stands there, "" for its second part, and whether several are joined."""
    told = codec(type, every_field(type)).meanings
    return {
        header: (field.name if part in ("", "name", "amount") else "", bool(field.many))
        for header, (field, part) in told.items()
    }


def _set(each: Suggestion, target: str) -> None:
    each.target, each.confidence, each.why, each.is_known = target, 1.0, Why.FILE if target else Why.MAKER, not target
