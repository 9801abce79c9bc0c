"""Postal addresses: their parts, how each country writes them, and the parts of one that was typed as text."""

import re
from dataclasses import dataclass, field

from goodwill.kernel.address_formats import Format, format_of
from goodwill.kernel.countries import country_code, country_name
from goodwill.kernel.postcodes import check_postcode, postcode_pattern

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTS = re.compile(r"[SZCR]|[^SZCR]+")
_LONGEST = 2000
_REGION = re.compile(r"(?P<city>.+?)[\s,()–-]+(?P<region>[A-Z]{2,3})[.)]?")
_SHORT_CODE = re.compile(r"[A-Za-z]{2}")
_SEPARATORS = re.compile(r"\s*[,;·|]\s*")
_JAPAN = re.compile(
    r"(?P<region>東京都|北海道|(?:京都|大阪)府|.{2,3}?県)"
    r"(?P<city>.+?[市区町村郡])?(?P<street>.*)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """`extra` goes with the street (floor, building, c/o), `country` is an ISO code, `typed` the text as it came."""

    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    typed: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return any((self.street, self.extra, self.postcode, self.city, self.region, self.country))


def format_address(address: Address, home_country: str, language: str = "en", *, envelope: bool = False) -> list[str]:
    """The lines below the name, in the order of the address's country.

    The country comes last if it is not the home country. In Japanese, Chinese and Korean script the order is theirs.
    On an envelope the country, and the city where the post asks for it, are in capitals.
    """
    country = address.country or home_country
    native = bool(_EAST_ASIAN.search(address.city + address.street + address.region))
    form = format_of(country, native=native)
    city = address.city.upper() if form.capitals and envelope else address.city
    postcode = check_postcode(address.postcode, country) or address.postcode
    parts = {"S": address.street, "Z": postcode, "C": city, "R": address.region}
    lines: list[str] = []
    for line in form.lines:
        filled = _filled(line, parts)
        beside = address.extra.splitlines() if "S" in line else []
        lines += [part.strip() for part in (filled, *beside) if part.strip()]
    if country and country != home_country:
        name = country_name(country, language)
        lines.append(name.upper() if envelope else name)
    return lines


def parse_address(text: str, home_country: str = "", language: str = "en") -> Address:
    """The parts of an address on one line or several, as far as its country's order tells; the rest is the street.

    Nothing is lost: what is not understood stays in `street` and `extra`, and all of it in `typed`.
    """
    lines = _lines(text[:_LONGEST])
    country = ""
    if len(lines) > 1 and not _SHORT_CODE.fullmatch(lines[-1]) and (country := country_code(lines[-1], language)):
        lines.pop()
    found = _Found(lines)
    found.locate(country or home_country)
    street, extra = _street(found.lines)
    return Address(street, extra, found.postcode, found.city, found.region, country or home_country, text)


class _Found:
    """Lines from which postcode, city and region are taken away."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.postcode = self.city = self.region = ""

    def locate(self, country: str) -> None:
        pattern = postcode_pattern(country)
        if pattern is None or (country == "JP" and self._locate_japanese(pattern)):
            return
        for place in range(len(self.lines) - 1, -1, -1):
            found = pattern.search(self.lines[place])
            if found and (place > 0 or len(self.lines) == 1):
                self.postcode = check_postcode(found[1], country) or found[1]
                before = self.lines[place][: found.start()].strip(" ,-–")
                after = self.lines[place][found.end() :].strip(" ,-–")
                self._take(place, before, after, format_of(country))
                return

    def _take(self, place: int, before: str, after: str, form: Format) -> None:
        """City and region are beside the postcode or on lines before it, as the country has it; the rest stays."""
        above, below = self.lines[:place], self.lines[place + 1 :]
        beside = form.line_of("Z")
        if "C" in beside:
            city_behind = "Z" in beside.partition("C")[0]
            near, far = (after, before) if city_behind else (before, after)
            self.city = near or far
            if near and far:
                above, below = ([*above, far], below) if city_behind else (above, [far, *below])
        else:
            self._take_apart(above, below, before or after, form)
        if "R" in form.line_of("C"):
            self.city, self.region = _city_and_region(self.city or (above.pop() if len(above) > 1 else ""))
        if not self.city and len(above) > 1:
            self.city = above.pop()
        if below and not self.region and form.line_of("R") == "R":
            self.region = below.pop(0)
        self.lines = above + below

    def _take_apart(self, above: list[str], below: list[str], rest: str, form: Format) -> None:
        """For countries with the postcode on a line of its own, or with the region."""
        beside = form.line_of("Z")
        at = form.lines.index(beside)
        if "R" in beside:
            self.region = rest
        else:
            self.city = rest
        if form.lines.index(form.line_of("C")) > at and below and not self.city:
            self.city = below.pop(0)
        elif form.line_of("R") == "R" and form.lines.index("R") < at and len(above) > 2:
            self.region = above.pop()

    def _locate_japanese(self, pattern: re.Pattern[str]) -> bool:
        text = "".join(self.lines)
        code = pattern.search(text)
        found = _JAPAN.fullmatch((pattern.sub("", text, count=1) if code else text).strip(" 〒\u3000"))
        if not found:
            return False
        self.postcode = (check_postcode(code[1], "JP") or "") if code else ""
        self.region, self.city = found["region"], found["city"] or ""
        self.lines = [found["street"].strip()]
        return True


def _filled(line: str, parts: dict[str, str]) -> str:
    """The parts of a line, with the signs between them where both sides have something."""
    text, between = "", ""
    for part in _PARTS.findall(line):
        if part in parts:
            if parts[part]:
                text += (between if text else "") + parts[part]
                between = ""
        else:
            between = part
    return text.replace("_", " ")


def _lines(text: str) -> list[str]:
    lines = [line.strip(" \t,;") for line in text.replace("\r", "\n").split("\n")]
    lines = [" ".join(line.split()) for line in lines if line]
    if len(lines) == 1:
        lines = [part for part in _SEPARATORS.split(lines[0]) if part]
    return lines


def _city_and_region(text: str) -> tuple[str, str]:
    if "," in text:
        city, _comma, region = text.rpartition(",")
        return city.strip(), region.strip()
    if found := _REGION.fullmatch(text):
        return found["city"].strip(), found["region"]
    return ("", text) if re.fullmatch(r"[A-Z]{2,3}", text) else (text, "")


def _street(lines: list[str]) -> tuple[str, str]:
    """The first line with a number is the street; the lines around it go with it."""
    if not lines:
        return "", ""
    place = next((number for number, line in enumerate(lines) if any(sign.isdecimal() for sign in line)), 0)
    return lines[place], "\n".join(lines[:place] + lines[place + 1 :])
