import pytest

from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.sources import Maker, makers, recognise
from goodwill.transfer.tests.readers.made import DATA, WITHOUT_DATA


@pytest.mark.parametrize("maker", makers(), ids=lambda maker: maker.key)
def test_each_maker_means_only_targets_that_exist(maker: Maker) -> None:
    assert {target for target in maker.headers.values() if target} <= TARGETS.keys()
    assert all(maker.meaning(header) is not None for header in maker.signature)


@pytest.mark.parametrize("maker", makers(), ids=lambda maker: maker.key)
def test_each_maker_is_recognised_by_all_of_its_headers(maker: Maker) -> None:
    found = recognise(list(maker.headers))
    assert found is not None
    assert found.maker is maker


@pytest.mark.skipif(not DATA.exists(), reason=WITHOUT_DATA)
@pytest.mark.parametrize(
    ("file", "maker"),
    [
        ("google_new", "google"),
        ("google_old", "google"),
        ("hubspot_contacts", "hubspot"),
        ("outlook", "outlook"),
        ("pipedrive_import_sample", "pipedrive"),
        ("salesforce_account_api", "salesforce_accounts"),
        ("thunderbird", "thunderbird"),
    ],
)
def test_the_header_rows_that_programs_write_are_known_to_the_last_column(file: str, maker: str) -> None:
    path = DATA / "headers" / f"{file}.csv"
    header = path.read_text().strip()
    width = header.count(",") + 1
    made = header + "\n" + ",".join(f"value {number}" for number in range(width)) + "\n"
    table = open_csv(Input.of_bytes(made.encode(), path.name))
    found = recognise([column.header for column in table.columns])
    assert found is not None
    assert found.maker.key == maker
    assert found.known == len(table.columns) == width
    assert table.sample[0].cells[-1] == f"value {width - 1}"


def test_spelling_of_headers_does_not_matter() -> None:
    headers = ["FIRST NAME", "last name", " E-mail  Address", "Business Street", "Business Phone*", "My own field"]
    found = recognise(headers)
    assert found is not None
    assert found.maker.name == "Outlook"
    assert found.targets == ("given_name", "family_name", "mail:1", "street:work", "phone:work", None)


def test_a_handmade_table_is_nobodys() -> None:
    assert recognise(["First Name", "Last Name", "Email", "Phone", "Company", "City", "Notes"]) is None
    assert recognise([]) is None


def test_numbered_headers_keep_their_numbers() -> None:
    found = recognise(
        ["Name", "Given Name", "Phone 2 - Type", "Phone 2 - Value", "E-mail 1 - Value", "Phone 9 - Value"]
    )
    assert found is not None
    assert found.targets[2:] == ("phone_label:2", "phone:2", "mail:1", "")
    assert found.maker.separator == " ::: "
