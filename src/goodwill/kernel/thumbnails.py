"""Small pictures of pictures and of first pages, and whole pages to look at; kept sealed beside the files.

All of them can be drawn again at any time, so nothing is lost with them. What cannot be drawn leaves an empty mark.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import blobs, jobs, reading, workspace
from goodwill.kernel.errors import Missing, Told
from goodwill.kernel.previews import MOST_BYTES, PAGE, THUMBNAIL
from goodwill.kernel.secrets import hkdf, seal, unseal

log = logging.getLogger(__name__)

PDF = "application/pdf"
PICTURES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/avif", "image/x-icon"}
)
MOST_PAGES = 500
DRAWN = PICTURES | {PDF}


@jobs.job("draw-thumbnail", label=_("Draw a small picture"), retries=1, quiet=True)
def draw(blob: str, mime: str = "") -> None:
    """A picture that cannot be drawn has none; that is no failure."""
    with suppress(Missing):
        thumbnail(blob, mime)


def thumbnail(blob: str, mime: str = "") -> bytes | None:
    """A WebP picture within 320 by 320 pixels, drawn where it is not yet; None for what cannot be drawn."""
    if mime == PDF:
        return _kept(blob, "small", lambda: reading.page_of(blobs.chunks(blob), 1, THUMBNAIL))
    return _kept(blob, "small", lambda: reading.picture_of(blobs.chunks(blob), THUMBNAIL))


def page(blob: str, mime: str, number: int) -> bytes | None:
    """A page of a PDF, or a picture (which has one), within 1400 by 1400 pixels."""
    if mime == PDF:
        return _kept(blob, f"page-{number}", lambda: reading.page_of(blobs.chunks(blob), number, PAGE))
    if number != 1:
        return None
    return _kept(blob, "page-1", lambda: reading.picture_of(blobs.chunks(blob), PAGE))


def discard(blob: str) -> None:
    shutil.rmtree(_path(blob, "small").parent, ignore_errors=True)


def _kept(blob: str, name: str, drawn: Callable[[], bytes]) -> bytes | None:
    path = _path(blob, name)
    context = f"{name} of {blob}"
    if path.exists():
        sealed = path.read_bytes()
        return unseal(_key(), sealed, context) if sealed else None
    if blobs.path_of(blob).exists() and blobs.path_of(blob).stat().st_size > MOST_BYTES:
        return None
    try:
        picture = drawn()
    except Missing:
        raise
    except Told as problem:
        log.info("No %s: %s", context, problem)
        picture = b""
    _write(path, seal(_key(), picture, context) if picture else b"")
    return picture or None


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(sealed)
    draft.replace(path)


def _path(blob: str, name: str) -> Path:
    return blobs.folder() / "pictures" / blob[:2] / blob[2:] / name


def _key() -> bytes:
    return hkdf(workspace.current().key, "thumbnails")
