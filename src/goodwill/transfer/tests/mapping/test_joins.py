import pytest

from goodwill.transfer.mapping.formats import column_formats
from goodwill.transfer.mapping.joins import join_date, join_phone, join_street
from goodwill.transfer.mapping.offers import joins_for
from goodwill.transfer.readers.dates import Order
from goodwill.transfer.readers.rows import Row


@pytest.mark.parametrize(
    ("pieces", "phone"),
    [
        (("123456", "49", "030", ""), "+49 30 123456"),
        (("123456", "+49", "(030)", "7"), "+49 30 123456 ext. 7"),
        (("123456", "", "030", ""), "030 123456"),
        (("030 123456", "49", "030", ""), "+49 30 123456"),
        (("+49 30 123456", "49", "030", ""), "+49 30 123456"),
        (("0171 1234567", "0049", "", ""), "+49 171 1234567"),
        (("", "49", "030", "7"), ""),
        (("123456", "", "", "-"), "123456"),
    ],
)
def test_a_phone_is_joined_of_its_pieces(pieces: tuple[str, str, str, str], phone: str) -> None:
    assert join_phone(*pieces) == phone


def test_a_date_is_joined_of_its_pieces() -> None:
    assert join_date("1980", "2", "3") == "1980-02-03"
    assert join_date("", "2", "3") == "--02-03"
    assert join_date("1980", "", "3") == ""
    assert join_date("1980", "13", "3") == ""


def test_a_street_is_joined_with_its_number() -> None:
    assert join_street("Main St.", "5a") == "Main St. 5a"
    assert join_street("Main St. 5a", "5a") == "Main St. 5a"
    assert join_street("Main St.", "") == "Main St."


def test_the_format_of_a_column_is_decided_by_its_last_cell_too() -> None:
    rows = [Row(number, ["03/04/80", "1.234", "x"]) for number in range(2, 500)]
    targets = {0: "birthday", 1: "latitude", 2: "note"}
    unsure = column_formats(rows, targets, "de")
    assert not unsure[0].is_sure
    assert (unsure[1].decimal, unsure[1].is_sure, unsure[1].example) == (",", False, "1.234")
    sure = column_formats([*rows, Row(501, ["04/25/81", "1,234.50", ""])], targets, "de")
    assert (sure[0].date.order, sure[0].date.is_past, sure[0].is_sure) == (Order.MDY, True, True)
    assert (sure[1].decimal, sure[1].is_sure) == (".", True)
    assert sure.keys() == {0, 1}


def test_only_columns_of_digits_are_offered_as_pieces_of_a_phone() -> None:
    columns = [{"position": 0, "name": "Area"}, {"position": 1, "name": "Phone"}, {"position": 2, "name": "Model"}]
    for column, samples in zip(columns, (["0731", "(089)"], ["9988", "1234"], ["v0-1", "x2"]), strict=True):
        column["samples"] = samples
    assert joins_for(columns, {1: "phone:1"}, columns[1]) == [("1-0-area", "Area")]
