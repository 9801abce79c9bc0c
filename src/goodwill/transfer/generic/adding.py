"""Whom a row names who is not here yet: added with the row, by name alone, where the options say as what."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Record
from goodwill.kernel.text import fold
from goodwill.records import registry, writing
from goodwill.records.api.one import creating_fields
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.transfer.mapping.fields import field_of

LONGEST = 200


def offers(type: RecordType, targets: Iterable[str], by: Actor) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each target that leads to other records, as what those may be added that a row names: codes with labels."""
    found = []
    for target in targets:
        meant = field_of(type, target)
        kinds = kinds_of(meant[0], by) if meant and not meant[1] else []
        if meant and kinds:
            label = _("%(field)s: whoever is not here yet") % {"field": meant[0].label}
            adding = _("is added as %(type)s, by name")
            found.append((target, label, [(one.name, adding % {"type": str(one.label).lower()}) for one in kinds]))
    return found


def kinds_of(field: Field, by: Actor) -> list[RecordType]:
    """The types of what the relation leads to, of which a name makes a whole record that the actor may add."""
    if field.kind is not Kind.RELATION:
        return []
    target = registry.target_of(field)
    narrower = [one for one in registry.for_model(target.model) if one.constant] if not target.constant else []
    return [one for one in narrower or [target] if _is_made_by_name(one) and rights.allows(by, "create", one.model)]


def _is_made_by_name(type: RecordType) -> bool:
    taken = creating_fields(type)
    needed = {name for name, field in taken.items() if field.required}
    return issubclass(type.model, Record) and type.title in taken and needed <= {type.title}


class Adding:
    """`chosen` are names of types by target; a target that it does not name adds nobody."""

    def __init__(self, type: RecordType, chosen: Mapping[str, str], by: Actor) -> None:
        self._type, self._chosen, self._by = type, chosen, by
        self._made: dict[tuple[str, str], int] = {}

    def as_what(self, field: Field) -> RecordType | None:
        wanted = self._chosen.get(f"{self._type.name}.{field.name}", "")
        return next((one for one in kinds_of(field, self._by) if one.name == wanted), None) if wanted else None

    def ids(self, named: Mapping[str, str]) -> dict[str, int]:
        """The records of these names, by the field that leads to each; made where there are none. In an open batch."""
        return {name: self._id(self._type.all_fields[name], text) for name, text in named.items()}

    def forget(self) -> None:
        """What was made is taken back."""
        self._made.clear()

    def _id(self, field: Field, text: str) -> int:
        kind = self.as_what(field)
        assert kind is not None
        key = kind.name, fold(text)
        if key not in self._made:
            found = _called(kind, text, self._by)
            self._made[key] = found or writing.create(kind, {kind.title: text}, by=self._by).pk
        return self._made[key]


def _called(type: RecordType, text: str, by: Actor) -> int | None:
    title = type.field(type.title)
    same: dict[str, Any] = {title.fold: fold(text)} if title.fold else {str(title.column): text}
    return type.rows(by).filter(**same).order_by("-id").values_list("pk", flat=True).first()
