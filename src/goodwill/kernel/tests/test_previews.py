import io
import resource
import struct
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from goodwill.kernel.previews import Unsuitable, pdf_page, pdf_text, thumbnail


def picture(kind: str, size: tuple[int, int] = (640, 400), mode: str = "RGB", **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, 120 if mode in "LP1" else (200, 30, 60, 128)[: len(mode)]).save(data, kind, **options)
    return data.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flood(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes with this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes(1024 * 1024))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def document(*pages: str, box: str = "0 0 595 842") -> bytes:
    """A PDF with one line on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        content = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
        kids.append(f"{len(objects) + 1} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        content_at = f"{len(objects) + 2} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {content_at} /Resources {font} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body = "%PDF-1.4\n" + "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"{body}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF".encode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_a_picture_becomes_a_small_webp_of_the_same_shape(kind):
    with Image.open(io.BytesIO(thumbnail(picture(kind), 320))) as small:
        assert (small.format, small.size) == ("WEBP", (320, 200))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pictures_of_each_depth_are_read(mode):
    with Image.open(io.BytesIO(thumbnail(picture("PNG", mode=mode)))) as small:
        assert small.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_small_picture_is_not_blown_up():
    with Image.open(io.BytesIO(thumbnail(picture("PNG", (10, 20))))) as small:
        assert small.size == (10, 20)


def test_a_picture_taken_sideways_is_shown_upright_and_without_its_place():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "secret camera"
    small = thumbnail(picture("JPEG", (640, 400), exif=exif))
    assert b"secret" not in small
    with Image.open(io.BytesIO(small)) as shown:
        assert shown.size == (200, 320)
        assert not shown.getexif()


@pytest.mark.parametrize("size", [(50_000, 50_000), (1, 2**31 - 1), (8_000, 8_000), (2**31 - 1, 2**31 - 1)])
def test_a_flood_of_pixels_is_refused_before_it_takes_memory(size):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(Unsuitable, match="too large"):
        thumbnail(flood(*size))
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_the_largest_picture_that_is_taken_stays_within_its_memory():
    # ru_maxrss begins with what the parent once had; VmHWM belongs to the new program alone.
    code = (
        "import re, sys; from goodwill.kernel.previews import thumbnail; thumbnail(sys.stdin.buffer.read());"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    data = picture("PNG", (5_000, 5_000), "RGBA")
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True, timeout=120)
    assert int(done.stdout) < 300 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"<svg/>",
        picture("PNG")[:60],
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        document("x"),
    ],
)
def test_a_broken_picture_is_told(data):
    with pytest.raises(Unsuitable, match="kept as it is"):
        thumbnail(data)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"]), st.data())
def test_damage_anywhere_never_does_more_than_refuse(kind, data):
    damaged = bytearray(picture(kind, (40, 30)))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unsuitable):
        assert thumbnail(bytes(damaged)).startswith(b"RIFF")


def test_the_text_of_a_pdf_is_found_page_by_page():
    assert pdf_text(document("Offer 4711", "Total 99")) == "Offer 4711\n\nTotal 99"


def test_the_bounds_of_a_pdf_cut_its_text():
    pages = document(*["word " * 10] * 20)
    assert pdf_text(pages, pages=2).count("word") == 18
    assert len(pdf_text(pages, characters=100)) <= 102
    assert pdf_text(pages, seconds=0).count("word") == 9


def test_the_first_page_of_a_pdf_is_shown():
    with Image.open(io.BytesIO(pdf_page(document("x"), 1, 320))) as small:
        assert (small.format, max(small.size)) == ("WEBP", 320)


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 1 1", "0 0 200000 2", "0 0 0 0", "-5 -5 5 5"])
def test_a_page_of_any_size_is_shown_small(box):
    with Image.open(io.BytesIO(pdf_page(document("x", box=box), 1, 100))) as small:
        assert max(small.size) <= 100


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"x" * 1000, document(), picture("PNG")])
def test_a_broken_pdf_is_told(data):
    for preview in (pdf_text, partial(pdf_page, number=1)):
        with pytest.raises(Unsuitable, match="damaged"):
            preview(data)
