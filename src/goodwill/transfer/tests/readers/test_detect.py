import pytest

from goodwill.transfer.readers.detect import FileKind, detect
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.tests.readers.made import DATA, WITHOUT_DATA, file_of, ods_of, xls_of, xlsx_of, zip_of

_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
_CARD = "BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Name,Mail\nAnna,anna@example.com\n", FileKind.TABLE),
        ("Name;Ort\nJürgen;Köln\n".encode("cp1252"), FileKind.TABLE),
        ("Name;Ort\nJürgen;Köln\n".encode("utf-16"), FileKind.TABLE),
        ("Name;Ort\nJürgen;Köln\n".encode("utf-16-le"), FileKind.TABLE),
        (xlsx_of(_ROW), FileKind.XLSX),
        (xls_of({(0, 0): "Name"}), FileKind.XLS),
        (ods_of("<table:table-row/>"), FileKind.ODS),
        (_CARD, FileKind.VCARD),
        (_CARD.encode("utf-16"), FileKind.VCARD),
        ("\ufeff\r\nbegin:vcard\nFN:Anna\nend:vcard\n", FileKind.VCARD),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", FileKind.CALENDAR),
        ("<html><table><tr><td>Name</td></tr></table>", FileKind.HTML),
        ('<?xml version="1.0"?><Workbook/>', FileKind.XML),
        ('<?xml version="1.0"?><!DOCTYPE html><html><table>', FileKind.HTML),
        ('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FileKind.XML_SHEET),
        ('[{"name": "Anna"}]', FileKind.JSON),
        (zip_of({"a.csv": "Name\nAnna\n"}), FileKind.ZIP),
        (zip_of({"[Content_Types].xml": "", "word/document.xml": ""}), FileKind.OFFICE),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), FileKind.IMAGE),
        (b"", FileKind.EMPTY),
        (b"\xef\xbb\xbf \r\n\r\n", FileKind.EMPTY),
        (bytes(range(256)) * 20, FileKind.BINARY),
    ],
)
def test_a_file_is_told_by_its_content(content: str | bytes, kind: FileKind) -> None:
    assert detect(file_of(content, "contacts.dat")).kind is kind


def test_a_workbook_named_csv_is_read_as_the_workbook_that_it_is() -> None:
    source = file_of(xlsx_of(_ROW), "contacts.csv")
    found = detect(source)
    assert found.kind is FileKind.XLSX
    assert "Excel workbook" in found.sentence
    assert ".csv" in found.sentence
    assert [column.name for column in open_table(source).columns] == ["Name"]


def test_a_csv_named_xls_is_read_as_csv() -> None:
    assert open_table(file_of("Name,Mail\nAnna,a@x.de\n", "contacts.xls")).sample[0].cells == ["Anna", "a@x.de"]


def test_a_zip_names_the_files_in_it() -> None:
    sentence = detect(file_of(zip_of({"people.csv": "x", "cards.vcf": "y"}), "all.zip")).sentence
    assert "2 files" in sentence
    assert "people.csv, cards.vcf" in sentence


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"", bytes(range(256)) * 20, b"PK\x03\x04 damaged"])
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of(content))
    assert refusal.value.problem.sentence
    assert refusal.value.problem.advice


@pytest.mark.skipif(not DATA.exists(), reason=WITHOUT_DATA)
def test_outlook_stores_are_recognised_and_told_what_to_do() -> None:
    from goodwill.transfer.readers.inputs import Input

    assert detect(Input.of_path(DATA / "outlook" / "Outlook.pst")).kind is FileKind.PST
    assert detect(Input.of_path(DATA / "outlook" / "Contact.msg")).kind is FileKind.OFFICE
