"""Web pages with tables in them, which many programs call .xls."""

import pytest

from goodwill.transfer.readers.detect import FileKind
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.opening import open_table, tables_in
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.tests.readers.made import cells, codes, file_of, names

HEADER = "<tr><th>Name<th>Mail<th>Note</tr>"


def page(rows: str, before: str = "", after: str = "") -> bytes:
    return f"<html><body>{before}<table>{HEADER}{rows}</table>{after}</body></html>".encode()


def read(rows: str) -> list[list[str]]:
    return cells(open_table(file_of(page(rows), "export.xls")))


def test_what_a_program_calls_xls_is_read_as_the_table_that_it_is() -> None:
    table = open_table(file_of(page("<tr><td>Ann &amp; Bea</td><td>a@x.example</td><td>0049 1</td></tr>"), "a.xls"))
    assert names(table) == ["Name", "Mail", "Note"]
    assert cells(table) == [["Ann & Bea", "a@x.example", "0049 1"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("J&ouml;&#8364;&nbsp;x", "Jö€ x"),
        ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("  much\n   <b>air</b>  ", "much air"),
        ("a<!-- not <td> this -->b", "ab"),
        ("a<script>alert('<td>')</script>b", "ab"),
        ("a<style>td { color: red }</style>b", "ab"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("<img src=http://x.example/a.png onerror=alert(1)>b", "b"),
        ("<![if supportMisalignedColumns]>b<![endif]>", "b"),
    ],
)
def test_a_cell_is_its_text(cell: str, text: str) -> None:
    assert read(f"<tr><td>Ann</td><td>a@x.example</td><td>{cell}</td></tr>") == [["Ann", "a@x.example", text]]


def test_cells_over_several_columns_and_rows_keep_the_others_in_their_places() -> None:
    rows = (
        '<tr><td rowspan="2">Field</td><td COLSPAN=2>a@x.example</td></tr><tr><td>b@x.example<td>n</tr>'
        "<tr><td>Moor</td><td>c@x.example</td><td rowspan=3>last</td></tr><tr><td>Lee</td><td>d@x.example</td></tr>"
    )
    assert read(rows) == [
        ["Field", "a@x.example", ""],
        ["Field", "b@x.example", "n"],
        ["Moor", "c@x.example", "last"],
        ["Lee", "d@x.example", "last"],
    ]


def test_rows_and_cells_that_nobody_closes_end_where_the_next_begin() -> None:
    assert read("<tr><td>Ann<td>a@x.example<td>n<tr><td>Ben<td>b@x.example<td>m") == [
        ["Ann", "a@x.example", "n"],
        ["Ben", "b@x.example", "m"],
    ]


def test_of_several_tables_the_first_with_rows_is_read_and_another_one_can_be_chosen() -> None:
    title = "<table><tr><td>Customers of 2026</td></tr></table>"
    other = "<table><tr><td>Town<td>Plz</tr><tr><td>Ulm<td>89073</tr></table>"
    source = file_of(page("<tr><td>Ann<td>a@x.example<td>n</tr>", title, other), "a.html")
    table = open_table(source)
    assert names(table) == ["Name", "Mail", "Note"]
    (told,) = [each for each in table.problems if each.code == "other_tables"]
    assert "Table 3" in told.advice
    assert [each.name for each in tables_in(source, FileKind.HTML)] == ["Table 1", "Table 2", "Table 3"]
    assert cells(open_table(source, Reading(sheet="Table 3"))) == [["Ulm", "89073"]]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    content = b"<html>" + b"<table><tr><td>menu<td>" * 2 + page("<tr><td>Ann<td>a@x.example<td>n</tr>")
    assert cells(open_table(file_of(content))) == [["Ann", "a@x.example", "n"]]


@pytest.mark.parametrize("charset", ["iso-8859-2", "windows-1251", "utf-8"])
def test_letters_are_read_as_the_page_declares(charset: str) -> None:
    word = {"iso-8859-2": "Łódź", "windows-1251": "Москва", "utf-8": "Köln €"}[charset]
    head = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    content = head.encode() + b"<table><tr><td>Name<td>Town<tr><td>Ann<td>" + word.encode(charset) + b"</table>"
    assert cells(open_table(file_of(content))) == [["Ann", word]]


def test_wide_cells_are_bounded_and_a_large_one_waits() -> None:
    with pytest.raises(Unreadable) as refusal:
        read('<tr><td colspan="99999">x</td></tr>')
    assert refusal.value.problem.code == "too_many_columns"
    table = open_table(file_of(page(f"<tr><td>Ann<td>a@x.example<td>{'x' * 1_200_000}</tr>")))
    assert codes(table) == [(2, "huge_cell")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><p>Please sign in</p></html>", "no_table_in_page"),
        (b"<html>" + b"<table><tr><td>" * 60, "nested_tables"),
        (b"<html>" + b" " * (17 << 20), "page_too_large"),
    ],
)
def test_other_pages_are_refused_with_what_to_do(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of(content))
    assert refusal.value.problem.code == code
    assert "Nothing was changed" in refusal.value.problem.advice
