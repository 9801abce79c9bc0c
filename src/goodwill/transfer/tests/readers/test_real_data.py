"""Real files: csv/spectrum, the naughty strings, a small trading firm."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from goodwill.kernel.formulas import OWN_COLUMN, guard
from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.tests.readers.made import DATA, WITHOUT_DATA, cells, csv_of, file_of

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=WITHOUT_DATA)
_WRONG_TWIN = {"1234567890": "2095257564"}
"""The JSON of location_coordinates names another number than its CSV."""


@pytest.mark.parametrize("path", sorted((DATA / "csv" / "spectrum" / "csvs").glob("*.csv")), ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spectrum_reads_as_its_twin(path: Path, end: str) -> None:
    twin = json.loads((DATA / "csv" / "spectrum" / "json" / f"{path.stem}.json").read_text("utf-8"))
    expected = [
        {name: _WRONG_TWIN.get(value, value).replace("\r\n", "\n").replace("\n", end) for name, value in row.items()}
        for row in (twin if isinstance(twin, list) else [twin])
    ]
    table = open_csv(file_of(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end.encode())))
    names = [column.name for column in table.columns]
    assert [dict(zip(names, row, strict=True)) for row in cells(table)] == expected


def _strings() -> list[str]:
    return json.loads((DATA / "strings" / "blns.json").read_text("utf-8")) if DATA.exists() else []


@pytest.mark.parametrize("is_ours", [True, False])
def test_naughty_strings_are_read_unchanged(is_ours: bool) -> None:
    strings = [text for text in _strings() if text]
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([OWN_COLUMN if is_ours else "Number", "Name", "City"])
    writer.writerows([number, guard(text) if is_ours else text, "Ulm"] for number, text in enumerate(strings))
    table = csv_of(written.getvalue().encode("utf-8", "surrogatepass"))
    assert len(strings) == 514
    assert [row[1] for row in cells(table)] == strings


@pytest.mark.parametrize("file", ["Customers", "Suppliers", "Employees", "Orders", "Products", "Shippers"])
def test_a_trading_firm_is_read_as_plain_csv_reads_it(file: str) -> None:
    path = DATA / "northwind" / f"{file}.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    table = open_csv(Input.of_path(path))
    assert [column.name for column in table.columns] == header
    assert cells(table) == [row for row in rows if row]
    assert not [each for row in table.rows() for each in row.problems]


def test_a_large_table_with_semicolons_is_read() -> None:
    table = open_csv(Input.of_path(DATA / "bank" / "bank-full.csv"))
    assert table.reading.delimiter == ";"
    assert sum(1 for _ in table.rows()) == 45_211
