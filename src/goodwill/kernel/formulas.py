"""Cells that a spreadsheet would run as a formula: guarded on the way out, and exactly as they were on the way in.

A sign counts at the beginning of a cell, and after anything that a program may take for the end of a cell: files are
opened with other separators than they were written with.
"""

import re
from collections.abc import Iterable

from goodwill.kernel.text import fold

OWN_COLUMN = "Goodwill ID"
"""Our own exports have a column of this name; by it a file is known to be guarded."""

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
    return any(fold(header) == fold(OWN_COLUMN) for header in headers)
