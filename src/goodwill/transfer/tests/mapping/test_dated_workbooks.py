"""Days of a workbook: what was found out about a column is not looked for again."""

import datetime as dt
from dataclasses import dataclass, replace
from io import BytesIO

from openpyxl import Workbook

from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.readers.table import Table
from goodwill.transfer.values import formats_of


@dataclass
class _Counted:
    """The bytes of a file, and how often they were opened."""

    data: bytes
    opened: int = 0

    def open(self) -> BytesIO:
        self.opened += 1
        return BytesIO(self.data)


def _table() -> tuple[Table, _Counted]:
    workbook, stream = Workbook(), BytesIO()
    workbook.active.append(["Name", "Born", "Since", "Next"])
    for day in range(1, 300):
        typed = dt.date(1980, 2, 1) + dt.timedelta(day)
        workbook.active.append(["Anna", typed, "12/03/2020" if day < 299 else "25/03/2020", "12/03/2021"])
    workbook.save(stream)
    counted = _Counted(stream.getvalue())
    source = replace(Input.of_bytes(counted.data, "dated.xlsx"), open=counted.open)
    return open_table(source), counted


def test_a_dated_workbook_is_read_again_only_for_columns_that_were_no_days_before() -> None:
    table, file = _table()
    first = formats_of(table, {0: "full_name", 1: "birthday", 2: "created_at"})
    assert (first[2].date.order, first[2].is_sure) == ("dmy", True), "its last row says so"
    file.opened = 0
    again = formats_of(table, {0: "full_name", 1: "created_at", 2: "birthday", 3: "note"}, known=first)
    assert file.opened == 0
    assert [again[place].date.is_past for place in (1, 2)] == [True, True]
    assert again == formats_of(table, {0: "full_name", 1: "created_at", 2: "birthday", 3: "note"})
    more = formats_of(table, {1: "birthday", 2: "created_at", 3: "customer_since"}, known=first)
    assert more == formats_of(table, {1: "birthday", 2: "created_at", 3: "customer_since"})
    assert not more[3].is_sure, "a column that became one of days is looked at as ever"
