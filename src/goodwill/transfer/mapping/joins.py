"""Values that a file keeps in several columns, put together."""

import re

from goodwill.kernel.text import digits


def join_phone(number: str, country: str = "", area: str = "", extension: str = "") -> str:
    """One phone of its pieces; a piece that the number begins with already is not put before it again."""
    joined = number.strip()
    if not joined:
        return ""
    code = digits(country).lstrip("0")
    area_digits = digits(area)
    if joined.startswith(("+", "00")):
        code = area_digits = ""
    if area_digits and not digits(joined).startswith(area_digits):
        joined = f"{area.strip('() ')} {joined}"
    if code and not joined.startswith("+"):
        joined = f"+{code} {re.sub(r'^[^0-9]*0(?=[1-9])', '', joined)}"
    return f"{joined} ext. {extension.strip()}" if digits(extension) else joined


def join_date(year: str, month: str, day: str) -> str:
    """ISO, without the year if there is none; "" if the pieces are no date."""
    pieces = [int(digits(piece) or 0) for piece in (year, month, day)]
    if not 1 <= pieces[1] <= 12 or not 1 <= pieces[2] <= 31:
        return ""
    return f"{pieces[0]:04}-{pieces[1]:02}-{pieces[2]:02}" if pieces[0] else f"--{pieces[1]:02}-{pieces[2]:02}"


def join_street(street: str, house_number: str) -> str:
    street, house_number = street.strip(), house_number.strip()
    return street if not house_number or street.endswith(" " + house_number) else f"{street} {house_number}".strip()
