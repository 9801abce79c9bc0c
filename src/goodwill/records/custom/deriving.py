"""What follows from the values of custom fields, filled in before each write: the compared form of texts."""

from collections.abc import Mapping
from typing import Any

from goodwill.kernel import extras, workspace
from goodwill.kernel.models import Profile, Tracked
from goodwill.records import registry
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import TEXTUAL, Field
from goodwill.records.filter.terms import compared


@extras.deriver
def fill_in(record: Tracked) -> None:
    if not record.extra or workspace.entered_one() is None:
        return
    folded = _folded(record.extra, _fields_of(type(record)))
    if folded != record.extra.get(extras.FOLDED, {}):
        kept = {name: value for name, value in record.extra.items() if name != extras.FOLDED}
        record.extra = {**kept, extras.FOLDED: folded} if folded else kept


def _fields_of(model: type[Tracked]) -> Mapping[str, Field]:
    """All custom fields of the types that live in the model's table; no two of them share a name."""
    kinds = registry.for_model(model)
    return {name: field for kind in kinds for name, field in own_fields(kind.name).items()}


def _folded(extra: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, str]:
    country = ""
    found = {}
    for name, value in extra.items():
        field = fields.get(name)
        if field is not None and field.kind in TEXTUAL and isinstance(value, str):
            country = country or Profile.current().country
            found[name] = compared(value, field, country)
    return found
