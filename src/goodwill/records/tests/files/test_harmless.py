"""Whatever a file holds and whatever it is called: it leaves as something to be saved, and runs nothing."""

import io
import zipfile

import pytest
from django.templatetags.static import static
from django.test import Client

from goodwill.kernel import filetexts
from goodwill.kernel.filenames import clean_name
from goodwill.kernel.filetypes import headers_for, sniff
from goodwill.kernel.models import File
from goodwill.kernel.tests.test_previews import document

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
ACTIVE = {
    "drawing.svg": SVG,
    "drawing.png": SVG,
    "page.html": b"<html><script>alert(1)</script>",
    "page.xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    "feed.xml": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><x/>',
    "style.xsl": b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>',
    "run.js": b"alert(document.cookie)",
    "look.css": b"body{background:url(https://away.example)}",
    "saved.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<script>alert(1)</script>",
    "film.swf": b"FWS\x09" + bytes(60),
    "code.wasm": b"\x00asm\x01\x00\x00\x00",
    "offer.pdf": document("x").replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    ),
}
NAMES = (
    "../../etc/passwd", '..\\..\\boot.ini', "a/b/c.txt", 'C:\\x.txt', "photo.php.jpg", "photo.jpg.exe",
    "x.svg ", "x.svg.", 'x.svg\u200b', '\u202egpj.exe', "con.txt", "NUL", 'a\x00b.txt',
    'a\r\nSet-Cookie: x=1.txt', 'a".txt', "a';b.txt", "<script>.html", "%2e%2e%2fx",
    '\uff46\uff55\uff4c\uff4c\uff0e\uff53\uff56\uff47', ".htaccess", "...", " ", "", "x" * 300 + ".pdf",
    "é.txt", "日本.pdf", "a;filename=b.html", "=cmd|' /C calc'!A0.csv", "file:///etc/passwd",
    '\\\\server\\share\\x.lnk', "x.txt::$DATA", "aux.svg", 'a\tb.txt', "{{7*7}}.txt", "${7*7}.txt", "`id`.txt",
    "-rf.txt", "~root.txt", 'a\u2028b.txt', 'a\ufeff.txt', "x.tar.gz", "x.pdf.js", "x.JS", "x.hTmL",
    "index.html?x=.png", "x.png#.html", "..%c0%af..x", '\ufffc.txt', "x.svgz", "*.txt", "a|b.txt", "lpt1.pdf",
    "x..pdf", "x .pdf", '\u115f.txt', '\ud83d\ude00.png', "a&b.txt", "ß.txt", "İ.txt", "٣.txt",
)  # fmt: skip


def served(client: Client, file: File, url: str = ""):
    answer = client.get(url or f"/files/{file.pk}/content")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("name", ACTIVE)
def test_an_active_file_is_an_attachment_in_a_sandbox(owner, browse, add, name):
    file = add(name, ACTIVE[name])
    client = browse(owner)
    for url in (f"/files/{file.pk}/content", f"/files/{file.pk}/versions/1", f"/api/v1/files/{file.pk}/content"):
        answer = served(client, file, url)
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Type"] in ("application/octet-stream", "application/pdf", "text/plain; charset=utf-8")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].endswith("; sandbox")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert b"".join(answer.streaming_content) == ACTIVE[name]
    page = client.get(f"/files/{file.pk}/").content.decode()
    assert "alert(" not in page
    assert not [tag for tag in ("<object", "<embed", "<iframe") if tag in page]


def test_of_an_active_file_only_the_words_are_shown(owner, browse, add):
    drawn = SVG.replace(b"</svg>", b"<text>Ramp &lt;b&gt; north</text></svg>")
    file = add("depot.svg", drawn)
    filetexts.read(file.pk)
    page = browse(owner).get(f"/files/{file.pk}/").content.decode()
    assert "Ramp &lt;b&gt; north" in page
    assert "only the words in it" in page
    assert "alert(" not in page


def test_a_name_is_shown_as_text(owner, browse, add):
    file = add("<img src=x onerror=alert(1)>.txt")
    assert "<img src=x" not in browse(owner).get(f"/files/{file.pk}/").content.decode()


@pytest.mark.parametrize("name", NAMES[::6])
def test_a_name_leads_nowhere_and_splits_no_header(owner, browse, add, name):
    file = add(name, SVG)
    assert "Set-Cookie" not in served(browse(owner), file)
    assert file.name == clean_name(name)


def test_sixty_names_of_twelve_kinds_are_attachments_in_a_sandbox():
    assert (len(set(NAMES)), len(ACTIVE)) == (60, 12)
    for raw in NAMES:
        name = clean_name(raw)
        assert name == clean_name(name) != ""
        assert not set(name) & set('/\\<>:"|?*\r\n\0')
        for content in ACTIVE.values():
            headers = headers_for(sniff(content, name), name, inline=False)
            assert headers["Content-Disposition"].startswith("attachment;")
            assert headers["Content-Disposition"].count('"') == 2
            assert headers["Content-Security-Policy"].endswith("; sandbox")
            assert all(value.isascii() and value.isprintable() for value in headers.values())


def test_a_picture_is_drawn_anew_and_what_is_hidden_in_it_stays_behind(owner, browse, add):
    from PIL import Image

    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    Image.new("RGB", (640, 400), "teal").save(made, "JPEG", exif=exif)
    made.write(b"<script>alert(1)</script>")
    file, client = add("photo.jpg", made.getvalue()), browse(owner)
    for url in (f"/files/{file.pk}/thumbnail", f"/files/{file.pk}/pages/1"):
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"], answer.content[:4]) == (200, "image/webp", b"RIFF")
        assert b"secret" not in answer.content
        assert b"script" not in answer.content
        assert answer["Content-Security-Policy"].endswith("sandbox")
    assert client.get(f"/files/{file.pk}/pages/2").status_code == 404


def test_what_is_damaged_has_a_picture_that_says_so(owner, browse, add):
    file = add("broken.pdf", b"%PDF-1.4\nnothing here")
    answer = browse(owner).get(f"/files/{file.pk}/thumbnail")
    assert answer.status_code == 302
    assert answer["Location"] == static("goodwill/no-picture.svg")


def test_an_archive_is_kept_and_never_opened(owner, browse, add):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../x.txt", "x" * 5_000_000)
    file = add("photos.zip", made.getvalue())
    assert "not shown here" in browse(owner).get(f"/files/{file.pk}/").content.decode()
