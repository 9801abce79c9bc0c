"""Text is found in files of every kind, and files that mean harm are refused with a reason."""

import io
import os
import subprocess
import sys
import zipfile
import zlib
from email.message import EmailMessage

import openpyxl
import pytest

from goodwill.kernel import previews, reading
from goodwill.kernel.previews import Unsuitable, sentence_for
from goodwill.kernel.reading import child
from goodwill.kernel.reading.found import MOST_CHARACTERS
from goodwill.kernel.reading.kinds import READERS
from goodwill.kernel.tests.test_previews import document, flood

MICROSOFT = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
DOCX, PPTX = f"{MICROSOFT}.wordprocessingml.document", f"{MICROSOFT}.presentationml.presentation"
XLSX = f"{MICROSOFT}.spreadsheetml.sheet"


def zipped(**parts: str | bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return sink.getvalue()


def word(body: str) -> str:
    return f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'


def docx(*paragraphs: str) -> bytes:
    return zipped(word__document=word("".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)))


def pptx(*slides: str) -> bytes:
    return zipped(
        **{
            f"ppt__slides__slide{n}": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{text}</a:t></a:p></p:sld>'
            for n, text in enumerate(slides, 1)
        }
    )


def open_document(body: str) -> bytes:
    return zipped(content=f'<o:doc xmlns:o="o" xmlns:t="t"><o:body>{body}</o:body></o:doc>')


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "amara@northgate.example", "us@harbour.example", "Panniers"
    made.set_content("Twelve of them, please.\n")
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="order.pdf")
    return made.as_bytes()


DRAWING = (
    b'<!DOCTYPE svg [<!ENTITY a "boom">]><svg xmlns="s"><title>Plan of the depot</title><style>.a{fill:red}</style>'
    b"<script>run()</script><text>Ramp <tspan>north</tspan><tspan>gate</tspan></text><text/></svg>"
)


def read(mime: str, data: bytes) -> str:
    return READERS[mime](data).text


@pytest.mark.parametrize(
    ("mime", "data", "text"),
    [
        ("application/pdf", document("Offer 4711", "Total 99"), "Offer 4711\n\nTotal 99"),
        (DOCX, docx("Dear Anna,", "twelve tyres"), "Dear Anna,\ntwelve tyres"),
        (PPTX, pptx("First", *["more"] * 9, "Eleventh"), "First\n\n" + "more\n\n" * 9 + "Eleventh"),
        (f"{OPEN}.text", open_document("<t:h>Offer</t:h><t:p>two<t:tab/>rows</t:p>"), "Offer\ntwo\trows"),
        (
            f"{OPEN}.spreadsheet",
            open_document("<t:table-row><t:table-cell><t:p>a</t:p></t:table-cell></t:table-row>"),
            "a",
        ),
        (XLSX, workbook(["Model", "Price"], ["Carrier", 89.5]), "Model\tPrice\nCarrier\t89.5"),
        ("text/csv", "Größe;1\r\n".encode("cp1252"), "Größe;1"),
        ("text/plain", "Grüße\x00".encode("utf-16"), "Grüße"),
        ("application/rtf", rb"{\rtf1{\fonttbl{\f0 Arial;}}Gr\'fc\u223?e\par {\*\x hidden}now}", "Grüße\nnow"),
        ("image/svg+xml", DRAWING, "Plan of the depot\nRamp north gate"),
        (
            "application/xml",
            b"<i><n><![CDATA[Marlow & Sons]]></n><script>run()</script><title>7</title><t>a <b>b</b></t></i>",
            "Marlow & Sons\n7\na b",
        ),
        ("text/html", b"<title>t</title><p>One</p><script>two()</script><p>Three", "One\nThree"),
    ],
)
def test_text_is_found(mime, data, text):
    assert read(mime, data) == text


def test_a_mail_is_found_by_who_wrote_what_and_by_its_attachments():
    found = read("message/rfc822", mail())
    for said in ("amara@northgate.example", "Panniers", "Twelve of them, please.", "order.pdf"):
        assert said in found


def test_more_text_than_is_kept_is_cut_and_says_so():
    found = READERS["text/plain"](b"word " * MOST_CHARACTERS)
    assert (len(found.text) <= MOST_CHARACTERS, found.cut) == (True, True)
    assert READERS[DOCX](docx(*["word " * 100] * 2000)).cut


def test_names_in_an_archive_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"..__..__slipped": "x", "/etc__slipped": "x", "C:\\slipped": "x"}
    slip = zipped(word__document=word("<w:p><w:t>kept</w:t></w:p>"), **names)
    assert read(DOCX, slip) == "kept"
    assert not list(tmp_path.rglob("*"))


def dense() -> bytes:
    return zipped(word__document=word("<w:t>" + " " * 50_000_000 + "</w:t>"))


