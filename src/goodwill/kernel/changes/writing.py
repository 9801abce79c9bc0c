"""Create, update, trash and restore: each writes the row and logs what differs in the open batch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from goodwill.kernel import extras, rights
from goodwill.kernel.changes.batches import OpenBatch, current_batch
from goodwill.kernel.changes.values import assign, canonical, filled, logged_fields, plain, snapshot
from goodwill.kernel.errors import Conflict, Invalid, Refused
from goodwill.kernel.inserting import insert, insert_one
from goodwill.kernel.models import Change, Tracked

T = TypeVar("T", bound=Tracked)
MOVED_AT_ONCE = 1000


def create(record: T, *, validated: bool = False) -> T:
    """Insert a new record. Raises Invalid with a sentence for each field that cannot be taken."""
    batch = current_batch()
    rights.require_rows(batch.by, (record,))
    _stamp_new(record, batch)
    record.derive()
    extras.derive(record)
    if not validated:
        validate(record, logged_fields(type(record)))
    extras.check([record])
    insert_one(record)
    batch.log(Change.Kind.CREATE, record, {}, filled(record))
    return record


def create_many(records: Iterable[T], *, derived: bool = False) -> list[T]:
    """Insert records whose values were checked before, in one statement per kind of row.

    `derived` says that their derived columns are filled already, as `derive` would.
    """
    batch = current_batch()
    rows = list(records)
    rights.require_rows(batch.by, rows)
    for record in rows:
        _stamp_new(record, batch)
        if not derived:
            record.derive()
        for name in record.follows_creation if derived else ():
            setattr(record, name, getattr(record, name) or record.created_at)
    extras.derive_many(rows)
    extras.check(rows)
    insert(rows)
    create = Change.Kind.CREATE
    for record in rows:
        batch.log(create, record, {}, filled(record))
    return rows


def update(record: T, *, base_version: int | None = None, validated: bool = False, **values: Any) -> T:
    """Change fields; what is equal already is no change, and without any change nothing is written.

    With `base_version`, a field of `values` that somebody changed since raises Conflict; other changes since stay.
    """
    batch = current_batch()
    stored = type(record).locked(record.pk)
    values = canonical(type(record), values)
    _refuse_if_kept(type(record), values)
    before = snapshot(stored, values)
    for name, value in values.items():
        assign(stored, name, value)
    after = snapshot(stored, values)
    rights.require_fields(batch.by, stored, before, after)
    differing = [name for name in after if after[name] != before[name]]
    if base_version is not None and base_version < stored.version and differing:
        _refuse_collision(stored, base_version, differing, before, after)
    unlogged = [name for name in values if name not in after]
    if differing or unlogged:
        if not validated:
            validate(stored, differing)
        _write(stored, batch, [*differing, *unlogged])
        if differing:
            _log_update(batch, stored, before, after, differing)
    _copy(stored, record)
    return record


def update_many(records: "models.QuerySet[T] | Iterable[T]", **values: Any) -> int:
    """Set the same values on many records; returns how many differed."""
    return update_each(dict.fromkeys(records, values))


def update_each(records: "Mapping[T, Mapping[str, Any]]") -> int:
    """Set each record's own values, which were checked before, in few statements; returns how many differed.

    The records were read with `select_for_update` in this transaction: what they hold is written back.
    """
    batch = current_batch()
    changed = []
    names: set[str] = set()
    for record, given in records.items():
        values = canonical(type(record), given)
        _refuse_if_kept(type(record), values)
        before = snapshot(record, values)
        for name, value in values.items():
            assign(record, name, value)
        after = snapshot(record, values)
        rights.require_fields(batch.by, record, before, after)
        differing = [name for name in after if after[name] != before[name]]
        if differing:
            names.update(_stamp_change(record, batch))
            changed.append((record, before, after, differing))
            names.update(map(extras.column_of, values))
    if changed:
        model = type(changed[0][0])
        columns = [*names, *_derived(model), "version", "changed_at", "changed_by"]
        for rows in _givers_first(changed):
            extras.check([row[0] for row in rows if any(map(extras.is_extra, row[3]))])
            model.everything.bulk_update([row[0] for row in rows], columns, batch_size=200)
    for record, before, after, differing in changed:
        _log_update(batch, record, before, after, differing)
    return len(changed)


Changed = tuple[Any, dict[str, Any], dict[str, Any], list[str]]


def _givers_first(changed: Sequence[Changed]) -> list[list[Changed]]:
    """Who gives a value up before who takes it: of some, no two may have the same, not even for a moment."""
    model: type[models.Model] = type(changed[0][0])
    bound = _bound(model)
    gives = [
        any(extras.is_extra(name) and after[name] is None for name in names)
        or any(name in names and before[name] == value for name, value in bound)
        for _row, before, after, names in changed
    ]
    parts = ([row for row, given in zip(changed, gives, strict=True) if given is first] for first in (True, False))
    return [part for part in parts if part]


@cache
def _bound(model: type[models.Model]) -> frozenset[tuple[str, Any]]:
    """What rows have to hold so that a constraint lets but one of them be: to be the main one."""
    rules = [one.condition for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    told = (child for rule in rules if rule for child in rule.children if isinstance(child, tuple))
    return frozenset((name, value) for name, value in told if name != "deleted_at")


def derive_anew(records: Iterable[Tracked], first: Callable[[Tracked], None] | None = None) -> int:
    """Fill in again what follows from the values of records of one model; returns how many differed.

    It is no change: neither version nor history tell of it. The records were read with `select_for_update` in this
    transaction; `first` sets what comes from elsewhere.
    """
    changed = []
    for record in records:
        before = record.extra
        if first is not None:
            first(record)
        extras.derive(record)
        if record.extra != before:
            changed.append(record)
    if changed:
        type(changed[0]).everything.bulk_update(changed, [extras.COLUMN], batch_size=200)
    return len(changed)


def trash(record: T) -> T:
    """Put the record in the trash; it keeps its id and everything that hangs on it."""
    batch = current_batch()
    _refuse_if_kept(type(record), ("deleted_at",))
    stored = type(record).locked(record.pk)
    rights.require_rows(batch.by, (stored,))
    if stored.deleted_at is None:
        stored.deleted_at = batch.at
        _write(stored, batch, ["deleted_at"])
        batch.log(Change.Kind.TRASH, stored, snapshot(stored), {})
    _copy(stored, record)
    return record


def restore(record: T) -> T:
    batch = current_batch()
    _refuse_if_kept(type(record), ("deleted_at",))
    stored = type(record).locked(record.pk)
    rights.require_rows(batch.by, (stored,))
    if stored.deleted_at is not None:
        stored.deleted_at = None
        extras.check([stored])
        _write(stored, batch, ["deleted_at"])
        batch.log(Change.Kind.RESTORE, stored, {}, snapshot(stored))
    _copy(stored, record)
    return record


def trash_many(records: Iterable[Tracked]) -> int:
    """Put records of one model in the trash, in few statements; returns how many were not there yet.

    They were read with `select_for_update` in this transaction.
    """
    return _move_many([record for record in records if record.deleted_at is None], to_trash=True)


def restore_many(records: Iterable[Tracked]) -> int:
    """The way back of `trash_many`."""
    return _move_many([record for record in records if record.deleted_at is not None], to_trash=False)


def _move_many(records: Sequence[Tracked], *, to_trash: bool) -> int:
    batch = current_batch()
    rights.require_rows(batch.by, records)
    if not to_trash:
        extras.check(records)
    for start in range(0, len(records), MOVED_AT_ONCE):
        chunk = records[start : start + MOVED_AT_ONCE]
        type(chunk[0]).everything.filter(pk__in=[record.pk for record in chunk]).update(
            deleted_at=batch.at if to_trash else None,
            version=models.F("version") + 1,
            changed_at=batch.at,
            changed_by=batch.by.user_id,
        )
    for record in records:
        record.deleted_at = batch.at if to_trash else None
        record.version += 1
        record.changed_at, record.changed_by_id = batch.at, batch.by.user_id
        held = filled(record)
        if to_trash:
            batch.log(Change.Kind.TRASH, record, held, {})
        else:
            batch.log(Change.Kind.RESTORE, record, {}, held)
    return len(records)


def validate(record: Tracked, names: Iterable[str]) -> None:
    """Check the named fields and the model's own rules and unique ones; raises Invalid."""
    fields = {field.name for field in record._meta.concrete_fields}
    loaded = {field.name for field in record._meta.concrete_fields if field.name in record._state.fields_cache}
    try:
        record.clean_fields(exclude=fields - set(names) | loaded)  # a record at hand need not be looked up again
        record.clean()
        record.validate_unique(exclude=fields - set(names))
        record.validate_constraints(exclude=fields - set(names) - {"deleted_at"})
    except ValidationError as error:
        raise Invalid(_sentences(error)) from error


