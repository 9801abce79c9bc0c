"""Cells that a spreadsheet would run as a formula: guarded on the way out, and exactly as they were on the way in."""

import re
from collections.abc import Iterable

from goodwill.kernel.text import fold

OWN_COLUMN = "Goodwill ID"
"""Our own exports have a column of this name; by it a file is known to be guarded."""

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """An apostrophe before anything that a spreadsheet might run, and before such a text that has one already."""
    return "'" + text if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` got."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def is_guarded(headers: Iterable[str]) -> bool:
    return any(fold(header) == fold(OWN_COLUMN) for header in headers)