def deep() -> bytes:
    return zipped(word__document=word("<w:p>" * 10_000 + "</w:p>" * 10_000))


def laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return zipped(word__document=f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]><d><t>&l9;</t></d>')


def far_cell() -> bytes:
    sheet = '<worksheet><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></worksheet>'
    return zipped(xl__worksheets__sheet1=sheet, xl__workbook="<workbook/>")


def many_parts() -> bytes:
    return zipped(**{f"p{n}": "" for n in range(10_001)})


def locked() -> bytes:
    data = bytearray(docx("x"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("mime", "data", "reason"),
    [
        (DOCX, dense(), "dense"),
        (DOCX, deep(), "deep"),
        (DOCX, laughs(), "damaged"),
        (DOCX, many_parts(), "dense"),
        (DOCX, locked(), "locked"),
        (DOCX, docx("x")[:-30], "damaged"),
        (DOCX, zipped(other="x"), "damaged"),
        (XLSX, far_cell(), "heavy"),
        ("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        ("application/pdf", b"%PDF-1.7 nothing", "pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_means_harm_is_refused_with_a_reason(mime, data, reason):
    with pytest.raises(Unsuitable) as refusal:
        READERS[mime](data)
    assert refusal.value.reason == reason
    assert "kept as it is" in sentence_for(reason)


@pytest.mark.parametrize(
    ("mime", "data", "reason"),
    [(DOCX, dense(), "dense"), ("application/pdf", document("Offer 4711"), ""), (DOCX, deep(), "deep")],
)
def test_it_is_read_in_a_process_of_its_own(mime, data, reason):
    found = reading.text_of(iter([data[:100], data[100:]]), len(data), mime)
    assert found.reason == reason
    assert ("4711" in found.text) == (not reason)


def packed_pdf() -> bytes:
    """A page whose drawing unpacks to a gigabyte."""
    packer, drawing = zlib.compressobj(9), b"0 0 m\n" * 200_000
    stream = b"".join(packer.compress(drawing) for _time in range(850)) + packer.flush()
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    return of_objects(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>", content)


def nested_pdf() -> bytes:
    """Forms that draw forms: two kilobytes that draw six to the power of fourteen squares."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"
    )
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d /Resources << /XObject << /F %d 0 R >> >> >>"
    forms = [form % (36, number) + b"\nstream\n" + b"/F Do " * 6 + b"\nendstream" for number in range(6, 20)]
    return of_objects(page, b"<< /Length 5 >>\nstream\n/F Do\nendstream", *forms)


def of_objects(*objects: bytes) -> bytes:
    every = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", *objects]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(every, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Size %d /Root 1 0 R >>\n%%%%EOF" % (len(every) + 1)


@pytest.mark.skipif(os.name != "posix", reason="the system bounds processes on POSIX only")
@pytest.mark.parametrize("bomb", [pytest.param(packed_pdf, marks=pytest.mark.slow), nested_pdf])
def test_a_pdf_that_grows_without_end_ends_with_its_process(bomb):
    data = bomb()
    with pytest.raises(Unsuitable) as refusal:
        reading.page_of(iter([data]), 1, 320)
    assert refusal.value.reason in ("heavy", "slow")


def test_what_is_too_large_is_not_even_begun():
    assert reading.text_of(iter(()), 10**9, "application/pdf").reason == "large"


def test_a_flood_of_pixels_is_refused_by_that_process():
    with pytest.raises(Unsuitable, match="too large"):
        reading.picture_of(iter([flood(50_000, 50_000)]), 320)


def test_a_page_of_a_pdf_is_drawn_by_that_process():
    assert reading.page_of(iter([document("a", "b")]), 2, 200)[:4] == b"RIFF"
    with pytest.raises(Unsuitable, match="no such page"):
        reading.page_of(iter([document("a")]), 2, 200)


@pytest.mark.skipif(os.name != "posix", reason="the system bounds processes on POSIX only")
@pytest.mark.parametrize("harm", ["bytearray(400 * 1024 * 1024)", "open('harm', 'w').write('x' * 10_000)"])
def test_the_system_bounds_what_that_process_takes(harm, tmp_path):
    code = f"from goodwill.kernel.reading import child; child._bound(); {harm}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode != 0
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0
    assert child.MEMORY <= 300 * 1024 * 1024


@pytest.mark.slow
def test_a_pdf_of_ten_thousand_pages_is_read_as_far_as_the_bounds_go():
    data = document(*["page"] * 10_000)
    found = reading.text_of(iter([data]), len(data), "application/pdf")
    assert (found.pages, found.cut, found.reason) == (10_000, True, "")


def test_a_sentence_goes_with_every_reason():
    for reason in previews.SENTENCES:
        assert sentence_for(reason).endswith(".")