def _refuse_if_kept(model: type[Tracked], names: Iterable[str]) -> None:
    if model.append_only and set(names) - {model.belongs_to}:
        raise Refused(_("This stays as it was written, because it is proof. Nothing was changed. Add a new entry."))


def _sentences(error: ValidationError) -> Mapping[str, str]:
    if hasattr(error, "error_dict"):
        return {
            ("" if name == "__all__" else name): " ".join(messages) for name, messages in error.message_dict.items()
        }
    return {"": " ".join(error.messages)}


def _derived(model: type[Tracked]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in model.derived]


def _stamp_new(record: Tracked, batch: OpenBatch) -> None:
    record.version = 1
    record.created_at = record.created_at or batch.at
    record.changed_at = record.created_at
    record.created_by_id = record.changed_by_id = batch.by.user_id


def _stamp_change(record: Tracked, batch: OpenBatch) -> set[str]:
    """Returns the columns that follow from others and have to be written, beside those that the model names."""
    record.version += 1
    record.changed_at = batch.at
    record.changed_by_id = batch.by.user_id
    record.derive()
    return {extras.COLUMN} if extras.derive(record) else set()


def _write(stored: Tracked, batch: OpenBatch, names: list[str]) -> None:
    following = _stamp_change(stored, batch)
    if any(map(extras.is_extra, names)):
        extras.check([stored])
    columns = {*map(extras.column_of, names), *following, *_derived(type(stored))}
    columns |= {"version", "changed_at", "changed_by"}
    stored.save_base(update_fields=frozenset(columns), force_update=True)


