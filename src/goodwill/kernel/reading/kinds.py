"""Which function reads which kind of file."""

from collections.abc import Callable

from goodwill.kernel import previews
from goodwill.kernel.reading import office, plain, sheets
from goodwill.kernel.reading.found import MOST_CHARACTERS, SECONDS, Found

MOST_PAGES = 2000
_MICROSOFT = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


def text_of_pdf(data: bytes) -> Found:
    pages = previews.pdf_pages(data)
    text = previews.pdf_text(data, pages=MOST_PAGES, characters=MOST_CHARACTERS, seconds=SECONDS - 1)
    return Found(text.replace("\0", ""), pages > MOST_PAGES or len(text) >= MOST_CHARACTERS, pages)


READERS: dict[str, Callable[[bytes], Found]] = {
    "application/pdf": text_of_pdf,
    f"{_MICROSOFT}.wordprocessingml.document": office.text_of_document,
    f"{_MICROSOFT}.presentationml.presentation": office.text_of_slides,
    f"{_MICROSOFT}.spreadsheetml.sheet": sheets.text_of_workbook,
    "application/vnd.ms-excel": sheets.text_of_old_workbook,
    f"{_OPEN}.text": office.text_of_open_document,
    f"{_OPEN}.presentation": office.text_of_open_document,
    f"{_OPEN}.spreadsheet": office.text_of_open_sheet,
    "application/rtf": plain.text_of_rtf,
    "message/rfc822": plain.text_of_mail,
    "text/html": plain.text_of_html,
    "image/svg+xml": plain.text_of_drawing,
    "application/xml": plain.text_of_xml,
    **dict.fromkeys(
        ("text/plain", "text/csv", "text/vcard", "text/calendar", "application/json"),
        plain.text_of_plain,
    ),
}
