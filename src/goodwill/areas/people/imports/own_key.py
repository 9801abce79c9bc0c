"""A field that the firm made and of which no two parties have the same value: files find them by a customer number."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from goodwill.areas.people.imports.drafts import Draft
from goodwill.areas.people.imports.firm_fields import unique_targets
from goodwill.areas.people.models import Party
from goodwill.kernel.models import Profile
from goodwill.records import registry
from goodwill.records.custom.deriving import LONGEST
from goodwill.records.custom.uniqueness import holders
from goodwill.records.fields import TEXTUAL, Kind
from goodwill.records.filter.terms import compared
from goodwill.transfer.importers import Words
from goodwill.transfer.mapping.targets import TARGETS

_KINDS = (*TEXTUAL, Kind.NUMBER)


def own_matches(targets: Mapping[int, str]) -> list[tuple[str, Words]]:
    """By which of the columns a party can be found, beside what every party is found by."""
    unique = unique_targets()
    return [(key, str(TARGETS[key].name)) for key in targets.values() if key in unique and _field_of(key)]


def own_key(target: str) -> "OwnKey | None":
    return OwnKey(target) if target in unique_targets() and _field_of(target) else None


class OwnKey:
    def __init__(self, target: str) -> None:
        self._kind, self._field = _field_of(target)
        self._country = Profile.current().country

    def of(self, kind: str, values: Mapping[str, Any]) -> Hashable | None:
        """As it is compared; None for a party of another kind, or without one."""
        value = values.get(self._field.name)
        if value in (None, "") or self._kind.constant.get("kind", kind) != kind:
            return None
        if self._field.kind in TEXTUAL:
            return compared(str(value), self._field, self._country)[:LONGEST]
        found: Hashable = value
        return found

    def of_party(self, party: Party) -> Hashable | None:
        return self.of(party.kind, party.extra)

    def of_draft(self, draft: Draft) -> Hashable | None:
        return self.of(draft.kind, draft.fields)

    def wanted(self, drafts: Iterable[Draft]) -> set[Hashable]:
        return {value for draft in drafts if (value := self.of_draft(draft)) is not None}

    def ids(self, wanted: Collection[Hashable], among: "QuerySet[Party] | None" = None) -> Collection[int]:
        """Of the parties that have one of these values."""
        found = holders(self._kind, self._field, list(wanted), among) if wanted else []
        return [party.pk for party, _value in found]


def _field_of(target: str) -> Any:
    type_name, _dot, name = target.partition(".")
    known = registry.get(type_name)
    field = known.all_fields.get(name) if known else None
    return (known, field) if field and field.kind in _KINDS else None
