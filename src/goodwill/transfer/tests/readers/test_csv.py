import pickle
import tracemalloc

import pytest
from hypothesis import given, strategies as st

from goodwill.transfer.readers.errors import Severity, Unreadable
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.tests.readers.made import cells, codes, csv_of, names


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_delimiter_and_line_end_is_found(sign: str, end: str) -> None:
    text = end.join(
        sign.join(row) for row in (["Name", "Mail", "City"], ["Anna", "a@x.de", "Ulm"], ["Bob", "", "Bonn"])
    )
    table = csv_of(text + end)
    assert table.reading.delimiter == sign
    assert names(table) == ["Name", "Mail", "City"]
    assert cells(table) == [["Anna", "a@x.de", "Ulm"], ["Bob", "", "Bonn"]]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Name;Price\nSmith, John;1,50\nDoe, Jane;2,75\n", ";"),
        ("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ";"),
        ('Name,Address\nAnna,"Main St. 1; Back door"\nBob,"High St. 2; Front"\n', ","),
        ("Name\tNote\nAnna\tone, two, three\nBob\tfour; five\n", "\t"),
        ('"Name";"Mail"\n"A;B";"x@y.de"\n"C, D";"z@y.de"\n', ";"),
        ("id|when|what\n1|2024-01-02 10:00:00|a,b\n2|2024-01-03 11:00:00|c,d,e\n", "|"),
        ("Report of May\n\nName;City;Mail\nAnna;Ulm;a@x.de\nBob;Bonn;b@x.de\n", ";"),
    ],
)
def test_a_sign_inside_of_cells_is_no_delimiter(text: str, sign: str) -> None:
    assert csv_of(text).reading.delimiter == sign


def test_names_with_commas_alone_are_one_column() -> None:
    assert cells(csv_of("Name\nSmith, John\nDoe, Jane\nLi, Cy\n")) == [["Smith, John"], ["Doe, Jane"], ["Li, Cy"]]


def test_the_line_that_names_the_delimiter_is_obeyed_and_no_row() -> None:
    table = csv_of("sep=;\nName;Mail\nAnna, Ph.D.;a@x.de\n")
    assert names(table) == ["Name", "Mail"]
    assert cells(table) == [["Anna, Ph.D.", "a@x.de"]]


def test_quotes_of_other_kinds_are_understood() -> None:
    assert cells(csv_of("Name,City\n'Smith, John','Ulm'\n'Doe, Jane','Bonn'\n'Li','Köln'\n'Wu','Rom'\n"))[0] == [
        "Smith, John",
        "Ulm",
    ]
    assert cells(csv_of('Name,Note\n"Anna","said \\"hi\\", left"\n"Bob","b"\n'))[0] == ["Anna", 'said "hi", left']
    assert cells(csv_of('Name, Note\n"Anna", "one, two"\n"Bob", "three"\n'))[0] == ["Anna", "one, two"]


def test_short_rows_are_filled_up_and_noted() -> None:
    table = csv_of("Name,Mail,City\nAnna,a@x.de\nBob,b@x.de,Bonn\n")
    assert cells(table)[0] == ["Anna", "a@x.de", ""]
    assert codes(table) == [(2, "short_row")]


def test_empty_cells_too_many_are_no_problem() -> None:
    table = csv_of("Name,Mail\nAnna,a@x.de,,\nBob,b@x.de\n")
    assert cells(table)[0] == ["Anna", "a@x.de"]
    assert not codes(table)


def test_a_row_with_too_much_waits_and_keeps_all_its_cells() -> None:
    table = csv_of("Name,Mail\nAnna,a@x.de,lost,found\nBob,b@x.de\n")
    row = next(table.rows())
    assert row.cells == ["Anna", "a@x.de", "lost", "found"]
    assert [(each.code, each.severity) for each in row.problems] == [("long_row", Severity.ERROR)]
    assert "lost | found" in row.problems[0].sentence


def test_a_comma_with_a_space_behind_it_is_taken_as_part_of_the_cell() -> None:
    table = csv_of("Company,City\nAcme, Inc.,Ulm\nBolt,Bonn\nCog,Köln\n")
    assert cells(table)[0] == ["Acme, Inc.", "Ulm"]
    assert codes(table) == [(2, "joined_cell")]


def test_rows_of_another_delimiter_are_read_and_named() -> None:
    table = csv_of('Name,Mail,City\nAnna,a@x.de,Ulm\nBob;b@x.de;Bonn\nCy,c@x.de,Rom\n"Di";"d@x.de";"Trier"\n')
    assert cells(table)[1] == ["Bob", "b@x.de", "Bonn"]
    assert cells(table)[3] == ["Di", "d@x.de", "Trier"]
    assert codes(table) == [(3, "other_delimiter"), (5, "other_delimiter")]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = csv_of('Name,Note\nAnna,"one\ntwo\nthree"\n\nBob,x\n,,\nCy,y\n')
    assert [row.number for row in table.rows()] == [2, 4, 6]


def test_headers_that_are_the_same_are_told_apart() -> None:
    table = csv_of("Name,Phone,phone,Phone\nAnna,1,2,3\n")
    assert names(table) == ["Name", "Phone", "phone (2)", "Phone (3)"]
    assert [column.header for column in table.columns] == ["Name", "Phone", "phone", "Phone"]
    assert [(each.code, each.params["count"]) for each in table.problems] == [("same_header", 3)]


