"""Purging: what lies in the trash leaves for good."""

from django.db import transaction
from django.db.models import ProtectedError

from goodwill.kernel.changes.batches import current_batch
from goodwill.kernel.models import About, Change, Link, Record, Tracked
from goodwill.kernel.refs import Ref, models_by_name


class _Needed(Exception):
    """Something still speaks of the record."""


def purge(record: Tracked) -> bool:
    """Remove a record that lies in the trash, with its parts and what was derived from it.

    False, and nothing is written, while another record refers to it or is about it. History keeps who did what to it
    and when, but none of its values, and there is no undo.
    """
    batch = current_batch()
    try:
        with transaction.atomic():
            held = type(record).locked(record.pk)
            if held.deleted_at is None:
                raise _Needed
            _remove(held)
    except (ProtectedError, _Needed):
        return False
    return batch.id > 0


def _remove(record: Tracked) -> None:
    for part in (*_rows_about(record.ref), *record.falls_with_it()):
        _remove(part)
    _unlink(record)
    for relation in record._meta.related_objects:
        model, link = relation.related_model, relation.field.name
        if relation.many_to_many or (issubclass(model, Tracked) and model.belongs_to != link):
            continue
        if issubclass(model, Tracked):
            for row in model.everything.filter(**{link: record}):
                _remove(row)
        else:
            model._base_manager.filter(**{link: record}).delete()
    Change.objects.filter(type=record.ref_name(), ref_id=record.pk).update(before={}, after={})
    type(record).everything.filter(pk=record.pk).delete()


def _unlink(record: Tracked) -> None:
    """Forget where the record's own relations lead; raises where another record's lead to it."""
    Link.objects.filter(type=record.ref_name(), ref_id=record.pk).delete()
    if Link.objects.filter(to_type=record.ref_name(), to_id=record.pk).exists():
        raise _Needed


def _rows_about(ref: Ref) -> list[Tracked]:
    """What hangs on the record and is nothing without it; raises where a record of its own is about it."""
    found: list[Tracked] = []
    for model in models_by_name().values():
        if issubclass(model, About):
            rows = list(model.everything.filter(about_type=ref.type, about_id=ref.id))
            if rows and Record in model.__mro__:
                raise _Needed
            found += rows
    return found
