"""Stored values as a page shows them: words with a tone, links to other records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language

from goodwill.kernel.actors import Actor
from goodwill.kernel.countries import country_name
from goodwill.kernel.locale import language_names
from goodwill.kernel.money import Money
from goodwill.records.fields import CODED, LINKED, Choice, Field, Kind, readable, writable
from goodwill.records.labels import Link, labels_at_hand, labels_of
from goodwill.records.registry import RecordType


@dataclass(frozen=True, slots=True)
class Shown:
    """One value, ready for `ui.value`: a word, a date, a number, a Link, a Choice or a list of these.

    `editable` where the reader may write the field, as far as the record itself may be changed.
    """

    field: Field
    value: Any
    empty: bool = False
    editable: bool = False


Labels = Mapping[str, Mapping[int, Link]]


def labels_for(fields: Iterable[Field], rows: Sequence[Mapping[str, Any]], actor: Actor) -> Labels:
    """By field name, the labels of everything that rows (values by field name) point at; one query a field."""
    linked = [field for field in fields if field.kind in LINKED]
    ids = {field.name: {row[field.name] for row in rows if row.get(field.name)} for field in linked}
    return {field.name: labels_of(field, ids[field.name], actor) for field in linked}


def show(field: Field, stored: Any, labels: Labels) -> Shown:
    if field.is_empty(stored):
        return Shown(field, None, empty=True)
    if field.kind in LINKED:
        link = labels.get(field.name, {}).get(stored)
        return Shown(field, link, empty=link is None)
    if field.kind in CODED:
        return Shown(field, chosen(field, stored))
    if field.unit:
        return Shown(field, Money(stored, field.unit))
    return Shown(field, stored)


def shown_fields(type: RecordType, record: Any, actor: Actor, names: Iterable[str] | None = None) -> list[Shown]:
    """The fields of one record that the actor may know of: all, or those named, in that order."""
    known = type.all_fields
    wanted = known if names is None else [name for name in names if name in known]
    fields = [known[name] for name in wanted if readable(known[name], actor)]
    fields = [field for field in fields if field.kept or field.expression is None]
    if any(field.shown_when for field in fields):
        from goodwill.records.custom.showing import hidden

        away = hidden(type, actor, record=record)
        fields = [field for field in fields if field.name not in away]
    values = {field.name: read_all(field, record) for field in fields}
    near = {field.name: found for field in fields if (found := labels_at_hand(field, record))}
    labels = {**labels_for([field for field in fields if field.name not in near], [values], actor), **near}
    shown = [show(field, values[field.name], labels) for field in fields]
    return [replace(one, editable=writable(one.field, actor)) for one in shown]


def read_all(field: Field, record: Any) -> Any:
    """The value of one record, with the rows of a field that has several."""
    if field.many is None:
        return field.read(record)
    rows = field.many.rows().filter((field.many.link, record.pk)).order_by(*field.many.order)
    return list(rows.values_list(field.many.value, flat=True))


def title_of(type: RecordType, record: Any) -> str:
    field = type.field(type.title)
    stored = field.read(record)
    option = chosen(field, stored) if stored and field.kind is Kind.CHOICE else None
    return str(option.label if isinstance(option, Choice) else stored or record)


def chosen(field: Field, stored: Any) -> Choice | list[Choice]:
    """The option behind a stored code, or the options behind several; countries and languages by their names."""
    options = {option.value: option for option in field.options()}
    if isinstance(stored, list):
        return [options.get(str(value)) or _named(field, str(value)) for value in stored]
    return options.get(str(stored)) or _named(field, str(stored))


def _named(field: Field, code: str) -> Choice:
    """A code that is no option: of a country or language by its name in the language of the reader, else as it is."""
    reader = get_language() or "en"
    if field.kind is Kind.COUNTRY:
        return Choice(code, country_name(code, reader))
    if field.kind is Kind.LANGUAGE:
        return Choice(code, language_names(reader).get(code.replace("-", "_"), code))
    return Choice(code, code)
