"""JSON that left a Goodwill: read as the table that the same export would be as CSV."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from goodwill.kernel.formulas import OWN_COLUMN, unguard
from goodwill.records import registry
from goodwill.records.codec import Codec, codec, whole
from goodwill.records.codec.beside import every_field
from goodwill.records.codec.formats import FIRM_KEY, TYPE_KEY
from goodwill.records.fields import Field, Kind
from goodwill.transfer.readers.flattening import Path, flattened, name_of

_BOOKKEEPING = frozenset({TYPE_KEY, FIRM_KEY, "id", "version"})


@dataclass(frozen=True)
class Ours:
    """`strange` are the ways to what this firm has no field for: a field of the firm that wrote it."""

    codec: Codec
    headers: list[str]
    strange: list[Path] = field(default_factory=list)

    def cells(self, row: Mapping[str, Any]) -> list[str]:
        told = {each.name: _kept(each, row.get(each.name)) for each in self.codec.fields}
        cells = [unguard(text) for text in self.codec.texts({"id": row.get("id") or "", **told})]
        if self.strange:
            others = flattened({key: value for key, value in row.items() if key not in told})
            cells += [others.get(path, "") for path in self.strange]
        return cells


def maker(row: Mapping[str, Any]) -> tuple[str, str | None]:
    """The type of a row that left a Goodwill, and the mark of its firm; "" and None for one of another program."""
    told, mark = row.get(TYPE_KEY), row.get(FIRM_KEY)
    if not isinstance(told, str) or not isinstance(mark, str) or "id" not in row:
        return "", None
    return told, mark


def is_told_with_its_record(type_name: str, mark: str | None) -> bool:
    """A part of one record that left with everything: nothing of its own, and nothing to read alone."""
    return mark is not None and whole.is_part(type_name)


def columns(type_name: str, mark: str | None, keys: Iterable[str]) -> Ours | None:
    """How rows with these keys are told; None for those of another program, and of a type that this firm has not."""
    known = registry.get(type_name) if mark is not None else None
    if known is None:
        return None
    keys = set(keys)
    fields = [each for each in every_field(known) if each.name in keys]
    made = codec(known, fields)
    others = sorted(keys - {each.name for each in fields} - _BOOKKEEPING)
    strange: list[Path] = [(key,) for key in others]
    first = f"{OWN_COLUMN} ({mark})" if mark else OWN_COLUMN
    headers = [first, *made.headers[1:], *map(name_of, strange)]
    return Ours(made, headers, strange)


def _kept(field: Field, value: Any) -> Any:
    is_several = bool(field.many) or field.kind in (Kind.TAGS, Kind.CHOICES)
    return value if value is not None else [] if is_several else None
