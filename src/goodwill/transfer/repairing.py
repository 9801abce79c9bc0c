"""Saying something about a row before the run: it is kept, the row is looked at again, and the counts move."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.transfer.importers import Decision
from goodwill.transfer.models import Import, ImportRepair, ImportRow
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.repairs import LONGEST, SURPLUS, kept_row

if TYPE_CHECKING:
    from goodwill.transfer.pipeline import Way

Choice = ImportRepair.Choice


def repair(
    run: Import,
    number: int,
    by: Actor,
    *,
    cells: Mapping[int, str] | None = None,
    choice: str | None = None,
    chosen: int | None = None,
    cuts: bool | None = None,
) -> ImportRow:
    """Say something about a row that needs a look, and look at it again; the counts of the run move with it."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=run.pk)
        if not held.is_open or not held.checked:
            raise Invalid(_("This import was started already, so its rows cannot be changed here any more."))
        row = held.rows.filter(number=number).first()
        if row is None:
            raise Missing
        if cuts is not None:
            _keep_cut(held, row, cuts)
        _keep(held, row, cells or {}, choice, chosen)
        again, decision = _looked_at_again(held, row, by)
        counts = dict(held.checked)
        for name, step in ((row.counted, -1), (again.counted, 1)):
            counts[name] = max(0, counts.get(name, 0) + step)
        held.save_only(checked=counts, found=held.found | _met(held.found, decision))
        row.delete()
        again.save()
    run.checked, run.found = counts, held.found
    return again


def _keep_cut(run: Import, row: ImportRow, cuts: bool) -> None:
    """Give up its surplus cells, or take back all that was said of it."""
    known, _made = ImportRepair.objects.get_or_create(run=run, number=row.number)
    known.cells = {**known.cells, SURPLUS: ""} if cuts else {}
    known.save()


def _keep(run: Import, row: ImportRow, cells: Mapping[int, str], choice: str | None, chosen: int | None) -> None:
    known, _made = ImportRepair.objects.get_or_create(run=run, number=row.number)
    columns = {column["position"] for column in run.found["columns"]}
    known.cells |= {str(place): text for place, text in cells.items() if place in columns}
    if choice is not None:
        offered = {candidate["id"] or -(candidate.get("row") or 0) for candidate in row.maybe} - {0}
        if choice not in Choice.values or (choice == Choice.THIS and chosen not in offered):
            raise Invalid(_("Choose one of those that are offered. Nothing was changed."))
        if not choice and row.outcome == ImportRow.Outcome.LEFT and known.choice != Choice.LEAVE:
            known.cells = {"0": next(iter(row.cells), ""), **known.cells}  # its reader left it out: now it stands
        known.choice, known.chosen = choice, chosen
    known.save()


def _looked_at_again(run: Import, row: ImportRow, by: Actor) -> tuple[ImportRow, Decision]:
    from goodwill.transfer.pipeline import Way
    from goodwill.transfer.understanding import Chunk

    way = Way(run, by, dry=True)
    rows = [*_earlier(row, way), _row_of(row, way)]
    decisions = way.decide(Chunk([way.understanding.given(each) for each in rows]))
    (decision,) = (each for each in decisions if each.given.number == row.number)
    again = kept_row(run, decision, repaired=True)
    assert again is not None
    again.maybe = again.maybe or row.maybe
    return again, decision


def _met(found: Mapping[str, Any], decision: Decision) -> dict[str, dict[str, list[int]]]:
    """Who is back after a long silence, and who is in the trash, by rows: as it is now that this one is repaired."""
    number, met = str(decision.given.number), {"back": decision.back, "gone": decision.gone}
    others = {name: {row: ids for row, ids in found.get(name, {}).items() if row != number} for name in met}
    return {name: others[name] | ({number: ids} if ids else {}) for name, ids in met.items()}


def _earlier(row: ImportRow, way: "Way") -> list[Row]:
    """The rows of the file that make those whom this one may be about."""
    numbers = sorted({candidate["row"] for candidate in row.maybe if candidate.get("row")})
    return [next(iter(way.understanding.table.rows(number - 1))) for number in numbers]


def _row_of(row: ImportRow, way: "Way") -> Row:
    """From what is kept; from the file where a cell was too long to be kept whole, or cells are too many."""
    is_wide = len(row.cells) > len(way.understanding.table.columns)
    if not is_wide and all(len(cell) < LONGEST for cell in row.cells):
        return Row(row.number, list(row.cells))
    return next(iter(way.understanding.table.rows(row.number - 1)))
