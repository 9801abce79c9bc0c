"""The way in: any file that somebody brought, as a table."""

from collections.abc import Callable

from goodwill.transfer.readers.bundle import open_bundle
from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.detect import SHEETS, FileKind, detect
from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.html import list_tables, open_html
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.sheet import Sheet, list_sheets, open_sheet
from goodwill.transfer.readers.table import Table
from goodwill.transfer.readers.vcard.rows import open_cards
from goodwill.transfer.readers.xml_sheet import list_xml_sheets, open_xml_sheet

_OPENERS: dict[FileKind, Callable[[Input, Reading], Table]] = {
    FileKind.TABLE: open_csv,
    FileKind.VCARD: open_cards,
    FileKind.BUNDLE: open_bundle,
    FileKind.HTML: open_html,
    FileKind.XML_SHEET: open_xml_sheet,
}


def open_table(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """Raises Unreadable, with a sentence, for what is no table, and before anything of it was read."""
    found = detect(source)
    if opens := _OPENERS.get(found.kind):
        return opens(source, reading)
    if found.kind in SHEETS:
        return open_sheet(source, reading)
    if found.kind is FileKind.JSON:
        from goodwill.transfer.readers.json import open_json  # it knows record types, which other readers need not

        return open_json(source, reading)
    if found.kind is FileKind.EMPTY:
        raise unreadable("empty_file")
    raise unreadable("wrong_kind", what=found.sentence)


def tables_in(source: Input, kind: FileKind, encoding: str = "") -> list[Sheet]:
    """The sheets of a workbook, the lists of a JSON file: where a file holds several tables, one is chosen."""
    if kind in SHEETS:
        return list_sheets(source)
    if kind is FileKind.HTML:
        return list_tables(source, encoding)
    if kind is FileKind.XML_SHEET:
        return list_xml_sheets(source)
    if kind is not FileKind.JSON:
        return []
    from goodwill.transfer.readers.json import list_lists

    return list_lists(source, encoding)
