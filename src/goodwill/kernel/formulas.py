"""Cells that a spreadsheet would run as a formula: guarded on the way out, and exactly as they were on the way in.

A sign counts at the beginning of a cell, and after anything that a program may take for the end of a cell: files are
opened with other separators than they were written with.
"""

import re
from collections.abc import Iterable

from goodwill.kernel.firm_secret import firm_mark
from goodwill.kernel.text import fold

OWN_COLUMN = "Goodwill ID"
"""Our own exports have a column of this name, with the mark of the firm; by it a file is known to be guarded."""
WHY_COLUMN = "Why (Goodwill)"
"""The last column of rows that were not taken; they are guarded, too."""
_OWN = re.compile(r"goodwill id(?: \(([0-9a-f]{6})\))?")

_RUN = r"(?:(?<=[,;|\t\r\n])|\A){guard}(?='*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_UNGUARDED = re.compile(_RUN.format(guard=""))
_GUARDED = re.compile(_RUN.format(guard="'"))


def guard(text: str) -> str:
    """An apostrophe before what might be run, and before apostrophes that stand there already."""
    return _UNGUARDED.sub("'", text)


def unguard(text: str) -> str:
    """The text that `guard` got."""
    return _GUARDED.sub("", text) if "'" in text else text


def is_guarded(headers: Iterable[str]) -> bool:
    return any(_OWN.fullmatch(fold(header)) or fold(header) == fold(WHY_COLUMN) for header in headers)


def own_column() -> str:
    """The name of the column of ids in a file that leaves the firm that is entered now."""
    mark = firm_mark()
    return f"{OWN_COLUMN} ({mark})" if mark else OWN_COLUMN


def mark_of(header: str) -> str | None:
    """The mark of the firm whose ids stand below a header: "" where it names none, None below any other header."""
    found = _OWN.fullmatch(fold(header))
    return None if found is None else found[1] or ""
