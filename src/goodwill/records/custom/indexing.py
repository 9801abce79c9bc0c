"""Indexes on values of custom fields: made as a job where a saved view sorts or filters by one."""

import re
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, jobs, layout
from goodwill.kernel.actors import system
from goodwill.kernel.changes import Entry
from goodwill.kernel.databases.sqlcipher import estimates
from goodwill.kernel.extras import COLUMN
from goodwill.kernel.jobs import job
from goodwill.kernel.models import CustomField, SavedView
from goodwill.kernel.seeds import seed
from goodwill.records import registry
from goodwill.records.custom.known import has_ties, index_name
from goodwill.records.fields import Field, Kind, column_at
from goodwill.records.registry import RecordType

_NAMES = re.compile(r"\bx_[a-z0-9_]+")
_WITHOUT = frozenset({Kind.LONG_TEXT, Kind.CHOICES})
"""Too long for an index, and looked into where no index helps."""


def wanted() -> list[CustomField]:
    """The fields that need an index, in the order in which they were made."""
    views = SavedView.objects.filter(type__in=[kind.name for kind in registry.types()]).values_list("filter", "sort")
    used = {name for texts in views for text in texts for name in _NAMES.findall(text)}
    rows = CustomField.objects.order_by("id")
    return [row for row in rows if row.name in used and row.kind not in _WITHOUT]


@changes.projection(SavedView, CustomField)
def follow(entries: Sequence[Entry]) -> None:
    """Have indexes made or taken away where the fields that need one are others now."""
    if any(isinstance(entry.record, CustomField) or _NAMES.search(_said(entry)) for entry in entries):
        jobs.enqueue(bring_in_line, by=system(), key="indexes")


def _said(entry: Entry) -> str:
    sides = (entry.before, entry.after)
    return " ".join(str(side.get(name, "")) for side in sides for name in ("filter", "sort"))


@job(
    "index-fields",
    label=_("Make lists by own fields fast"),
    every="27 0 * * *",
    priority=jobs.Priority.BULK,
    quiet=True,
)
def bring_in_line() -> None:
    """Make the indexes that are needed, and drop those that nobody needs or that are made otherwise now."""
    needed = {row.pk for row in wanted()}
    for row in CustomField.everything.exclude(indexed_as=""):
        if row.pk not in needed or row.indexed_as != index_name(row):
            drop(row.indexed_as)
            _keep(row, "")
    for row in CustomField.objects.filter(pk__in=needed, indexed_as=""):
        owner = registry.get(row.type)
        field = owner.all_fields.get(row.name) if owner else None
        if owner is not None and field is not None:
            drop(index_name(row))  # one that was left half made
            _make(owner, field, index_name(row))
            _keep(row, index_name(row))


@seed
def after_an_update() -> None:
    """A new version may make them otherwise: that need not wait for the night."""
    if CustomField.objects.exists():
        jobs.enqueue(bring_in_line, by=system(), key="indexes")


def make_again() -> None:
    """Those that fields have, in a database that was filled anew."""
    for row in CustomField.objects.exclude(indexed_as=""):
        owner = registry.get(row.type)
        field = owner.all_fields.get(row.name) if owner else None
        if owner is not None and field is not None:
            _make(owner, field, row.indexed_as)


def _make(owner: RecordType, field: Field, name: str) -> None:
    """As lists are sorted: by the value, then by the id; of many with the same value, in the usual order."""
    quote, table = connection.ops.quote_name, owner.model._meta.db_table
    columns = ", ".join([*valued(owner, field), *(_usual(owner) if has_ties(field.kind) else [quote("id")])])
    apart = "CONCURRENTLY " if connection.vendor == "postgresql" and not connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX {apart}IF NOT EXISTS {quote(name)} ON {quote(table)} ({columns}) "
            f"WHERE {quote('deleted_at')} IS NULL"
        )
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {quote(table)}")
        else:
            estimates.tell(connection, table)


def valued(owner: RecordType, field: Field) -> list[str]:
    """The beginning of an index on a field: what is the same in all rows of the type, then the value."""
    assert field.kept is not None
    quote = connection.ops.quote_name
    first = [quote(str(column_at(owner.model, name)[0].column)) for name in owner.constant]
    return [*first, f"({field.kept.compared.statement(connection.vendor, quote(COLUMN))})"]


def _usual(owner: RecordType) -> list[str]:
    """The columns of the type's usual order, down to the id."""
    field = owner.all_fields.get(owner.sort.lstrip("-"))
    names = [column_at(owner.model, name)[0].column for name in (field.order if field else None) or ()]
    down = " DESC" if owner.sort.startswith("-") else ""
    return [f"{connection.ops.quote_name(str(name))}{down}" for name in dict.fromkeys([*names, "id"])]


def drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")


def _keep(row: CustomField, name: str) -> None:
    with changes.batch(system(), "index_field"):
        changes.update(row, validated=True, indexed_as=name)
        layout.changed()
