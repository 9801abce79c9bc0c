import datetime as dt
import struct
from io import BytesIO

import pytest
from openpyxl import Workbook

from goodwill.transfer.readers import extent as extents
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.readers.sheet import list_sheets, open_sheet
from goodwill.transfer.tests.readers.made import cells, codes, file_of, names, ods_of, xls_of, xlsx_of


def _saved(workbook: Workbook) -> Input:
    stream = BytesIO()
    workbook.save(stream)
    return file_of(stream.getvalue(), "people.xlsx")


def _workbook(*rows: list[object]) -> Workbook:
    workbook = Workbook()
    workbook.active.title = "People"
    for row in rows:
        workbook.active.append(row)
    return workbook


def test_typed_cells_become_text_that_leaves_nothing_to_guess() -> None:
    table = open_sheet(
        _saved(
            _workbook(
                ["Name", "Phone", "Born", "Since", "Rate", "Ok", "At", "Small"],
                [
                    "Anna",
                    44123456789.0,
                    dt.date(1980, 2, 3),
                    dt.datetime(2020, 1, 2, 3, 4, 5),  # noqa: DTZ001
                    0.1,
                    True,
                    dt.time(12, 30),
                    1e-7,
                ],
            )
        )
    )
    assert table.exact
    assert cells(table) == [
        ["Anna", "44123456789", "1980-02-03", "2020-01-02 03:04:05", "0.1", "true", "12:30:00", "0.0000001"]
    ]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet["B3"], sheet["C3"] = "Name", "Mail"
    sheet["B4"], sheet["C4"] = "Anna", "a@x.de"
    sheet["B9"], sheet["C9"] = "Bob", "b@x.de"
    table = open_sheet(_saved(workbook))
    assert [(row.number, row.cells[1]) for row in table.rows()] == [(4, "Anna"), (9, "Bob")]


