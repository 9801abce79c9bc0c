import io
import re
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from goodwill.kernel.filenames import clean_name
from goodwill.kernel.filetypes import OTHER, by_name, headers_for, sniff
from goodwill.kernel.tests.test_filenames import DECEIVING, HARMLESS, TRAVERSAL

DATA = Path(__file__).parents[5] / "shared" / "data"
ACTIVE = {
    "page.html": b"<!DOCTYPE html><html><body onload=alert(1)>",
    "page.htm": b"\n\n  <script>alert(1)</script>",
    "page.xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "drawing.xml": b'<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>',
    "style.xsl": b"<xsl:stylesheet/>",
    "feed.rss": b"<rss/>",
    "code.js": b"alert(1)",
    "code.mjs": b"export default 1",
    "style.css": b"body{}",
    "saved.mht": b"From: x\nContent-Type: multipart/related",
    "film.swf": b"FWS\x09",
    "code.wasm": b"\x00asm\x01\x00\x00\x00",
    "server.php": b"<?php system($_GET[0]);",
    "setup.exe": b"MZ\x90\x00",
    "run.sh": b"#!/bin/sh\n",
    "cache.appcache": b"CACHE MANIFEST",
}


def picture(kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, kind)
    return data.getvalue()


def archive(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def workbook() -> bytes:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


def tape() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("x"))
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_pictures_are_known_by_their_bytes_whatever_their_name(kind):
    for name in ("x", "x.txt", "x.html", f"x.{kind.lower()}"):
        found = sniff(picture(kind), name)
        assert (found.mime, found.group) == (f"image/{kind.lower()}", "picture")


@pytest.mark.parametrize(
    ("data", "name", "mime"),
    [
        (b"%PDF-1.7\n", "x", "application/pdf"),
        (b"\n\n%PDF-1.4", "x.txt", "application/pdf"),
        (b"{\\rtf1", "x.doc", "application/rtf"),
        (workbook(), "x.bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "x", "application/vnd.oasis.opendocument.text"),
        (archive(a="b"), "x.docx", "application/zip"),
        (archive(**{"META-INF__MANIFEST.MF": ""}), "x.zip", "application/java-archive"),
        (tape(), "x", "application/x-tar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.png", "application/octet-stream"),
        (b"BEGIN:VCARD\nVERSION:4.0", "x", "text/vcard"),
        (b"BEGIN:VCALENDAR\n", "x.txt", "text/calendar"),
        (b"name;mail\n", "x.csv", "text/csv"),
        (b"\xff\xfen\x00a\x00", "x.csv", "text/csv"),
        (b"From: a@example.com\n\n<b>hi</b>", "x.eml", "message/rfc822"),
        ("Grüße".encode(), "x", "text/plain"),
        (b"", "x", "text/plain"),
        (b"BMW and others", "x.txt", "text/plain"),
        (b"\x00\x01\x02\x03", "x.png", "application/octet-stream"),
        (b"\x00\x01\x02\x03", "x.exe", "application/vnd.microsoft.portable-executable"),
        (b"\x00\x00\x00\x18ftypisom", "x", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "x", "audio/mp4"),
    ],
)
def test_common_kinds_are_known_by_their_bytes(data, name, mime):
    assert sniff(data, name).mime == mime


@pytest.mark.parametrize(("name", "data"), ACTIVE.items())
def test_what_a_browser_would_run_is_only_handed_out_to_be_saved(name, data):
    assert sniff(data, name).active
    for shown_name in (name, "photo.jpg", "x"):
        headers = headers_for(sniff(data, shown_name), shown_name, inline=True)
        assert headers["Content-Disposition"].startswith("attachment;")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'; sandbox"
        assert not re.search("html|svg|xml|script|css", headers["Content-Type"])


def test_no_name_lets_an_active_file_be_shown():
    names = [*TRAVERSAL, *(name for name, _cleaned in DECEIVING), *HARMLESS]
    combinations = [(name, kind, data) for name in names for kind, data in ACTIVE.items()]
    shown = [
        (name, kind)
        for name, kind, data in combinations
        if "inline" in headers_for(sniff(data, name + kind[4:]), name, inline=True)["Content-Disposition"].split(";")[0]
    ]
    assert len(combinations) >= 720
    assert shown == []


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf<html>",
        "<svg onload=alert(1)>".encode("utf-16"),
        b"harmless text, then <script>alert(1)</script>",
        b"<!-- --><p>",
        b"<IMG SRC=x onerror=alert(1)>",
        b"<html>%PDF-1.4",
    ],
)
def test_markup_is_found_behind_disguises(data):
    assert sniff(data, "notes.txt").active
    assert sniff(data, "photo.png").active


def test_safe_pictures_and_pdf_may_be_shown_in_place():
    headers = headers_for(sniff(picture("PNG")), "Foto.png", inline=True)
    assert headers["Content-Disposition"] == "inline; filename=\"Foto.png\"; filename*=UTF-8''Foto.png"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "sandbox" not in headers_for(sniff(b"%PDF-1.7"), "x.pdf", inline=True)["Content-Security-Policy"]
    assert headers_for(sniff(picture("PNG")), "Foto.png")["Content-Disposition"].startswith("attachment;")


@given(st.text() | st.text(st.characters(codec=None)))
def test_no_name_breaks_out_of_its_header(name):
    place = headers_for(OTHER, name)["Content-Disposition"]
    assert place.isascii()
    assert place.isprintable()
    assert re.fullmatch(r"attachment; filename=\"[^\"\\]*\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+", place)


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_have_a_type(data, name):
    kind = sniff(data, name)
    assert kind is OTHER or kind.mime


EXTENSIONS = (
    "jpg heif pdf dotx xlsm tsv pptm eml mbox pst vcf ics log json tgz 7z rar opus m4a mov mkv sqlite3 hta svgz"
)
EXTENSIONS += " xslt mjs css mhtml swf wasm manifest dll scr so dylib jar ps1 lnk url iso apk php5 phtml aspx cgi"


def test_an_extension_has_a_type_and_survives_cleaning():
    for extension in EXTENSIONS.split():
        assert by_name(clean_name(f"x.{extension.upper()}")).mime != OTHER.mime
    assert by_name("x.unknown") is OTHER


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside the repository")
@pytest.mark.parametrize(
    ("pattern", "mimes"),
    [
        ("outlook/*.msg", {"application/vnd.ms-outlook"}),
        ("outlook/*.pst", {"application/vnd.ms-outlook"}),
        ("vcards/*.vcf", {"text/vcard"}),
        ("headers/*.csv", {"text/csv"}),
        ("retail/*.gz", {"application/gzip"}),
        ("chinook/*.sqlite", {"application/vnd.sqlite3"}),
        ("strings/*.json", {"application/json", "text/html"}),
    ],
)
def test_real_files_are_known(pattern, mimes):
    found = {path.name: sniff(path.read_bytes(), path.name).mime for path in DATA.glob(pattern)}
    assert found
    assert set(found.values()) <= mimes, found
