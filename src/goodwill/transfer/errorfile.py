"""The rows that were not taken, as they came or as they were repaired, with the reason in a column of its own."""

import csv
from collections.abc import Iterator, Sequence

from goodwill.kernel.formulas import WHY_COLUMN, guard
from goodwill.transfer import runs
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.repairs import LONGEST, Repairs

NOT_TAKEN = (ImportRow.Outcome.REFUSED, ImportRow.Outcome.LEFT)


class _Echo:
    def write(self, line: str) -> str:
        return line


def lines(run: Import) -> Iterator[str]:
    """Of a CSV file, with the mark by which spreadsheets know UTF-8; brought again, it goes on where this one ended."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*(guard(column["name"]) for column in run.found["columns"]), WHY_COLUMN])
    width = len(run.found["columns"])
    whole = _whole(run)
    for row in run.rows.filter(outcome__in=NOT_TAKEN).order_by("number", "id").iterator():
        cells = [guard(cell) for cell in whole.get(row.number, row.cells)[:width]]
        why = f"{run.row_name(row.number)}. {row.sentence}" if run.found.get("parts") else row.sentence
        yield writer.writerow([*cells, *[""] * (width - len(cells)), guard(why)])


def _whole(run: Import) -> dict[int, Sequence[str]]:
    """The cells of rows that hold longer texts than are kept to be looked at, by the number of their row."""
    kept = run.rows.filter(outcome__in=NOT_TAKEN).values_list("number", "cells").iterator()
    wanted = {number for number, cells in kept if any(len(cell) >= LONGEST for cell in cells)}
    if not wanted:
        return {}
    repairs = Repairs(run)
    rows = (repairs.row(row) for row in runs.table_of(run).rows(min(wanted) - 1) if row.number in wanted)
    return {row.number: row.cells for row in rows}
