import pytest

from goodwill.transfer.readers.errors import Severity
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.tests.readers.made import cells, csv_of, names


def test_data_in_the_first_row_is_data() -> None:
    table = csv_of("Anna,anna@x.de,+49 30 123456\nBob,bob@x.de,+49 30 123457\nCy,cy@x.de,+49 30 123458\n")
    assert names(table) == ["Column A", "Column B", "Column C"]
    assert len(cells(table)) == 3
    assert table.problems[0].code == "no_header"
    assert table.reading.header_row == 0


@pytest.mark.parametrize(
    "header",
    [
        "Vorname;Nachname;Ort",
        "Prénom;Nom;Ville",
        "Imię;Nazwisko;Miasto",
        "first_name;last_name;city",
        "FIRST;LAST;CITY",
    ],
)
def test_words_that_name_columns_are_known_in_many_languages(header: str) -> None:
    assert names(csv_of(f"{header}\nAnna;Smith;Ulm\n")) == header.split(";")


def test_headers_nobody_knows_are_headers_if_what_is_below_differs() -> None:
    assert names(csv_of("Alpha,Beta,Gamma\n12,a@x.de,2024-01-02\n13,b@x.de,2024-01-03\n")) == ["Alpha", "Beta", "Gamma"]


def test_a_value_that_comes_again_below_is_no_header() -> None:
    assert cells(csv_of("Ulm,Berg\nUlm,Tal\nUlm,Berg\nBonn,Tal\nUlm,Tal\n"))[0] == ["Ulm", "Berg"]


def test_titles_above_the_table_are_left_out_and_shown() -> None:
    table = csv_of("Customers of May\n\nas of 2024-05-31,,\nName,Mail,City\nAnna,a@x.de,Ulm\n")
    assert names(table) == ["Name", "Mail", "City"]
    assert [row.number for row in table.rows()] == [5]
    found = next(each for each in table.problems if each.code == "lines_above")
    assert found.raw == "Customers of May\nas of 2024-05-31"


def test_a_row_of_groups_above_the_names_is_no_header() -> None:
    table = csv_of("Person,,Contact,\nName,Company,Phone,Mail\nAnna Vogel,Vogel KG,0731 1234,a@x.de\n")
    assert names(table) == ["Name", "Company", "Phone", "Mail"]
    assert [row.number for row in table.rows()] == [3]


def test_names_that_come_twice_bear_the_name_of_their_group() -> None:
    table = csv_of("Company,Contact 1,,Contact 2,\n,Name,Mail,Name,Mail\nVogel KG,Anna,a@x.de,Bob,b@x.de\n")
    assert names(table) == ["Company", "Contact 1 Name", "Contact 1 Mail", "Contact 2 Name", "Contact 2 Mail"]
    assert cells(table) == [["Vogel KG", "Anna", "a@x.de", "Bob", "b@x.de"]]


def test_the_header_can_be_chosen() -> None:
    content = "one,two\nthree,four\nfive,six\n"
    assert names(csv_of(content, Reading(header_row=2))) == ["three", "four"]
    assert cells(csv_of(content, Reading(header_row=2))) == [["five", "six"]]
    assert len(cells(csv_of(content, Reading(header_row=0)))) == 3


@pytest.mark.parametrize(
    "tail",
    [
        "Total,,,3",
        "Total: 3 records,,,",
        "3 records,,,",
        "Summe;;;".replace(";", ","),
        "-- end of report --,,,",
        "\nprinted by Anna on Friday,,,",
        "\n\nConfidential,,,",
        "(3 rows affected),,,",
        "Gesamt,,,1234.50",
        "Summe,,,4 Einträge",
    ],
)
def test_what_stands_below_the_table_is_left_out_and_named(tail: str) -> None:
    table = csv_of("Name,Mail,City,Orders\n" + "Anna,a@x.de,Ulm,1\n" * 3 + tail + "\n")
    *people, last = table.rows()
    assert len(people) == 3
    assert not any(row.problems for row in people)
    assert [(each.code, each.severity) for each in last.problems] == [("summary_row", Severity.LEFT_OUT)]


@pytest.mark.parametrize("last", ["Total Energies,info@total.com,Paris,4", "Zoe,,,", "Totalis AG,,Ulm,1", ",z@x.de,,"])
def test_a_last_row_that_is_data_stays(last: str) -> None:
    table = csv_of("Name,Mail,City,Orders\n" + "Anna,a@x.de,Ulm,1\n" * 3 + last + "\n")
    assert [each.code for row in table.rows() for each in row.problems] == []


def test_a_word_like_total_in_the_middle_is_data() -> None:
    table = csv_of("Name,Mail,City\nTotal,,\n" + "Anna,a@x.de,Ulm\n" * 9)
    assert [each.code for row in table.rows() for each in row.problems] == []
