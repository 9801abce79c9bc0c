"""Telephone numbers as people type them, spreadsheets spoil them and phone systems send them.

`parse_phone` takes what is plausible: a possible length for its country and a beginning that its country uses. It does
not ask whether the number is given out today; plans change faster than the tables of the library.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodwill.kernel import phone_plans

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST = 250

_PLAIN = re.compile(r"[+(]?[0-9][0-9 ()./-]{4,24}", re.ASCII)
_NOT_DIGITS = re.compile(r"[^0-9]+", re.ASCII)
_EXTENSION = re.compile(
    r"(?:[;,]?\s*\b(?:ext(?:ension|n)?|x|int|dw|durchwahl|poste|anexo|toestel|wewn|доб)\.?\s*[=:]?|\s*#)\s*([0-9]{1,7})\W*$"
    r"|(?<=[0-9])\s*x\s*([0-9]{1,7})\W*$",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(\+?)([0-9]+)(?:[.,]([0-9]+))?(?:E\+?([0-9]{1,2}))?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([./])[0-9]{1,2}\1[0-9]{2,4}", re.ASCII)
_LOST_DIGITS = 2
_SHORTEST_RESTORED = 7
_START = re.compile(r"[+(0-9]")
_LETTER = re.compile(r"[^\W\d_]")
_BRACKET_ZERO = re.compile(r"\(\s*0\s*\)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


class Phone(NamedTuple):
    """`national` is the national significant number (no 0 before it, unless the country keeps it)."""

    typed: str
    e164: str
    national: str
    extension: str
    country: str

    @property
    def display(self) -> str:
        shown = format_phone(self.e164)
        return f"{shown} ext. {self.extension}" if self.extension else shown


def parse_phone(raw: str, country: str = "") -> Phone | None:
    """The number, dialled from `country` if it says nothing else; None if it is none. Never raises."""
    country = country.upper()
    if _is_plain(raw):
        found = phone_plans.read_plain(_NOT_DIGITS.sub("", raw), country, international=raw[0] == "+")
        if found:
            code, national, region = found
            return Phone(raw, f"+{code}{national}", national, "", region)
    return parse_any(raw, country)


def is_given_out(raw: str, country: str) -> bool:
    """Whether it is a number that this country gives out today, dialled from there without its code."""
    import phonenumbers

    found = parse_phone(raw, country)
    number = _number(found.e164) if found and found.country == country.upper() else None
    return number is not None and bool(phonenumbers.is_valid_number(number))


def parse_any(raw: str, country: str = "") -> Phone | None:
    """What `parse_phone` gives, by the library alone: for all that is not plain, and to test the fast way against."""
    if len(raw) > LONGEST or _DATE.fullmatch(raw.strip()):
        return None
    text = unicodedata.normalize("NFKC", raw).translate(_DASHES).strip()
    extension = ""
    if found := _EXTENSION.search(text):
        extension = found[1] or found[2]
        text = text[: found.start()]
    number = _best(_readings(_restored(text)), country.upper() if country.upper() in phone_plans.regions() else "")
    if number is None:
        return None
    import phonenumbers

    region = phonenumbers.region_code_for_number(number) or _region(number)
    return Phone(
        raw,
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.national_significant_number(number),
        extension or number.extension or "",
        "" if region in ("001", "ZZ") else str(region),
    )


@lru_cache(maxsize=4096)
def format_phone(e164: str, home_country: str = "") -> str:
    """As one writes it at home, or with its country's code if it is from abroad."""
    apart = _taken_apart(e164)
    if apart and not home_country:
        return phone_plans.shown_abroad(*apart)
    import phonenumbers

    number = _number(e164)
    if number is None:
        return e164
    at_home = phonenumbers.country_code_for_region(home_country.upper()) == number.country_code
    way = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, way))


def _taken_apart(e164: str) -> tuple[int, str] | None:
    return phone_plans.taken_apart(e164[1:]) if e164[1:].isdecimal() and e164.isascii() else None


def _number(e164: str) -> "PhoneNumber | None":
    import phonenumbers

    if apart := _taken_apart(e164):
        return phonenumbers.PhoneNumber(country_code=apart[0], national_number=int(apart[1]))
    try:
        return phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None


def _region(number: "PhoneNumber") -> str:
    import phonenumbers

    return phonenumbers.region_code_for_country_code(number.country_code or 0)


def _is_plain(raw: str) -> bool:
    if not _PLAIN.fullmatch(raw) or _DATE.fullmatch(raw.strip()) or raw.rstrip("0")[-1:] == ".":
        return False
    return raw[0] != "+" or "(0" not in raw


def _restored(text: str) -> str:
    """Undoes what a spreadsheet does to a number: 4.41632960871E+11 and 441632960871.0. Nothing if digits are lost."""
    number = _DECIMAL.fullmatch(text)
    if not number:
        return text
    plus, whole, part, exponent = number[1], number[2], number[3] or "", number[4]
    if exponent is None:
        return plus + whole if part and not part.strip("0") and len(whole) >= _SHORTEST_RESTORED else text
    length = len(whole) + int(exponent)
    digits = (whole + part).ljust(length, "0")
    lost = length - len(whole + part.rstrip("0"))
    whole_number = not digits[length:].strip("0")
    return plus + digits[:length] if whole_number and lost <= _LOST_DIGITS and length >= _SHORTEST_RESTORED else ""


def _readings(text: str) -> list[str]:
    """What the text may mean, the likeliest first: letters are a label, a remark, or keys to press (0800 FLOWERS)."""
    start = _START.search(text)
    if not start:
        return []
    body = text[start.start() :]
    letter = _LETTER.search(body)
    if not letter:
        return [body, _BRACKET_ZERO.sub("", body)] if _BRACKET_ZERO.search(body) else [body]
    keys, number = body, body[: letter.start()]
    letters = "".join(_LETTER.findall(body))
    return [keys, number] if letters.isupper() and letters.isascii() else [number, keys]


def _best(readings: list[str], country: str) -> "PhoneNumber | None":
    import phonenumbers

    plausible = None
    for reading in readings:
        for number in _numbers(reading, country):
            if phonenumbers.is_valid_number(number):
                return number
            plausible = plausible or number
    return plausible


def _numbers(text: str, country: str) -> "list[PhoneNumber]":
    """The plausible numbers of one reading: as it is; with 00 for +; with the + that got lost."""
    import phonenumbers

    digits = _NOT_DIGITS.sub("", text)
    ways = [text]
    if text.startswith("00") and not phone_plans.dials_abroad(digits, country):
        ways = ["+" + digits[2:], text]
    elif text.startswith("00"):
        ways = [text, "+" + digits[2:]]
    elif len(digits) >= 10 and text[0] not in "+0":
        ways = [text, "+" + digits]
        if phone_plans.lost_its_plus(digits, country):
            ways.reverse()
    found = []
    for way in ways:
        try:
            number = phonenumbers.parse(way, country or None)
        except phonenumbers.NumberParseException:
            continue
        if phone_plans.plausible(number.country_code or 0, phonenumbers.national_significant_number(number)):
            found.append(number)
    return found
