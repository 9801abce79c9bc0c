"""Reading a written number: separators of any country, told apart by what they must be."""

import re
import unicodedata
from decimal import Decimal

_SPACES = re.compile(r"(?<=[0-9])[ _'’`´](?=[0-9]{3})")
_SIGNED = re.compile(
    r"(?P<open>\()?\s*(?P<minus>-)?\s*(?P<number>[0-9][0-9.,]*|[.,][0-9]+)\s*(?P<after>-)?\s*(?P<close>\))?"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{2,3})*[.,][0-9]{3}")
_LONGEST = 60
_MOST_DECIMALS = 6
PLAIN_SIGNS = {ord(sign): "-" for sign in "‐‑‒–—−﹣"} | {ord(sign): "" for sign in "+\u200e\u200f\u061c\u202a\u202c"}
_ARABIC = {0x066B: ".", 0x066C: ","}
_EVEN = re.compile(r"[.,]--?(?=\)?$)")  # 12,- and 12.--


def read_decimal(text: str, *, decimal: str = "") -> Decimal | None:
    """The number, with `decimal` as the separator that the writer uses where both readings are possible.

    1.234,5 and 1,234.5 and 1'234.5 and 12,34,567.8 tell by themselves. 1.234 does not: it is what `decimal` says, and a
    thousand if that is not given. Ends of spreadsheet arithmetic (19.990000000000002) are rounded away.
    """
    if len(text) > _LONGEST:
        return None
    text = unicodedata.normalize("NFKC", text.translate(PLAIN_SIGNS)).translate(_ARABIC | PLAIN_SIGNS)
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text).strip()
    found = _SIGNED.fullmatch(_EVEN.sub("", _SPACES.sub("", text)))
    if not found or bool(found["open"]) != bool(found["close"]) or (found["minus"] and found["after"]):
        return None
    whole, part = _parted(found["number"], decimal)
    if whole is None:
        return None
    negative = found["open"] or found["minus"] or found["after"]
    number = Decimal(f"{'-' if negative else ''}{whole or 0}.{part or 0}")
    return round(number, _MOST_DECIMALS).normalize() if len(part) > _MOST_DECIMALS else number


def _parted(number: str, decimal: str) -> tuple[str | None, str]:
    """Digits before and after the decimal separator; None if the groups are no groups."""
    marks = [sign for sign in number if not sign.isdigit()]
    if not marks:
        return number, ""
    last = marks[-1]
    whole, _mark, part = number.rpartition(last)
    others = set(marks[:-1])
    if others == {last}:  # 1.234.567
        return _grouped(number), ""
    if others:  # 1.234,56
        return (None, "") if last in others else (_grouped(whole), part)
    if len(part) == 3 and whole not in ("", "0") and len(whole) <= 3 and last != decimal:
        return whole + part, ""
    return whole, part


def _grouped(number: str) -> str | None:
    marks = {sign for sign in number if not sign.isdigit()}
    if len(marks) > 1 or (marks and not _GROUPS.fullmatch(number)):
        return None
    return "".join(sign for sign in number if sign.isdigit())
