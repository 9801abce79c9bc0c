"""Small pictures of files and the text in them, as pure functions that take and give bytes.

Files come from anywhere, so each has a bound that is checked before memory is taken: a picture of a few kilobytes may
claim a billion pixels, a page of a PDF may be as large as a field.
"""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from goodwill.kernel.errors import Told

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

THUMBNAIL = 320
PAGE = 1400
MOST_PIXELS = 25_000_000
MOST_JPEG_PIXELS = 80_000_000  # a JPEG is read at an eighth of its size
MOST_BYTES = 100 * 1024 * 1024
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
MOST_SECONDS = 5.0

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "ICO")
_ONE_AT_A_TIME = threading.Lock()  # PDFium serves one thread


class Unsuitable(Told):
    """The file cannot be read for a preview; it is kept as it is. `reason` names why, as one of `SENTENCES`."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__(sentence_for(reason))
        self.reason = reason


SENTENCES = {
    "large": gettext_lazy("This file is too large for a preview. It is kept as it is."),
    "picture": gettext_lazy("This picture is damaged or of a kind that is not shown. The file is kept as it is."),
    "locked": gettext_lazy("This file opens with a password only. The file is kept as it is."),
    "pdf": gettext_lazy("This PDF is damaged. The file is kept as it is."),
    "no-page": gettext_lazy("This document has no such page."),
    "damaged": gettext_lazy("This file is damaged, so its text was not read. The file is kept as it is."),
    "dense": gettext_lazy("This file unpacks to far more than it should, so it was not opened. It is kept as it is."),
    "deep": gettext_lazy("This file is nested too deeply to be read. It is kept as it is."),
    "slow": gettext_lazy("Reading this file took too long, so it was given up. The file is kept as it is."),
    "heavy": gettext_lazy("Reading this file takes too much memory, so it was given up. The file is kept as it is."),
}


def sentence_for(reason: str) -> str:
    return str(SENTENCES.get(reason, SENTENCES["damaged"]))


def thumbnail(data: bytes, size: int = THUMBNAIL) -> bytes:
    """A WebP that fits a square of `size`, upright, without what cameras write beside the picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(_bounded(data)), formats=_FORMATS) as picture:
            if picture.width * picture.height > (MOST_JPEG_PIXELS if picture.format == "JPEG" else MOST_PIXELS):
                raise _too_large()
            return _webp(picture, size)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError):
        raise Unsuitable("picture") from None


def pdf_page(data: bytes, number: int, size: int = PAGE) -> bytes:
    """A page as a WebP that fits a square of `size`. Scripts, links and forms of the document stay behind."""
    with _ONE_AT_A_TIME, _opened_pdf(data) as document:
        if not 1 <= number <= len(document):
            raise Unsuitable("no-page")
        page = document[number - 1]
        width, height = page.get_size()
        scale = size / max(width, height, 1)
        return _webp(page.render(scale=scale).to_pil(), size)


def pdf_pages(data: bytes) -> int:
    with _ONE_AT_A_TIME, _opened_pdf(data) as document:
        return len(document)


def pdf_text(
    data: bytes, *, pages: int = MOST_PAGES, characters: int = MOST_CHARACTERS, seconds: float = MOST_SECONDS
) -> str:
    """The text of the pages, a blank line between them; cut where one of the bounds is reached."""
    deadline = time.monotonic() + seconds
    found: list[str] = []
    left = characters
    with _ONE_AT_A_TIME, _opened_pdf(data) as document:
        for number in range(min(len(document), pages)):
            text = document[number].get_textpage().get_text_bounded()[:left]
            found.append(text.replace("\r\n", "\n").replace("\ufffe", "").strip())
            left -= len(text)
            if left <= 0 or time.monotonic() > deadline:
                break
    return "\n\n".join(text for text in found if text)


def _webp(picture: "Image.Image", size: int) -> bytes:
    from PIL import ImageOps

    picture.draft("RGB", (2 * size, 2 * size))
    picture.thumbnail((size, size))
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    sink = io.BytesIO()
    upright.convert(mode).save(sink, "WEBP", quality=80, method=4)
    return sink.getvalue()


@contextmanager
def _opened_pdf(data: bytes) -> "Iterator[PdfDocument]":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(_bounded(data))
        try:
            if len(document) == 0:
                raise pypdfium2.PdfiumError("no pages")
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unsuitable("locked") from None
        raise Unsuitable("pdf") from None


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise _too_large()
    return data


def _too_large() -> Unsuitable:
    return Unsuitable("large")
