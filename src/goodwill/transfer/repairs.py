"""Rows of a file as somebody repaired them before the run: texts of cells, whom a row is about, what stays out.

A repair is kept with the run and applied whenever a row is read: by the look through the file, by the run itself, and
by a run that goes on after a crash.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from goodwill.transfer.importers import Decision, Outcome
from goodwill.transfer.models import Import, ImportRepair, ImportRow
from goodwill.transfer.readers.errors import Severity
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.values import Given

Choice = ImportRepair.Choice
Kept = ImportRow.Outcome
SURPLUS = "surplus"
"""Stands for all cells of a repair beyond the last column: they are given up."""
LONGEST = 2000
"""Letters of a cell that are kept with a row that needs a look."""
_OUTCOMES = {Outcome.REFUSED: Kept.REFUSED, Outcome.DOUBLE: Kept.DOUBLE, Outcome.LEFT: Kept.LEFT}


@dataclass(frozen=True)
class Repair:
    """One row's, without its model: another process may read the rows."""

    cells: dict[str, str]
    choice: str
    chosen: int | None


class Repairs:
    """All of a run, in memory: there are as many as somebody typed."""

    def __init__(self, run: Import) -> None:
        self._by_row = {each.number: Repair(each.cells, each.choice, each.chosen) for each in run.repairs.all()}
        words = run.options.get("words", {})
        columns = ((column["position"], column["name"]) for column in run.found["columns"])
        self._cuts = run.options.get("cuts_rows", False)
        self._words = {place: words[name] for place, name in columns if name in words}

    def __bool__(self) -> bool:
        return bool(self._by_row or self._words or self._cuts)

    def row(self, row: Row) -> Row:
        """With the texts that somebody typed; what the reader said of the row is answered by them."""
        row = self._repaired(_cut(row) if self._cuts and row.problems else row)
        for place, words in self._words.items():
            text = row.cells[place].strip() if place < len(row.cells) else ""
            if text in words:
                cells = list(row.cells)
                cells[place] = words[text]
                row = row._replace(cells=cells)
        return row

    def _repaired(self, row: Row) -> Row:
        repair = self._by_row.get(row.number)
        if repair is None or not repair.cells:
            return row
        if repair.cells.keys() == {SURPLUS}:
            return _cut(row)
        cells = list(row.cells)
        for position, text in repair.cells.items():
            if position != SURPLUS and int(position) < len(cells):
                cells[int(position)] = text
        return Row(row.number, cells, tuple(each for each in row.problems if each.severity < Severity.CHECK))

    def is_left(self, number: int) -> bool:
        repair = self._by_row.get(number)
        return repair is not None and repair.choice == Choice.LEAVE

    def given(self, given: Given) -> Given:
        """With what somebody said about whom the row is about."""
        repair = self._by_row.get(given.number)
        if repair and repair.choice == Choice.NEW:
            given.is_new = True
        elif repair and repair.choice == Choice.THIS and repair.chosen:
            if repair.chosen < 0:
                given.same_as = -repair.chosen
            else:
                given.values["own_id"], given.is_this = [str(repair.chosen)], True
        return given

    @cached_property
    def meant(self) -> frozenset[int]:
        """The rows that later ones are about as well."""
        return frozenset(-each.chosen for each in self._by_row.values() if each.chosen and each.chosen < 0)


def _cut(row: Row) -> Row:
    """Its surplus cells are in no column; what was wrong with them is only said."""
    cut = (replace(each, severity=Severity.CHECK) if each.code == "long_row" else each for each in row.problems)
    return row._replace(problems=tuple(cut))


def left_out(given: Given) -> Decision:
    return Decision(given, Outcome.LEFT, _("Left out, as you said."))


def kept_row(run: Import, decision: Decision, *, repaired: bool = False) -> ImportRow | None:
    """What is shown of a row that needs a look; None for one that does not."""
    outcome = _OUTCOMES.get(decision.outcome) or (Kept.PROBLEM if decision.remarks else None)
    if outcome is None and repaired:
        outcome = Kept.GOOD
    if outcome is None:
        return None
    given = decision.given
    said = [decision.sentence, *decision.remarks]
    return ImportRow(
        run=run,
        number=given.number,
        outcome=outcome,
        counted=decision.outcome.value,
        sentence=" ".join(filter(None, said)),
        cells=[cell[:LONGEST] for cell in given.cells],
        wrong=_places(run, decision),
        maybe=[dict(vars(candidate)) for candidate in decision.maybe],
    )


def _places(run: Import, decision: Decision) -> dict[str, str]:
    """The cells that are meant: mapped ones that hold the text which could not be taken."""
    found: dict[str, str] = {}
    for text, why in decision.wrong:
        for position in run.targets:
            cells = decision.given.cells
            if text and position < len(cells) and text in cells[position] and str(position) not in found:
                found[str(position)] = why
                break
    return found
