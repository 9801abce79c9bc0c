"""The papers of the example: a proposal, a floor plan and a list of bikes, made here so that nothing need be shipped."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import NamedTuple

from goodwill.desk.example.amara import FIRM, WHO

PROPOSAL = (
    (20, "Harbour Bikes"),
    (13, "Proposal for the second depot of Northgate Couriers"),
    (11, ""),
    (11, "12 Carriers, steel frame, front rack, 70 kg"),
    (11, "2 trailers with cover"),
    (11, "Service at both depots, four visits a year, loan bike within a day"),
    (11, "8 % fleet terms from six bikes on; first service free"),
    (11, ""),
    (11, "Delivery: middle of March, all twelve on one day."),
    (11, "This proposal stands until the end of January."),
    (11, ""),
    (11, "Lars Sørensen, Harbour Bikes, Harwick"),
)
RIDERS = ("Priya", "Sam", "Ola", "Jo", "Max", "Ines")
HEAD = ("Frame", "Model", "Rider", "Since")
ROOMS = (
    ("Workshop", (40, 40, 300, 250)),
    ("Bikes in, 12 places", (300, 40, 760, 250)),
    ("Parcels", (40, 250, 480, 460)),
    ("Charging", (480, 250, 620, 460)),
    ("Office", (620, 250, 760, 460)),
)


class Paper(NamedTuple):
    """About whom, how many days ago and by whom of the staff it was added."""

    who: str
    days: int
    by: int
    name: str
    content: Callable[[], bytes]


def proposal() -> bytes:
    """A page of PDF, written by hand: text that every program can read and search."""
    lines, y = [], 770
    for size, text in PROPOSAL:
        y -= size + 9
        plain = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        lines.append(b"BT /F1 %d Tf 72 %d Td (%s) Tj ET" % (size, y, plain))
    page = b"\n".join(lines)
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    out, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))
    return out + head + table + tail


def floor_plan() -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (800, 500), "#fdfcf9")
    pen, words = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    for step in range(0, 800, 20):
        pen.line((step, 0, step, 500), fill="#efede6")
        pen.line((0, step, 800, step), fill="#efede6")
    for name, (left, top, right, bottom) in ROOMS:
        pen.rectangle((left, top, right, bottom), outline="#26332d", width=4)
        pen.text(((left + right) / 2, (top + bottom) / 2), name, fill="#26332d", font=words, anchor="mm")
    for n in range(12):
        pen.rectangle((320 + 36 * n, 60, 344 + 36 * n, 120), outline="#0b6b4f", width=2)
    for door in ((300, 130, 300, 180), (480, 330, 480, 380), (130, 460, 220, 460)):
        pen.line(door, fill="#fdfcf9", width=8)
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def bikes() -> bytes:
    out = StringIO()
    rows = ((f"NC-{n:02}", "Carrier" if n % 6 else "Carrier long", RIDERS[n % 6], 2024) for n in range(1, 19))
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue().encode()


PAPERS = (
    Paper(FIRM, 40, 4, "Bikes of Northgate.csv", bikes),
    Paper(WHO, 13, 1, "Proposal second depot.pdf", proposal),
    Paper(WHO, 11, 0, "Floor plan second depot.png", floor_plan),
)
