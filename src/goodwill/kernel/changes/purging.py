"""Purging: what lies in the trash leaves for good."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from goodwill.kernel import search
from goodwill.kernel.changes.batches import current_batch
from goodwill.kernel.models import About, Change, Link, Record, Tracked
from goodwill.kernel.refs import Ref, models_by_name

AT_ONCE = 500


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
    for rows in record.falls_with_it():
        _remove_all(rows)
    for part in _rows_about([record.ref]):
        _remove(part)
    _unlink([record.ref])
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


def _remove_all(rows: "models.QuerySet[Any]") -> None:
    """The same for all of some records to which no foreign key points, in few statements."""
    name = rows.model.ref_name()
    while refs := [Ref(name, pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        ids = [ref.id for ref in refs]
        for part in _rows_about(refs):
            _remove(part)
        _unlink(refs, together=True)
        search.forget(name, ids)
        Change.objects.filter(type=name, ref_id__in=ids).update(before={}, after={})
        rows.model.everything.filter(pk__in=ids).delete()


def _unlink(refs: Sequence[Ref], *, together: bool = False) -> None:
    """Forget where their own relations lead; raises where those of others lead to one of them.

    What goes `together` with all of its type may lead to one another.
    """
    name, ids = refs[0].type, [ref.id for ref in refs]
    Link.objects.filter(type=name, ref_id__in=ids).delete()
    leading = Link.objects.filter(to_type=name, to_id__in=ids)
    if (leading.exclude(type=name) if together else leading).exists():
        raise _Needed


def _rows_about(refs: Sequence[Ref]) -> list[Tracked]:
    """What hangs on the records and is nothing without them; raises where a record of its own is about one."""
    name, ids = refs[0].type, [ref.id for ref in refs]
    found: list[Tracked] = []
    for model in models_by_name().values():
        if issubclass(model, About):
            rows = list(model.everything.filter(about_type=name, about_id__in=ids))
            if rows and Record in model.__mro__:
                raise _Needed
            found += rows
    return found
