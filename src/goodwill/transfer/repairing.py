"""Saying something about a row before the run: it is kept, the row is looked at again, and the counts move."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.transfer.models import Import, ImportRepair, ImportRow
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.repairs import LONGEST, kept_row

Choice = ImportRepair.Choice


def repair(
    run: Import,
    number: int,
    by: Actor,
    *,
    cells: Mapping[int, str] | None = None,
    choice: str | None = None,
    chosen: int | None = None,
) -> ImportRow:
    """Say something about a row that needs a look, and look at it again; the counts of the run move with it."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=run.pk)
        if not held.is_open or not held.checked:
            raise Invalid(_("This import was started already, so its rows cannot be changed here any more."))
        row = held.rows.filter(number=number).first()
        if row is None:
            raise Missing
        _keep(held, row, cells or {}, choice, chosen)
        again = _looked_at_again(held, row, by)
        counts = dict(held.checked)
        for name, step in ((row.counted, -1), (again.counted, 1)):
            counts[name] = max(0, counts.get(name, 0) + step)
        held.save_only(checked=counts)
        row.delete()
        again.save()
    run.checked = counts
    return again


def _keep(run: Import, row: ImportRow, cells: Mapping[int, str], choice: str | None, chosen: int | None) -> None:
    known, _made = ImportRepair.objects.get_or_create(run=run, number=row.number)
    columns = {column["position"] for column in run.found["columns"]}
    known.cells |= {str(place): text for place, text in cells.items() if place in columns}
    if choice is not None:
        offered = {candidate["id"] for candidate in row.maybe if candidate["id"]}
        if choice not in Choice.values or (choice == Choice.THIS and chosen not in offered):
            raise Invalid(_("Choose one of those that are offered. Nothing was changed."))
        known.choice, known.chosen = choice, chosen
    known.save()


def _looked_at_again(run: Import, row: ImportRow, by: Actor) -> ImportRow:
    from goodwill.transfer.pipeline import Way
    from goodwill.transfer.understanding import Chunk

    way = Way(run, by, dry=True)
    (decision,) = way.decide(Chunk([way.understanding.given(_row_of(row, way))]))
    again = kept_row(run, decision, repaired=True)
    assert again is not None
    again.maybe = again.maybe or row.maybe
    return again


def _row_of(row: ImportRow, way: Any) -> Row:
    """From what is kept; from the file where a cell was too long to be kept whole."""
    if all(len(cell) < LONGEST for cell in row.cells):
        return Row(row.number, list(row.cells))
    return next(iter(way.understanding.table.rows(row.number - 1)))
