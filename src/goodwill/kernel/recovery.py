"""The recovery sheet: the master key in groups that a person can copy from paper.

Crockford's alphabet (no I, L, O, U), 13 groups of four characters of the key and one that checks the group, and one
group more that checks the whole. The check is a sum over GF(32) with another weight for each place and another start
for each group, so one wrong character, two swapped ones, or a group in the wrong place is found where it is.
"""

import re
from hashlib import sha256

from django.utils.translation import gettext as _, ngettext

from goodwill.kernel.errors import Told
from goodwill.kernel.secrets import KEY_BYTES

GROUPS = 14
GROUP = 5

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_MODULUS = 0b100101  # x^5 + x^2 + 1
_BITS = 5
_DATA = GROUP - 1
_GROUP_BITS = _BITS * _DATA
_SPARE_BITS = (GROUPS - 1) * _GROUP_BITS - KEY_BYTES * 8
_KEY_LINE = re.compile(r"^[ \t]*\d{1,2}:(.*)$", re.MULTILINE)
_ALONE = re.compile(rf"[0-9A-Za-z]{{{GROUP}}}")
_BETWEEN = re.compile(r"[^0-9A-Za-z]+")


class SheetProblem(Told):
    """What was typed is not the key; `groups` are the numbers, from 1, of the groups to look at again."""

    status = 422

    def __init__(self, sentence: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.groups = groups


def groups_of(key: bytes) -> list[str]:
    """The 14 groups of a key."""
    number = int.from_bytes(key) << _SPARE_BITS
    parts = [number >> _GROUP_BITS * place & 2**_GROUP_BITS - 1 for place in reversed(range(GROUPS - 1))]
    return [_group(part, place) for place, part in enumerate([*parts, _whole_check(key)])]


def text_of(typed: bytes) -> str:
    """What an editor saved, also one that writes two bytes a sign. What is no text holds no key."""
    wide = typed[:2] in (b"\xff\xfe", b"\xfe\xff")
    return typed.decode("utf-16" if wide else "utf-8", errors="replace")


def master_key_from_sheet(text: str) -> bytes:
    """The key, from the groups alone in any spacing, or from the text of the whole sheet."""
    values = [_values(group) for group in _groups(_key_part(text))]
    wrong = tuple(place + 1 for place, group in enumerate(values) if not _holds(group, place))
    if len(values) != GROUPS:
        raise SheetProblem(
            _(
                "The key has %(groups)s groups of %(size)s characters; %(typed)s were typed. "
                "Nothing was changed. Please compare with the sheet from the first group on."
            )
            % {"groups": GROUPS, "size": GROUP, "typed": len(values)},
            wrong[:1],
        )
    if wrong:
        raise _wrong_groups(wrong)
    number = 0
    for group in values[:-1]:
        number = number << _GROUP_BITS | _number(group)
    key = (number >> _SPARE_BITS).to_bytes(KEY_BYTES)
    if number % 2**_SPARE_BITS or _number(values[-1]) != _whole_check(key):
        raise SheetProblem(
            _("Each group is right, but they do not belong together. Nothing was changed. Are they all from one sheet?")
        )
    return key


def _wrong_groups(wrong: tuple[int, ...]) -> SheetProblem:
    sentence = ngettext(
        "Group %(groups)s is not as on the sheet. Nothing was changed. Please compare it and type it again.",
        "Groups %(groups)s are not as on the sheet. Nothing was changed. Please compare them and type them again.",
        len(wrong),
    )
    return SheetProblem(sentence % {"groups": ", ".join(map(str, wrong))}, wrong)


def _key_part(text: str) -> str:
    """The groups amid other words: right ones in a row, else numbered lines, else the first lines of a single group."""
    words = [word for word in _BETWEEN.split(text.upper()) if len(word) == GROUP]
    for start in range(len(words) - GROUPS + 1):
        row = words[start : start + GROUPS]
        if all(_holds(_values(group), place) for place, group in enumerate(row)):
            return " ".join(row)
    if numbered := _KEY_LINE.findall(text):
        return "\n".join(numbered)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    alone = [line for line in lines if _ALONE.fullmatch(line)]
    return "\n".join(alone[:GROUPS]) if GROUPS <= len(alone) < len(lines) else text


def _groups(text: str) -> list[str]:
    """As they were typed, if each has its length; else cut anew: who types in pairs or without spaces is right too."""
    parts = [part for part in _BETWEEN.split(text.upper()) if part]
    if len(parts) == GROUPS:
        return parts
    joined = "".join(parts)
    return [joined[start : start + GROUP] for start in range(0, len(joined), GROUP)]


def _group(number: int, place: int) -> str:
    values = [number >> _BITS * digit & 31 for digit in reversed(range(_DATA))]
    return "".join(_ALPHABET[value] for value in [*values, _check(values, place)])


def _values(group: str) -> list[int]:
    return [_VALUES.get(sign, -1) for sign in group]


def _holds(values: list[int], place: int) -> bool:
    return len(values) == GROUP and min(values) >= 0 and _check(values[:-1], place) == values[-1]


def _number(values: list[int]) -> int:
    number = 0
    for value in values[:-1]:
        number = number << _BITS | value
    return number


def _check(values: list[int], place: int) -> int:
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total ^ place


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _MODULUS if value > 31 else value


def _whole_check(key: bytes) -> int:
    return int.from_bytes(sha256(b"goodwill recovery sheet" + key).digest()[:3]) >> 24 - _GROUP_BITS