def _log_update(
    batch: OpenBatch, record: Tracked, before: dict[str, Any], after: dict[str, Any], differing: list[str]
) -> None:
    batch.log(
        Change.Kind.UPDATE,
        record,
        {name: before[name] for name in differing},
        {name: after[name] for name in differing},
    )


def _refuse_collision(
    stored: Tracked, base_version: int, differing: list[str], before: dict[str, Any], after: dict[str, Any]
) -> None:
    since = Change.objects.filter(type=stored.ref_name(), ref_id=stored.pk, version__gt=base_version)
    touched = {name for change in since for name in change.after}
    collisions = [name for name in differing if name in touched]
    if collisions:
        fresh = type(stored).everything.get(pk=stored.pk)
        raise Conflict(
            fresh, {name: plain(before[name]) for name in collisions}, {name: after[name] for name in collisions}
        )


def _copy(stored: Tracked, record: Tracked) -> None:
    """Bring the caller's object to what is stored now; its loaded relations go where their key changed.

    What the database generates is read again when somebody asks for it.
    """
    for field in stored._meta.concrete_fields:
        if field.generated:
            record.__dict__.pop(field.attname, None)
            continue
        if getattr(record, field.attname, None) != getattr(stored, field.attname):
            setattr(record, field.attname, getattr(stored, field.attname))
