"""Fields of which no two records have the same value: a constraint of the database, an index without doubles.

Each write looks first, in its transaction, so that somebody reads which record has the value; what comes past that
look, because two write at the same moment, the database refuses.
"""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodwill.kernel import changes, extras, layout, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import Entry
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import CustomField, Tracked
from goodwill.kernel.seeds import seed
from goodwill.records import registry
from goodwill.records.custom.indexing import drop, valued
from goodwill.records.custom.known import field_of
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
            raise Invalid({field.name: twice(field, str(mine[value]))})
    if not mine:
        return
    _hold(kind, field, list(mine))
    for other, value in holders(kind, field, list(mine)):
        if other.pk != mine[value].pk:
            raise Invalid({field.name: twice(field, other, changes.current_batch().by)})


def holders(
    kind: RecordType, field: Field, values: Sequence[Any], among: "QuerySet[Any] | None" = None
) -> list[tuple[Tracked, Any]]:
    """The records that have one of these values; of those that are here, or `among` others."""
    assert field.kept is not None
    looked_at = kind.model.objects.all() if among is None else among
    rows = looked_at.filter(**kind.constant).annotate(unique_value=field.kept.compared)
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


def twice(field: Field, other: Tracked | str = "", by: Actor | None = None) -> str:
    """A record that the actor may not see is not named."""
    is_told = isinstance(other, str) or by is None or rights.allows(by, "read", other)
    sentence = _("%(other)s has this %(field)s already, and no two may have the same. Look at it, or type another one.")
    if not (other and is_told):
        sentence = _(
            "Another one has this %(field)s already, and no two may have the same. Look at it, or type another one."
        )
    return sentence % {"other": other, "field": field.label}


_CONSTRAINT = re.compile(r"own_field_(\d+)_unique")


@changes.projection(CustomField)
def constrain(entries: Sequence[Entry]) -> None:
    """Have the database refuse what is there twice, from the moment on at which a field says so; raises Invalid where
    that comes too late.
    """
    rows: dict[int, Any] = {entry.record.pk: entry.record for entry in entries}
    for row in rows.values():
        bring_in_line(row)


def bring_in_line(row: CustomField) -> None:
    name = f"own_field_{row.pk}_unique"
    owner = registry.get(row.type)
    if owner is None or not row.unique or row.deleted_at is not None:
        drop(name)
        return
    quote = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # it makes no index while checks of written rows wait
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                f"CREATE UNIQUE INDEX IF NOT EXISTS {quote(name)} ON {quote(owner.model._meta.db_table)} "
                f"({', '.join(valued(owner, field_of(row)))}) WHERE {quote('deleted_at')} IS NULL"
            )
    except IntegrityError as error:
        said = _("“%s” holds a value twice already, so nothing was changed. Make the values different first.")
        raise Invalid({"unique": said % row.label}) from error


@seed
def constrain_all() -> None:
    """Also what was made unique before the database knew of it, unless it is there twice."""
    for row in CustomField.objects.filter(unique=True):
        with suppress(Invalid):
            bring_in_line(row)


@extras.explainer
def explain(error: DatabaseError) -> Invalid | None:
    found = _CONSTRAINT.search(str(error))
    row = CustomField.objects.filter(pk=int(found[1])).first() if found and not connection.needs_rollback else None
    if row is None:
        return None
    return Invalid({row.name: twice(field_of(row))})
