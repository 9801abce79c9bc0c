"""What follows from the values of custom fields, filled in before each write: computed values, and the compared
form of texts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from goodwill.kernel import extras, layout, workspace
from goodwill.kernel.models import Profile, Tracked
from goodwill.records import registry
from goodwill.records.custom.computing import compute
from goodwill.records.custom.known import counts_of, formulas_of, own_fields, removed_texts
from goodwill.records.custom.placing import placed, places_among
from goodwill.records.fields import TEXTUAL, Field, Kind
from goodwill.records.filter.terms import compared

LONGEST = 600
"""Characters of a text that are compared: an index of PostgreSQL takes no more than 2,700 bytes."""
_FOLLOWING = (extras.FOLDED, extras.COMPUTED, extras.PLACED)


@extras.deriver
def fill_in(records: Sequence[Tracked]) -> None:
    if workspace.entered_one() is None:
        return
    fields = _fields_of(type(records[0]))
    removed = layout.made("removed fields", removed_texts).get(records[0].ref_name(), {})
    if fields or removed:
        for record in records:
            _fill_in(record, fields, removed)
        if places := places_among(fields):
            placed(records, places)


def _fill_in(record: Tracked, fields: Mapping[str, Field], removed: Mapping[str, Field]) -> None:
    """What was written in removed fields stays comparable: what is unique is so again at the moment it comes back."""
    given = {name: value for name, value in record.extra.items() if name not in _FOLLOWING}
    computed = _computed(record, fields)
    folded = _folded(given, computed, {**removed, **fields} if removed else fields)
    following = {extras.COMPUTED: computed, extras.FOLDED: folded}
    record.extra = {**given, **{key: found for key, found in following.items() if found}}


def _computed(record: Tracked, fields: Mapping[str, Field]) -> dict[str, Any]:
    """What formulas make; what was rolled up from other records stays as it is."""
    if not any(field.kept and field.kept.computed for field in fields.values()):
        return {}
    kind = registry.for_record(record)
    if kind is None:
        return {}
    formulas, counts = formulas_of(kind.name), counts_of(kind.name)
    rolled = {field.kept.key: name for name, field in fields.items() if field.kept and name not in formulas}
    held = {key: value for key, value in record.extra.get(extras.COMPUTED, {}).items() if key in rolled}
    held = {key: 0 for key, name in rolled.items() if name in counts} | held
    return compute(record, kind, held) if formulas else held


def _fields_of(model: type[Tracked]) -> Mapping[str, Field]:
    """All custom fields of the model's types, no two of which share a name; each type of a firm's own has its model."""
    return layout.made(f"own fields of the model {model.ref_name()}", lambda: _load(model))


def _load(model: type[Tracked]) -> Mapping[str, Field]:
    kinds = registry.for_model(model)
    return {name: field for kind in kinds for name, field in own_fields(kind.name).items()}


def _folded(given: Mapping[str, Any], computed: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, str]:
    country = ""
    found = {}
    for name, field in fields.items():
        kept = field.kept
        if kept is None or field.kind not in TEXTUAL:
            continue
        value = (computed if kept.computed else given).get(kept.key)
        if isinstance(value, str):
            country = country or Profile.current().country
            whole = compared(value, field, country)
            found[name] = whole if field.kind is Kind.LONG_TEXT else whole[:LONGEST]
    return found
