"""Fields of which no two records have the same value: looked at with each write, in its transaction."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from goodwill.kernel import extras, layout
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import CustomField, Tracked
from goodwill.records import registry
from goodwill.records.fields import TEXTUAL, Field
from goodwill.records.registry import RecordType


def unique_fields(type: RecordType) -> list[Field]:
    names = layout.made("unique fields", _load)
    return [type.field(name) for owner, name in names if owner == type.name]


def _load() -> list[tuple[str, str]]:
    return list(CustomField.objects.filter(unique=True).order_by("id").values_list("type", "name"))


@extras.checker
def refuse_twice(records: Sequence[Tracked]) -> None:
    """Raises Invalid where a value is there already, on another record or on another one of these."""
    kinds = [kind for kind in registry.for_model(type(records[0])) if unique_fields(kind)]
    for kind in kinds:
        its = [record for record in records if kind.holds(record)]
        for field in unique_fields(kind):
            _refuse(kind, field, its)


def _refuse(kind: RecordType, field: Field, records: Sequence[Tracked]) -> None:
    mine: dict[Any, Tracked] = {}
    for record in records:
        value = compared(field, record)
        if value is not None and mine.setdefault(value, record) is not record:
            raise _twice(field, record, mine[value])
    if not mine:
        return
    _hold(kind, field, list(mine))
    for other, value in holders(kind, field, list(mine)):
        if other.pk != mine[value].pk:
            raise _twice(field, mine[value], other)


def holders(kind: RecordType, field: Field, values: Sequence[Any]) -> list[tuple[Tracked, Any]]:
    """The records that have one of these values."""
    assert field.kept is not None
    rows = kind.model.objects.filter(**kind.constant).annotate(unique_value=field.kept.compared)
    return [(row, compared(field, row)) for row in rows.filter(unique_value__in=values)]


def first_double(kind: RecordType, field: Field) -> Any:
    """A value that two records have; None if there is none."""
    assert field.kept is not None
    rows = kind.model.objects.filter(**kind.constant).annotate(unique_value=field.kept.compared)
    seen: set[Any] = set()
    for value in rows.exclude(unique_value=None).order_by().values_list("unique_value", flat=True).iterator():
        if value in seen:
            return value
        seen.add(value)
    return None


def compared(field: Field, record: Tracked) -> Any:
    if field.kind in TEXTUAL:
        return record.extra.get(extras.FOLDED, {}).get(field.name)
    return record.extra.get(field.name)


def _hold(kind: RecordType, field: Field, values: Sequence[Any]) -> None:
    """Two writers of one value wait for each other. On SQLite they do so anyway."""
    if connection.vendor != "postgresql":
        return
    keys = (hashlib.sha256(f"{kind.ref_name} {field.name} {value}".encode()).digest()[:8] for value in values)
    with connection.cursor() as cursor:
        for key in sorted(int.from_bytes(one, signed=True) for one in keys):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _twice(field: Field, record: Tracked, other: Tracked) -> Invalid:
    sentence = _("%(other)s has this %(field)s already, and no two may have the same. Look at it, or type another one.")
    return Invalid({field.name: sentence % {"other": other, "field": field.label}})
