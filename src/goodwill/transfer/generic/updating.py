"""What rows would change of records of a type, field by field."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told
from goodwill.records import registry
from goodwill.records.codec import written
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.registry import RecordType
from goodwill.records.show import labels_for, show, title_of
from goodwill.records.story import words_of
from goodwill.records.values import read_value
from goodwill.transfer.generic.happened import held
from goodwill.transfer.generic.session import Plan
from goodwill.transfer.hanging import Hanging
from goodwill.transfer.importers import Decision
from goodwill.transfer.mapping.fields import written_fields
from goodwill.transfer.updates import Line, Update


def updates(type: RecordType, decisions: Sequence[Decision], by: Actor) -> list[Update]:
    """`Plan.record` may have been written to on trial: what is here now is read anew."""
    plans = [(each.given.number, each.plan) for each in decisions if not isinstance(each.plan.record, Plan)]
    here = {one.pk: one for one in type.rows(by).filter(pk__in=[plan.record.pk for _row, plan in plans])}
    fields = written_fields(type)
    return [
        Update(row, type.name, record.pk, title_of(type, record), list(_lines(type, fields, plan, record, by)))
        for row, plan in plans
        if (record := here.get(plan.record.pk))
    ]


def _lines(type: RecordType, fields: dict[str, Field], plan: Plan, record: Any, by: Actor) -> Iterator[Line]:
    for name, raw in plan.values.items():
        field = fields[name]
        if readable(field, by):
            yield Line(str(field.label), *_words(type, field, raw, record, by))
    for name, text in plan.named.items():
        if readable(fields[name], by):
            yield Line(str(fields[name].label), "", text)
    yield from hung(plan.added)


def _words(type: RecordType, field: Field, raw: Any, record: Any, by: Actor) -> tuple[str, str]:
    now = held(type, field, record)
    try:
        if field.kind is Kind.MONEY:
            raw = written(type, {field.name: raw}, record)[field.name]
        then = read_value(field, raw, by)
    except Told:
        then = raw
    labels = labels_for([field], [{field.name: now}, {field.name: then}], by)
    return words_of(show(field, now, labels)), words_of(show(field, then, labels))


def hung(added: Hanging) -> Iterator[Line]:
    note, tag = registry.get("note"), registry.get("tag")
    yield from (Line(str(note.label) if note else _("Note"), "", text) for text in added.notes)
    yield from (Line(str(tag.label) if tag else _("Tag"), "", text) for text in added.tags)
    yield from (Line(_("Number in the old system"), "", key.partition(":")[2]) for key in added.keys)
