"""Texts in the cells of our own workbooks: what XML cannot hold, and programs do not read back, written so that we do.

Workbooks write a character that XML cannot hold as `_x000B_`, and readers know that; but for the two that are no
characters at all they leave the sign as it stands. These are spelled once more, and so is what looks like it.
"""

import re

_OURS = re.compile(r"[\ufffe\uffff]|_(?=x(?:005F|FFFE|FFFF)_)")
_SPELLED = re.compile(r"_x(005F|FFFE|FFFF)_")
_COMMON = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def spelled(text: str) -> str:
    """As it is written into a cell. Of nothing but space, each sign is spelled: readers take it for an empty cell."""
    if text.isspace():
        return "".join(f"_x{ord(sign):04X}_" for sign in text)
    return _COMMON.sub(_sign, _OURS.sub(_sign, text))


def read_back(text: str) -> str:
    """The text that `spelled` got, after a reader of workbooks has read the usual signs."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
