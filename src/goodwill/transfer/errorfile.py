"""The rows that were not taken, as they came or as they were repaired, with the reason in a column of its own."""

import csv
from collections.abc import Iterator

from goodwill.kernel.formulas import guard
from goodwill.transfer.models import Import, ImportRow

NOT_TAKEN = (ImportRow.Outcome.REFUSED, ImportRow.Outcome.LEFT)


class _Echo:
    def write(self, line: str) -> str:
        return line


def lines(run: Import) -> Iterator[str]:
    """Of a CSV file, with the mark by which spreadsheets know UTF-8; brought again, it goes on where this one ended."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*(guard(column["name"]) for column in run.found["columns"]), "Why"])
    width = len(run.found["columns"])
    for row in run.rows.filter(outcome__in=NOT_TAKEN).order_by("number", "id").iterator():
        cells = [guard(cell) for cell in row.cells[:width]]
        yield writer.writerow([*cells, *[""] * (width - len(cells)), guard(row.sentence)])
