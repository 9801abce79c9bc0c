"""The fields that a firm made for itself, for an importer with targets of its own: `person.x_colour`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from goodwill.kernel.text import fold
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field
from goodwill.transfer.mapping.suggest import Suggestions, Why
from goodwill.transfer.readers.table import Table

if TYPE_CHECKING:
    from goodwill.transfer.importers import Importer


def targets_of(covers: Iterable[str]) -> dict[str, Field]:
    """The fields that the firm which is entered made for these types, by target; computed ones are typed by nobody."""
    return {
        f"{name}.{field.name}": field
        for name in sorted(covers)
        for field in own_fields(name).values()
        if field.editable
    }


def with_firm_fields(importer: "Importer") -> "Importer":
    """The importer as this firm has it."""
    own = targets_of(importer.covers)
    if not own:
        return importer
    fields = {**importer.fields, **{field.name: key for key, field in own.items()}}
    return replace(importer, takes=importer.takes | own.keys(), fields=fields)


def name_columns(found: Suggestions, table: Table, importer: "Importer") -> None:
    """A column that is called like a field of the firm is one, whatever else its name could mean."""
    named: dict[str, str] = {}
    for key, field in targets_of(importer.covers).items():
        for name in (str(field.label), field.name):
            named.setdefault(fold(name), key)
    taken = {each.target for each in found.columns}
    for each in found.columns:
        key = named.get(fold(table.columns[each.position].header), "")
        is_open = each.why in (Why.NOTHING, Why.HEADER, Why.CONTENT) or each.target in importer.noted
        if key and key not in taken and is_open:
            each.target, each.confidence, each.why = key, 0.96, Why.HEADER
            taken.add(key)
