"""What rows say of the fields that the firm made for persons and companies: read here, where the firm is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import Draft, RowDraft
from goodwill.areas.people.models import Party
from goodwill.kernel import changes, extras
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.inserting import fresh
from goodwill.records import registry
from goodwill.records.codec import written
from goodwill.records.custom.beginning import usual
from goodwill.records.custom.known import own_fields
from goodwill.records.custom.uniqueness import unique_fields
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.records.values import read_value
from goodwill.transfer.generic.reading import Line, Reader
from goodwill.transfer.values import Given

KINDS = tuple(PartyKind.values)
TYPES = (*KINDS, "party")


def readers(by: Actor) -> dict[str, Reader]:
    """One for each type, for a whole pass: it remembers what its targets mean."""
    return {name: Reader(kind, by) for name in KINDS if (kind := registry.get(name))}


def fill(rows: Sequence[Given], by: Actor, reading: Mapping[str, Reader]) -> None:
    """Add to the drafts of rows what their own columns hold, in few queries for all of them."""
    drafts = [given for given in rows if isinstance(given.draft, RowDraft) and "." in "".join(given.values)]
    for name in KINDS if drafts else ():
        told = [(given, mine) for given in drafts if (mine := _of(given, name))]
        kind = registry.get(name) if told else None
        if kind is not None:
            lines = reading[name].read([Given(given.number, values=mine) for given, mine in told])
            for (given, mine), line in zip(told, lines, strict=True):
                _take(given.draft, name, _stored(kind, line, mine, by))


def any_computed() -> bool:
    """Whether something of parties follows from other fields, as the firm made it: then nothing is made ahead."""
    return any(field.kept and field.kept.computed for name in TYPES for field in own_fields(name).values())


def usual_extra(by: Actor) -> dict[str, dict[str, Any]]:
    """By kind, what a new party holds of which nothing is said, with what follows from it."""
    found = {}
    for name in KINDS:
        kind = registry.get(name)
        if kind and (values := usual(kind, by)):
            party = fresh(Party, {"kind": name, "extra": values})
            extras.derive_many([party])
            found[name] = {key: value for key, value in party.extra.items() if key != extras.COMPUTED}
    return found


def unique_targets() -> frozenset[str]:
    """Fields of which no two have the same value: whoever writes them looks for the other one."""
    kinds = filter(None, map(registry.get, TYPES))
    return frozenset(f"{kind.name}.{field.name}" for kind in kinds for field in unique_fields(kind))


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
