"""Rows with more cells than there are columns: how many wait, and taking all of them without the surplus."""

from dataclasses import replace
from typing import Any

from django.db import models

from goodwill.transfer import runs
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.options import Options


class _Cells(models.Func):
    """How many cells a row has."""

    function = "json_array_length"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_array_length")


def shown(run: Import) -> dict[str, Any]:
    if not run.is_open:
        return {"long_rows": 0, "cuts_rows": False}
    long = run.rows.alias(many=_Cells("cells")).filter(many__gt=len(run.found["columns"]))
    waiting = long.filter(outcome=ImportRow.Outcome.REFUSED).count()
    return {"long_rows": waiting, "cuts_rows": Options.from_data(run.options).cuts_rows}


def cut(run: Import, *, cuts: bool) -> None:
    """It holds for every row of the file; looking through it again is left to the caller."""
    runs.set_options(run, replace(Options.from_data(run.options), cuts_rows=cuts))
