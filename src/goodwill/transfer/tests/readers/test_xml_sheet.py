"""Workbooks as one XML file (Excel 2003), and what a hostile one may not do."""

import pytest

from goodwill.transfer.readers.detect import FileKind
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.opening import open_table, tables_in
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.tests.readers.made import cells, codes, file_of, names

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def row(*texts: str) -> str:
    cells = "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)
    return f"<Row>{cells}</Row>"


def book(rows: str, before: str = "", more: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{_SPACE}" '
        f'xmlns:ss="{_SPACE}"><Styles/><Worksheet ss:Name="Customers"><Table>{row("Name", "Mail", "Since")}{rows}'
        f"</Table></Worksheet>{more}</Workbook>"
    ).encode()


def test_typed_cells_are_read_as_those_of_any_workbook() -> None:
    rows = (
        '<Row><Cell><Data ss:Type="String">Ann &amp; Bea</Data><Comment><Data ss:Type="String">no</Data></Comment>'
        '</Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2026-01-31T00:00:00.000</Data></Cell></Row>'
        '<Row ss:Index="5"><Cell><Data ss:Type="Number">1.5E+3</Data></Cell><Cell><Data ss:Type="Boolean">1</Data>'
        '</Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>'
    )
    table = open_table(file_of(book(rows), "customers.xls"))
    assert table.exact
    assert names(table) == ["Name", "Mail", "Since"]
    assert cells(table) == [["Ann & Bea", "", "2026-01-31"], ["1500", "true", ""]]
    assert [each.number for each in table.rows()] == [2, 5]
    assert codes(table) == [(5, "cell_error")]


def test_merged_cells_stand_in_each_of_their_rows_and_move_the_others_on() -> None:
    rows = (
        '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">Field</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">a@x.example</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data ss:Type="String">b@x.example</Data></Cell></Row>'
    )
    assert [each[:2] for each in cells(open_table(file_of(book(rows))))] == [
        ["Field", "a@x.example"],
        ["Field", "b@x.example"],
    ]


def test_another_sheet_can_be_chosen() -> None:
    more = f'<Worksheet ss:Name="Towns"><Table>{row("Town", "Code")}{row("Ulm", "89")}</Table></Worksheet>'
    source = file_of(book(row("Ann", "a@x.example", "2020"), more=more))
    assert [sheet.name for sheet in tables_in(source, FileKind.XML_SHEET)] == ["Customers", "Towns"]
    assert "Towns" in next(each.advice for each in open_table(source).problems if each.code == "other_sheets")
    assert cells(open_table(source, Reading(sheet="Towns"))) == [["Ulm", "89"]]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://x.example/a.dtd">',
    ],
)
def test_entities_of_its_own_and_other_files_are_refused(document: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of(book(row("&a;", "a@x.example", "1"), document)))
    assert refusal.value.problem.code == "damaged_workbook"


@pytest.mark.parametrize("rows", ['<Row><Cell ss:Index="9999999"/></Row>', "<Row>" + "<x>" * 100_000, "<Row><Cell>"])
def test_what_does_not_fit_or_breaks_off_is_refused(rows: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(open_table(file_of(book(rows))).rows())
    assert refusal.value.problem.advice