def test_the_first_sheet_that_is_shown_is_read_and_the_others_are_named() -> None:
    workbook = _workbook(["Name"], ["Anna"])
    hidden = workbook.create_sheet("Secret", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["x"])
    workbook.create_sheet("Firms").append(["Company"])
    workbook.create_sheet("Empty")
    source = _saved(workbook)
    table = open_sheet(source)
    assert table.reading.sheet == "People"
    assert [(each.code, each.params["sheets"]) for each in table.problems] == [("other_sheets", "Firms")]
    assert [(sheet.name, sheet.is_hidden) for sheet in list_sheets(source)] == [
        ("Secret", True),
        ("People", False),
        ("Firms", False),
    ]
    assert names(open_sheet(source, Reading(sheet="Firms"))) == ["Company"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_sheet(_saved(_workbook(["Name"], ["Anna"])), Reading(sheet="Firms"))
    assert "People" in refusal.value.problem.advice


def test_merged_cells_stand_in_each_of_their_rows() -> None:
    workbook = _workbook(["Company", "Name"], ["Acme", "Anna"], [None, "Bob"], [None, "Cy"], ["Bolt", "Di"])
    workbook.active.merge_cells("A2:A4")
    table = open_sheet(_saved(workbook))
    assert [row[0] for row in cells(table)] == ["Acme", "Acme", "Acme", "Bolt"]
    assert [each.code for each in table.problems] == ["merged_cells"]


def test_merged_cells_of_ods_and_xls_do_so_too() -> None:
    cell = '<table:table-cell office:value-type="string"%s><text:p>%s</text:p></table:table-cell>'
    rows = [("", "Company", "", "Name"), (' table:number-rows-spanned="2"', "Acme", "", "Anna")]
    told = "".join(f"<table:table-row>{cell % one[:2]}{cell % one[2:]}</table:table-row>" for one in rows)
    told += f"<table:table-row><table:covered-table-cell/>{cell % ('', 'Bob')}</table:table-row>"
    ods = open_sheet(file_of(ods_of(told), "a.ods"))
    merged = struct.pack("<HHHHHHH", 0x00E5, 10, 1, 1, 2, 0, 0)
    written: dict[tuple[int, int], str | float] = {(0, 0): "Company", (0, 1): "Name"}
    written |= {(1, 0): "Acme", (1, 1): "Anna", (2, 1): "Bob"}
    for table in (ods, open_sheet(file_of(xls_of(written, merged), "a.xls"))):
        assert cells(table) == [["Acme", "Anna"], ["Acme", "Bob"]]
        assert [each.code for each in table.problems] == ["merged_cells"]


def test_a_title_merged_over_all_columns_is_left_out() -> None:
    workbook = _workbook(["Customers of May"], ["Name", "Mail", "City"], ["Anna", "a@x.de", "Ulm"])
    workbook.active.merge_cells("A1:C1")
    assert names(open_sheet(_saved(workbook))) == ["Name", "Mail", "City"]


def test_formulas_without_a_result_are_named_and_not_silently_empty() -> None:
    workbook = _workbook(["Name", "Sum", "Ref"], ["Anna", "=1+1", "#N/A"], ["Bob", 2, "x"])
    table = open_sheet(_saved(workbook))
    found = [(each.row, each.column, each.raw) for row in table.rows() for each in row.problems]
    assert found == [(2, "Sum", "=1+1"), (2, "Ref", "#N/A")]


def test_a_workbook_whose_formulas_a_program_wrote_says_which_columns_lack_their_results() -> None:
    rows = [[f"Anna {n}", f'=CONCATENATE(A{n},"@x.de")', 5 if n % 2 else "=2+3"] for n in range(2, 82)]
    table = open_sheet(_saved(_workbook(["Name", "Mail", "Discount"], *rows)))
    (told,) = (each for each in table.problems if each.code == "unsolved_formulas")
    assert told.params == {"columns": "“Mail”, “Discount”", "count": 120, "places": "1,2"}
    assert "save it" in told.advice
    assert codes(table) == []


def test_ods_names_the_columns_whose_formulas_have_no_results() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    head = "<table:table-row>" + cell % "Name" + cell % "Sum" + "</table:table-row>"
    empty = '<table:table-cell table:formula="of:=1+1"/>'
    solved = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    rows = [
        f"<table:table-row>{cell % name}{sum_}</table:table-row>" for name, sum_ in (("Anna", empty), ("Bo", solved))
    ]
    table = open_sheet(file_of(ods_of(head + "".join(rows)), "a.ods"))
    assert [each.params for each in table.problems] == [{"columns": "“Sum”", "count": 1, "places": "1"}]
    assert cells(table) == [["Anna", ""], ["Bo", "2"]]
    assert [(each.row, each.raw) for row in table.rows() for each in row.problems] == [(2, "=1+1")]


def test_a_large_sheet_is_read_in_slices_and_nothing_is_lost_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = _workbook(["Name", "Number"], *[[f"Anna {n}", n] for n in range(500)])
    workbook.active.merge_cells("A102:A105")
    whole = cells(open_sheet(_saved(workbook)))
    for module in ("slices", "sheet"):
        monkeypatch.setattr(f"goodwill.transfer.readers.{module}.SLICE_CELLS", 60)
    sliced = open_sheet(_saved(workbook))
    assert cells(sliced) == whole
    assert [row.number for row in sliced.rows()] == list(range(2, 502))


def test_rows_and_cells_without_addresses_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(1, 40))
    source = file_of(xlsx_of(rows))
    whole = [(row.number, row.cells) for row in open_sheet(source).rows()]
    for module in ("slices", "sheet"):
        monkeypatch.setattr(f"goodwill.transfer.readers.{module}.SLICE_CELLS", 5)
    assert [(row.number, row.cells) for row in open_sheet(source).rows()] == whole
    assert len(whole) == 39


def test_prefixed_xml_is_read_in_slices_too(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<x:row r="{n}"><x:c r="A{n}"><x:v>{n}</x:v></x:c></x:row>' for n in range(1, 40))
    for module in ("slices", "sheet"):
        monkeypatch.setattr(f"goodwill.transfer.readers.{module}.SLICE_CELLS", 5)
    table = open_sheet(file_of(xlsx_of(rows, prefix="x:")))
    assert [row.cells for row in table.rows()] == [[str(n)] for n in range(1, 40)]


def test_xls_is_read() -> None:
    source = file_of(xls_of({(0, 0): "Name", (0, 1): "Phone", (1, 0): "Anna", (1, 1): 44123456789.0}), "old.xls")
    table = open_table(source)
    assert names(table) == ["Name", "Phone"]
    assert cells(table) == [["Anna", "44123456789"]]


def test_ods_is_read() -> None:
    def row(*texts: str) -> str:
        found = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
        )
        return f"<table:table-row>{found}</table:table-row>"

    tail = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    table = open_table(file_of(ods_of(row("Name", "Mail") + row("Anna", "a@x.de") + tail), "people.ods"))
    assert names(table) == ["Name", "Mail"]
    assert cells(table) == [["Anna", "a@x.de"]]


def test_workbooks_with_nothing_in_them_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_sheet(_saved(Workbook()))
    assert refusal.value.problem.code == "empty_workbook"


def test_long_cells_of_a_workbook_are_whole() -> None:
    note = "x" * 32_000
    table = open_sheet(_saved(_workbook(["Name", "Note"], ["Anna", note])))
    assert cells(table) == [["Anna", note]]
    assert not codes(table)


def test_columns_are_counted_by_their_letters() -> None:
    assert [extents.position_of(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [0, 25, 26, 16383]
