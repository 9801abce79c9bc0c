"""What rows say of the fields that the firm made for persons and companies: read here, where the firm is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import Draft, RowDraft
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.records import registry
from goodwill.records.codec import written
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.records.values import read_value
from goodwill.transfer.generic.reading import Line, Reader
from goodwill.transfer.values import Given

KINDS = (PartyKind.PERSON.value, PartyKind.COMPANY.value)


def fill(rows: Sequence[Given], by: Actor) -> None:
    """Add to the drafts of rows what their own columns hold, in few queries for all of them."""
    saying = [given for given in rows if "." in "".join(given.values) and given.draft]
    for name in KINDS if saying else ():
        told = [(given, mine) for given in saying if (mine := _of(given, name))]
        kind = registry.get(name) if told else None
        if kind is not None:
            lines = Reader(kind, by).read([Given(given.number, values=mine) for given, mine in told])
            for (given, mine), line in zip(told, lines, strict=True):
                _take(given.draft, name, _stored(kind, line, mine, by))


def _of(given: Given, name: str) -> dict[str, list[str]]:
    return {target: texts for target, texts in given.values.items() if target.startswith(f"{name}.")}


def _stored(
    kind: RecordType, line: Line, told: Mapping[str, list[str]], by: Actor
) -> dict[str, tuple[Field, Any, str, str]]:
    """By field: its stored value, or the text that was not taken and why."""
    found: dict[str, tuple[Field, Any, str, str]] = {}
    reasons = dict(line.wrong)
    for target, texts in told.items():
        field = kind.all_fields.get(target.partition(".")[2].partition(":")[0])
        if field is None or field.name in found:
            continue
        value, why = None, reasons.get(texts[0], "")
        if field.name in line.values:
            try:
                value = _value(kind, field, line.values[field.name], by)
            except Invalid as refusal:
                why = refusal.sentence
        found[field.name] = (field, value, " ".join(texts), why)
    return found


def _value(kind: RecordType, field: Field, raw: Any, by: Actor) -> Any:
    if field.kind is Kind.MONEY:
        raw = written(kind, {field.name: raw})[field.name]
    return changes.plain(read_value(field, raw, by))


def _take(row: RowDraft, name: str, found: Mapping[str, tuple[Field, Any, str, str]]) -> None:
    draft = next((one for one in (row.main, row.company, row.person) if one and one.kind == name), None)
    into: Draft = draft or row.main
    for field, value, text, why in found.values():
        if draft is not None and not why:
            draft.fields[field.name] = value
            continue
        line = f"{field.label}: {text}"
        if line not in into.notes:
            into.notes.append(line)
            row.wrong.append((str(field.label), text, why))
