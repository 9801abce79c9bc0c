"""Small files whose reading could take for ever and hold up everybody: all are through in a few seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from goodwill.transfer.tests.readers.made import ods_of, xlsx_of, zip_of

_SECONDS = 6
_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
from pathlib import Path
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table
for path in sorted(Path(sys.argv[2]).iterdir()):
    print(path.name, flush=True)
    try:
        for row in open_table(Input.of_path(str(path))).rows():
            pass
    except Unreadable as refusal:
        assert refusal.problem.sentence
"""
_LONG = 400_000
_CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\n{line}\nEND:VCARD\n"
_ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
_SLOW = {
    "blank.csv": f"name;mail\n{' ' * 60_000}x;a@b.example\n",
    "comments.csv": "<!---->" * 8_000 + "x",
    "tags.html": "<table>" + "<td" * _LONG,
    "quotes.html": "<table><tr>" + '<td a="' * (_LONG // 4),
    "comments.html": "<table><tr><td>" + "<!--" * _LONG,
    "scripts.html": "<table><tr><td>" + "<script>" * (_LONG // 4),
    "entities.html": "<table><tr><td>" + "&#9" * _LONG + "&" * _LONG,
    "metas.html": "<html>" + "<meta " * (_LONG // 4) + "\xff",
    "tables.html": "<html>" + "<table><tr><td>x</td></tr></table>" * (_LONG // 8),
    "charset.vcf": _CARD.format(line=f"NOTE;CHARSET=punycode:{'1' * _LONG}"),
    "head.vcf": _CARD.format(line=f"{'0A' * _LONG}:1"),
    "open rows.xlsx": xlsx_of(_ONE_ROW + "<row " * (_LONG // 2)),
    "rows.xlsx": xlsx_of(_ONE_ROW + '<row r="2"' + ' r="2"' * _LONG),
    "faults.xlsx": xlsx_of(_ONE_ROW + '<c r="A1"' + ' t="e"' * _LONG + "<f"),
    "formulas.xlsx": xlsx_of(_ONE_ROW + '<c r="A1"><f>' * (_LONG // 4)),
    "cells.ods": ods_of("<table:table-cell " * (_LONG // 4)),
    "open.ods": ods_of("<table:table-cell "),
    "sheets.xlsx": zip_of(
        {"xl/workbook.xml": "<sheet " * _LONG, "xl/_rels/workbook.xml.rels": "<Relationship " * _LONG}
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="time is bounded by setrlimit")
def test_no_file_takes_the_square_of_its_length(tmp_path: Path) -> None:
    for name, content in _SLOW.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(_SECONDS), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.split("\n")) == len(_SLOW) + 1
