"""Small pictures of pictures, drawn by a job and kept sealed beside the files. They can be drawn again at any time."""

import io
import logging
import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import blobs, jobs, workspace
from goodwill.kernel.errors import Told
from goodwill.kernel.secrets import hkdf, seal, unseal

log = logging.getLogger(__name__)

SIZE = 320
MOST_PIXELS = 50_000_000
DRAWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


@jobs.job("draw-thumbnail", label=_("Draw a small picture"), retries=1, quiet=True)
def draw(blob: str) -> None:
    """A picture that cannot be drawn has none; that is no failure."""
    path = _path(blob)
    if path.exists():
        return
    try:
        small = _drawn(b"".join(blobs.chunks(blob)))
    except (Told, OSError, ValueError, SyntaxError) as problem:
        log.info("No thumbnail of %s: %s", blob, problem)
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(seal(_key(), small, f"thumbnail {blob}"))
    draft.replace(path)


def thumbnail(blob: str) -> bytes | None:
    """A WebP picture within 320 by 320 pixels, once it is drawn."""
    path = _path(blob)
    return unseal(_key(), path.read_bytes(), f"thumbnail {blob}") if path.exists() else None


def discard(blob: str) -> None:
    _path(blob).unlink(missing_ok=True)


def _drawn(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(f"{picture.width} by {picture.height} pixels")
        picture.draft("RGB", (SIZE * 2, SIZE * 2))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((SIZE, SIZE))
        small = io.BytesIO()
        upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(small, "WEBP", quality=80)
    return small.getvalue()


def _path(blob: str) -> Path:
    return blobs.folder() / "thumbnails" / blob[:2] / blob[2:]


def _key() -> bytes:
    return hkdf(workspace.current().key, "thumbnails")
