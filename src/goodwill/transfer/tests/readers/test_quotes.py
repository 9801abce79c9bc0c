"""Quotes that nobody closed: what is lost to most readers."""

from time import process_time

import pytest

from goodwill.transfer.readers.errors import Severity
from goodwill.transfer.tests.readers.made import cells, codes, csv_of


def _people(count: int) -> str:
    return "".join(f'Person {n},p{n}@x.de,"Town, {n}"\n' for n in range(count))


def test_an_open_quote_costs_one_row_and_not_the_rest_of_the_file() -> None:
    table = csv_of('Name,Mail,City\nAnna,a@x.de,Ulm\n"Bob,b@x.de,Bonn\n' + _people(300))
    rows = cells(table)
    assert len(rows) == 302
    assert rows[1] == ["Bob", "b@x.de", "Bonn"]
    assert rows[2] == ["Person 0", "p0@x.de", "Town, 0"]
    assert codes(table) == [(3, "open_quote")]


def test_an_open_quote_without_any_other_quote_behind_it_is_bounded() -> None:
    table = csv_of('Name,Mail,City\n"Bob,b@x.de,Bonn\n' + "Anna,a@x.de,Ulm\n" * 20_000)
    assert len(cells(table)) == 20_001
    assert codes(table) == [(2, "open_quote")]


def test_an_open_quote_in_the_last_line_is_told_with_its_line() -> None:
    table = csv_of('Name,Mail\nAnna,"two\nlines"\nBob,"b@x.de\n')
    assert cells(table) == [["Anna", "two\nlines"], ["Bob", "b@x.de"]]
    found = next(each for row in table.rows() for each in row.problems)
    assert (found.row, found.code, found.params["line"]) == (3, "open_quote", 4)


def test_a_note_of_many_lines_is_one_cell() -> None:
    note = "\n".join(f"line {n}, and so on" for n in range(200))
    table = csv_of(f'Name,Note\nAnna,"{note}"\nBob,x\n')
    assert cells(table) == [["Anna", note], ["Bob", "x"]]
    assert not codes(table)


def test_quotes_in_the_middle_of_a_cell_are_letters() -> None:
    table = csv_of('Name,Size\nScreen,15" wide\nPipe,2" and 3"\n')
    assert cells(table) == [["Screen", '15" wide'], ["Pipe", '2" and 3"']]
    assert not codes(table)


def test_a_file_full_of_open_quotes_is_read_in_reasonable_time() -> None:
    content = "Name,Mail,City\n" + '"Bob,b@x.de,Bonn\nAnna,a@x.de,Ulm\nCy,c@x.de,Rom\n' * 3_000
    started = process_time()
    rows = cells(csv_of(content))
    assert len(rows) == 9_000
    assert process_time() - started < 20


def test_every_line_is_in_some_row_whatever_the_quotes() -> None:
    lines = ["a,b,c", 'x,"y,z', "1,2,3", 'p,q",r', '"4,5,6', "7,8,9", 'u,"v",w"', '"l","m","n"']
    table = csv_of("Name,Mail,City\n" + "\n".join(lines) + "\n")
    text = "".join("".join(row) for row in cells(table))
    assert all(letter in text for letter in "abcxyz123pqr456789uvwlmn")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('Ann,"said "hello" to me",Leeds', ["Ann", 'said "hello" to me', "Leeds"]),
        ('Ann,"said "hello", she did",Leeds', ["Ann", 'said "hello", she did', "Leeds"]),
        ('Ann,"said ""hi"", and "bye", too",Leeds', ["Ann", 'said "hi", and "bye", too', "Leeds"]),
        ('"Ann "Nan" Field","x, y",Leeds', ['Ann "Nan" Field', "x, y", "Leeds"]),
        ('Ann,"Big" pipes,Leeds', ["Ann", '"Big" pipes', "Leeds"]),
        ('Ann,""Hello" she said",Leeds', ["Ann", '"Hello" she said', "Leeds"]),
        ('Ann,"she said "hello"",Leeds', ["Ann", 'she said "hello"', "Leeds"]),
        ('Ann,x,"the "Corner""', ["Ann", "x", 'the "Corner"']),
        ('Ann,"one\nsaid "hi" there",Leeds', ["Ann", 'one\nsaid "hi" there', "Leeds"]),
        ('Ann,"one\nsaid "hi" to\nme",Leeds', ["Ann", 'one\nsaid "hi" to\nme', "Leeds"]),
        ('"Ann" ,"x" ,Leeds', ["Ann", "x", "Leeds"]),
    ],
)
def test_inner_quotes_that_are_not_doubled_stay_in_their_text(line: str, expected: list[str]) -> None:
    table = csv_of(f'Name,Note,City\n{line}\nBen,"2, 3",York\n')
    assert cells(table) == [expected, ["Ben", "2, 3", "York"]]
    assert not codes(table)


def test_a_single_inner_quote_is_read_by_the_number_of_columns_and_told() -> None:
    table = csv_of('Name,Note,City\nAnn,"a 24" screen, flat",Leeds\nBen,x,York\n')
    assert cells(table) == [["Ann", 'a 24" screen, flat', "Leeds"], ["Ben", "x", "York"]]
    assert codes(table) == [(2, "inner_quotes")]


def test_space_behind_a_delimiter_goes_only_where_a_cell_begins() -> None:
    table = csv_of('Name,Note,City\nAnn, "a "24", flat" screen, new", Leeds\nBen, "x, y", York\n')
    assert cells(table) == [["Ann", 'a "24", flat" screen, new', "Leeds"], ["Ben", "x, y", "York"]]


def test_a_row_whose_quotes_leave_several_ways_waits_and_is_shown_whole() -> None:
    line = 'Ann,"said "a", "b", and "c", d",Leeds'
    table = csv_of(f"Name,Note,More,City\n{line}\nBen,x,y,York\n")
    assert cells(table)[1] == ["Ben", "x", "y", "York"]
    row = next(each for each in table.rows() if each.number == 2)
    assert len(row.cells) == 4
    assert "".join(row.cells).replace('"', "").replace(",", "").replace(" ", "") == "AnnsaidabandcdLeeds"
    (found,) = row.problems
    assert (found.code, found.raw, found.severity) == ("unclear_quotes", line, Severity.ERROR)


def test_rows_that_stand_in_quotes_as_a_whole_keep_the_quotes_in_their_cells() -> None:
    table = csv_of('"Name,Note,City"\n"Ann,""said ""hi"" to me"",Leeds"\n"Ben,x,York"\n')
    assert cells(table) == [["Ann", 'said "hi" to me', "Leeds"], ["Ben", "x", "York"]]


def test_a_file_full_of_inner_quotes_is_read_in_reasonable_time() -> None:
    alike = 'Ann,"one\nsaid "hi to\nme",Leeds\n' + '"a"b,' * 300 + '"c\n'
    started = process_time()
    rows = cells(csv_of("Name,Note,City\n" + alike * 1_000))
    assert len(rows) >= 2_000
    assert process_time() - started < 20
