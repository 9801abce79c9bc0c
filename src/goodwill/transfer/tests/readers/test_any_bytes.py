"""Whatever bytes come: rows and problems, or a refusal with a sentence; never anything else."""

import pytest
from hypothesis import given, settings, strategies as st

from goodwill.transfer.mapping.suggest import suggest
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.tests.readers.made import file_of

_PIECES = st.sampled_from(
    [
        b'"',
        b'""',
        b"'",
        b"\n",
        b"\r\n",
        b"\r",
        b",",
        b";",
        b"\t",
        b"\0",
        b"\xff",
        b"\xe9",
        b"\xc3\xa9",
        b"\\",
        b"=",
        b"=\n",
        b" ",
        b"sep=;\n",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"Name",
        b"Mail",
        b"anna@example.com",
        b"1.234,5",
        b"03/04/2020",
        b"Total",
        b"BEGIN:VCARD\n",
        b"END:VCARD\n",
        b"FN:",
        b"TEL;",
        b"N:",
        b"PHOTO;ENCODING=b:",
        b";CHARSET=zlib:",
        b";CHARSET=\x8b:",
        b";CHARSET=unicode_escape:",
        b";ENCODING=QUOTED-PRINTABLE:",
        b"AGENT:BEGIN:VCARD\n",
        b"<table>",
        b"</table>",
        b"<tr>",
        b"<td rowspan=3>",
        b"<td colspan=2>",
        b"<!--",
        b"<script>",
        b"&#x41;",
        b"<Row>",
        b"<Cell ss:MergeDown='2'>",
        b"<Data>",
        b"</Data></Cell></Row>",
        b"item1.",
        b"X-ABLabel:",
        b"\\n",
    ]
)
_FILES = st.one_of(
    st.binary(max_size=200),
    st.lists(_PIECES, max_size=60).map(b"".join),
    st.lists(_PIECES, max_size=60).map(lambda pieces: b"BEGIN:VCARD\n" + b"".join(pieces) + b"\nEND:VCARD\n"),
    st.lists(_PIECES, max_size=60).map(lambda pieces: b"<html><table>" + b"".join(pieces)),
    st.lists(_PIECES, max_size=60).map(
        lambda pieces: b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>" + b"".join(pieces)
    ),
    st.lists(_PIECES, max_size=60).map(lambda pieces: b"Name,Mail,City\nAnna,a@x.de,Ulm\n" + b"".join(pieces)),
)


@settings(max_examples=400, deadline=None)
@given(_FILES)
def test_no_file_is_too_odd(content: bytes) -> None:
    try:
        table = open_table(file_of(content))
        rows = list(table.rows())
    except Unreadable as refusal:
        told = refusal.problem.sentence
    else:
        found = [*table.problems, *(each for row in rows for each in row.problems)]
        told = "".join(each.sentence + each.advice for each in found) + "told"
        assert all(len(row.cells) >= len(table.columns) for row in rows)
        assert all(cell == cell.encode().decode() for row in rows for cell in row.cells)
        assert len(suggest(table).columns) == len(table.columns)
    assert told


@pytest.mark.parametrize("charset", ["klingon", "zlib", "unicode_escape", "\x8b"])
def test_a_card_that_names_a_charset_that_is_none_is_read(charset: str) -> None:
    content = f"BEGIN:VCARD\nFN;CHARSET={charset}:J\u00fcrgen \\ud800\nEND:VCARD\n"
    row = next(open_table(file_of(content)).rows())
    assert "J\u00fcrgen" in row.cells[0]


def test_a_note_with_line_breaks_in_a_short_row_is_no_row_of_another_delimiter() -> None:
    row = next(open_table(file_of('Name,Mail,City\n"a;b\nc;d",x\n')).rows())
    assert row.cells == ["a;b\nc;d", "x", ""]


def test_a_card_that_ends_in_zero_bytes_is_read():
    table = open_table(file_of(b"BEGIN:VCARD\nVERSION:3.0\nFN:Anna Berg\nEND:VCARD\n\0\0"))
    assert any("Anna Berg" in row.cells for row in table.rows())
