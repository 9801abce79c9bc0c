"""Small files that would fill the memory if they were believed: refused, or read, within 300 MiB and 5 seconds."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from goodwill.transfer.readers.errors import Problem, Severity, Unreadable
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.tests.readers.made import cells, file_of, ods_of, xls_of, xlsx_of, zip_of

_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_LONG = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{letters}1048576"><v>2</v></c></row>'
_WIDE_ODS = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell office:value-type="float" office:value="1" '
    'table:number-columns-repeated="{columns}"/></table:table-row>'
)
_READ = """
import resource, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print("rows", sum(1 for _ in open_table(Input.of_path(sys.argv[1])).rows()))
except Unreadable as refusal:
    print("refused", refusal.problem.code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
_BOOK = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:s="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
)
_MERGED = '<Row><Cell s:MergeDown="1048576" s:MergeAcross="400"><Data>x</Data></Cell></Row>'
_BOMBS = {
    "spans.xls": b"<html><table>" + b"<tr><td rowspan=65000 colspan=400>x</td></tr>" * 20_000,
    "long span.xls": b"<table><tr><td rowspan=65000>" + b"x" * 900_000 + b"<tr><td>y" * 60_000,
    "letters.xls": b"<table><tr><td>\xf0\x9f\x98\x80" + b"x" * (15 << 20),
    "cells.xls": b"<table><tr>" + b"<td>" * (4 << 20),
    "rows.xls": b"<table>" + b"<tr><td>" * (1 << 20),
    "deep.xml": _BOOK.encode() + b"<a>" * (10 << 20),
    "cell.xml": _BOOK.encode() + b"<Row><Cell><Data>" + b"x" * (50 << 20),
    "tag.xml": _BOOK.encode() + b'<Row a="' + b"x" * (50 << 20),
    "merged.xml": (_BOOK + _MERGED * 9_000).encode(),
    "corners.xlsx": xlsx_of(_FAR),
    "claims.xlsx": xlsx_of('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
    "long.xlsx": xlsx_of(_LONG.format(letters="CV")),
    "row.xlsx": xlsx_of(f'<row r="1">{"<c><v>1</v></c>" * 20}</row>' * 2),
    "blank.xlsx": xlsx_of('<row r="1"><c r="A1"><v>1</v></c></row>' + '<row r="9"><c r="XFD9" s="1"/></row>'),
    "wide.ods": ods_of(_WIDE_ODS.format(columns=16384)),
    "long.ods": ods_of(_WIDE_ODS.format(columns=40)),
    "corners.xls": xls_of({(0, 0): "Name", (65535, 255): 1.0}),
    "claims.xls": xls_of({(0, 0): "Name"}, struct.pack("<HHIIHHH", 0x0200, 14, 0, 0xFFFFFFF0, 0, 255, 0)),
    "zeros.xlsx": zip_of({"[Content_Types].xml": "", "xl/workbook.xml": b" " * (70 << 20)}),
}


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by getrusage")
@pytest.mark.parametrize("name", list(_BOMBS))
def test_a_bomb_does_not_go_off(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_BOMBS[name])
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(tmp_path / name)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    outcome, mebibytes = done.stdout.split("\n")[:2]
    assert outcome.split()[0] in ("rows", "refused")
    assert int(mebibytes) <= 300


def test_two_cells_at_the_corners_of_a_sheet_are_told_as_too_many_columns() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of(_BOMBS["corners.xlsx"]))
    assert refusal.value.problem.severity is Severity.STOP
    assert "16,384 columns" in refusal.value.problem.sentence


def test_a_sheet_of_two_rows_a_million_apart_is_read() -> None:
    assert len(cells(open_table(file_of(_BOMBS["long.xlsx"])))) == 2


def test_a_claim_about_its_size_changes_nothing() -> None:
    assert cells(open_table(file_of(_BOMBS["claims.xlsx"]))) == [["1"]]


def test_a_zip_that_lies_about_its_sizes_is_damaged() -> None:
    archive = bytearray(xlsx_of(_FAR))
    place = archive.rfind(b"PK\x01\x02", 0, archive.rfind(b"xl/workbook.xml"))
    struct.pack_into("<I", archive, place + 24, 10)
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of(bytes(archive)))
    assert refusal.value.problem.code == "damaged_workbook"


@pytest.mark.parametrize("make", [lambda: xlsx_of(_FAR), lambda: xls_of({(0, 0): "Name"}), lambda: ods_of("<x/>")])
def test_damaged_workbooks_are_refused_with_a_sentence_or_read(make) -> None:
    whole = make()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        for damaged in (whole[:place], whole[:place] + b"\xff\x00\xff" + whole[place + 3 :]):
            refusal = _refusal_of(damaged)
            assert refusal is None or (refusal.severity is Severity.STOP and refusal.sentence)


def _refusal_of(content: bytes) -> Problem | None:
    try:
        list(open_table(file_of(content)).rows())
    except Unreadable as refusal:
        return refusal.problem
    return None