def test_columns_without_a_name_get_a_letter_and_empty_ones_at_the_end_vanish() -> None:
    table = csv_of("Name,,City,,\nAnna,x,Ulm,,\n")
    assert names(table) == ["Name", "Column B", "City"]
    assert not codes(table)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n,,\n"])
def test_an_empty_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        csv_of(content)
    assert refusal.value.problem.code in ("empty_file", "empty_table")


def test_a_header_without_rows_is_a_table_without_rows() -> None:
    table = csv_of("Name,Mail\n")
    assert names(table) == ["Name", "Mail"]
    assert [each.code for each in table.problems] == ["no_rows"]


def test_300_columns_are_read_and_too_many_are_refused() -> None:
    header, row = ",".join(f"Field {n}" for n in range(300)), ",".join(str(n) for n in range(300))
    assert len(cells(csv_of(f"{header}\n{row}\n"))[0]) == 300
    with pytest.raises(Unreadable) as refusal:
        csv_of(",".join(f"Field {n}" for n in range(501)) + "\n")
    assert "501 columns" in refusal.value.problem.sentence


def test_one_cell_of_10_megabytes_is_a_problem_of_its_row_and_of_no_other() -> None:
    table = csv_of("Name,Note\nAnna,a\nBob," + "x" * (10 << 20) + "\nCy,c\n")
    rows = list(table.rows())
    assert [row.cells[0] for row in rows] == ["Anna", "Bob", "Cy"]
    assert len(rows[1].cells[1]) == 10 << 20
    assert [(each.code, each.column, each.severity) for row in rows for each in row.problems] == [
        ("huge_cell", "Note", Severity.ERROR)
    ]


def test_a_line_without_end_stops_the_reading_with_a_sentence() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(csv_of(b"Name,Note\nAnna,a\nBob," + b"x" * (33 << 20)).rows())
    assert refusal.value.problem.severity is Severity.STOP
    assert "Line 3" in refusal.value.problem.sentence


def test_a_file_is_read_again_from_any_row() -> None:
    table = csv_of("Name\n" + "".join(f"Anna {n}\n" for n in range(50)))
    assert [row.number for row in table.rows(after=49)] == [50, 51]
    assert len(list(table.rows())) == len(list(table.rows())) == 50


def test_what_was_found_out_opens_the_file_the_same_way_again() -> None:
    table = csv_of("List of May\n\nName;Größe\nAnna;1\n".encode("cp1252"), Reading(language="de"))
    stored = Reading.from_data(table.reading.as_data())
    again = csv_of("List of May\n\nName;Größe\nAnna;1\n".encode("cp1252"), stored)
    assert stored.header_row == 3
    assert (names(again), cells(again)) == (["Name", "Größe"], [["Anna", "1"]])


def test_a_table_can_be_handed_to_another_process() -> None:
    table = pickle.loads(pickle.dumps(csv_of("Name,Mail\nAnna,a@x.de,too,much\n")))
    row = next(table.rows())
    assert row.cells == ["Anna", "a@x.de", "too", "much"]
    assert pickle.loads(pickle.dumps(row)) == row


def test_memory_does_not_grow_with_the_file() -> None:
    content = b"Name,Mail,City\n" + b"Anna,anna@example.com,Ulm\n" * 200_000
    table = csv_of(content)
    tracemalloc.start()
    count = sum(1 for _ in table.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 3 << 20


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd"), max_size=20)


@given(st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=6))
def test_well_formed_csv_is_read_cell_by_cell(rows: list[list[str]]) -> None:
    def quoted(row: list[str]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in row)

    text = "\r\n".join(map(quoted, [["Name", "Mail", "City"], *rows])) + "\r\n"
    table = csv_of(text, Reading(encoding="utf-8", delimiter=",", header_row=1))
    assert cells(table) == [row for row in rows if any(map(str.strip, row))]


def test_only_our_own_files_are_unguarded() -> None:
    own = "Goodwill ID,Name,Phone\n1,'=Anna,'+49 30 1\n"
    foreign = "ID,Name,Phone\n1,'=Anna,'+49 30 1\n"
    assert cells(csv_of(own)) == [["1", "=Anna", "+49 30 1"]]
    assert cells(csv_of(foreign)) == [["1", "'=Anna", "'+49 30 1"]]


def test_rows_that_stand_in_quotes_as_a_whole_are_taken_out_of_them() -> None:
    text = '"Name,Mail,City"\n"Anna,a@x.de,Ulm"\n"Bob ""B"" Lee,b@x.de,""Ulm, Mitte"""\n'
    table = csv_of(text)
    assert names(table) == ["Name", "Mail", "City"]
    assert cells(table) == [["Anna", "a@x.de", "Ulm"], ['Bob "B" Lee', "b@x.de", "Ulm, Mitte"]]
    assert cells(csv_of(text, Reading.from_data(table.reading.as_data()))) == cells(table)


def test_one_column_of_quoted_texts_stays_one() -> None:
    assert names(csv_of('"Name"\n"Anna Vogel"\n"Bob Lee"\n')) == ["Name"]
