"""Numbering plans, read from the tables of the phonenumbers library when a country is first needed, and a fast reader.

The library takes some 50 us for a number. `read_plain` reads what needs no thinking (digits, with or without + or the
national prefix) in a few, and says None wherever the library would think: a test holds the two equal.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumberDesc

Matcher = Callable[[str], re.Match[str] | None]
Test = Callable[[str], bool]
Reading = tuple[int, str, str]  # calling code, national number, country

_LONG = 10
_LONG_ABROAD = 12
_GROUP = re.compile(r"\\([1-9])")
_NEVER = "(?!)"
_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


class Plan(NamedTuple):
    """One country's plan. `plausible` tells a possible national number, `valid` one of a range that is given out."""

    code: int
    plausible: Test
    valid: Test
    leading: Matcher | None
    prefix: Matcher
    abroad: Matcher


@cache
def regions() -> frozenset[str]:
    from phonenumbers import SUPPORTED_REGIONS

    return frozenset(SUPPORTED_REGIONS)


def plausible(code: int, national: str) -> bool:
    plan = _main_plan(code)
    return plan is not None and plan.plausible(national)


def dials_abroad(digits: str, country: str) -> bool:
    """Whether somebody in this country who dials these digits calls abroad."""
    plan = _plan(country)
    return plan is not None and plan.abroad(digits) is not None


def lost_its_plus(digits: str, country: str) -> bool:
    """Whether these are an international number of the country itself, as a spreadsheet keeps it: 4915112345678.

    A national number that lost its first nought could begin like that too, but hardly any is that long.
    """
    plan = _plan(country)
    if plan is None or len(digits) < _LONG_ABROAD or not digits.startswith(str(plan.code)):
        return False
    return _country_of(plan.code, rest := digits[len(str(plan.code)) :]) == country and plan.valid(rest)


def read_plain(digits: str, country: str, *, international: bool) -> Reading | None:
    """None means: ask the library."""
    if international:
        return _read_international(digits)
    plan = _plan(country)
    if plan is None:
        return None
    abroad = plan.abroad(digits)
    if abroad is None:
        return _read_national(digits, country, plan)
    if abroad[0] == "00" and digits[2:3] != "0":
        return _read_international(digits[2:])
    return None


def taken_apart(digits: str) -> tuple[int, str] | None:
    """Code and national number of an international one, if that needs no thinking and begins with no nought."""
    code = _code(digits)
    plan = _main_plan(code)
    national = digits[len(str(code)) :]
    if plan is None or not plan.plausible(national) or plan.prefix(national) or national[0] == "0":
        return None
    return code, national


def shown_abroad(code: int, national: str) -> str:
    """An international number as the library writes it."""
    for leading, whole, rule in _formats(code):
        if (leading is None or leading(national)) and (found := whole(national)):
            return f"+{code} {rule.format(*found.groups())}"
    return f"+{code} {national}"


class _Format(NamedTuple):
    leading: Matcher | None
    whole: Matcher
    rule: str


@cache
def _formats(code: int) -> tuple[_Format, ...]:
    """Those for calls from abroad, in the order in which they are tried; the last leading digits are the closest."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, _codes()[code][0])
    found = []
    for one in (metadata.intl_number_format or metadata.number_format) if metadata else ():
        leading = re.compile(one.leading_digits_pattern[-1]).match if one.leading_digits_pattern else None
        rule = _GROUP.sub(lambda group: f"{{{int(group[1]) - 1}}}", one.format or "")
        found.append(_Format(leading, re.compile(one.pattern or _NEVER).fullmatch, rule))
    return tuple(found)


def _read_international(digits: str) -> Reading | None:
    code = _code(digits)
    plan = _main_plan(code)
    national = digits[len(str(code)) :]
    if plan is None or not plan.plausible(national) or plan.prefix(national):
        return None
    return code, national, _country_of(code, national) or _first_country(code)


def _read_national(digits: str, country: str, plan: Plan) -> Reading | None:
    prefix = plan.prefix(digits)
    national = digits[prefix.end() :] if prefix else digits
    if prefix and (any(prefix.groups()) or plan.prefix(national)):
        return None
    code = str(plan.code)
    if not prefix and lost_its_plus(digits, country):
        return None
    if digits.startswith(code) and not (plan.plausible(digits) or (prefix and prefix[0] == code)):
        return None
    main = _main_plan(plan.code)
    if main is None or not plan.plausible(national) or not (main is plan or main.plausible(national)):
        return None
    country = _country_of(plan.code, national)
    if digits[0] != "0" and len(digits) >= _LONG and not (country and _is_given_out(country, national)):
        return None
    return plan.code, national, country or _first_country(plan.code)


@cache
def _plan(country: str) -> Plan | None:
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(country) if country in regions() else None
    return _plan_of(metadata) if metadata else None


@cache
def _main_plan(code: int) -> Plan | None:
    from phonenumbers import PhoneMetadata

    if code not in _codes():
        return None
    metadata = PhoneMetadata.metadata_for_nongeo_region(code)
    return _plan_of(metadata) if metadata else _plan(_codes()[code][0])


def _plan_of(metadata: "PhoneMetadata") -> Plan:
    return Plan(
        code=metadata.country_code or 0,
        plausible=_in_one_of([metadata.general_desc]),
        valid=_in_one_of([getattr(metadata, kind) for kind in _KINDS], within=metadata.general_desc),
        leading=re.compile(metadata.leading_digits, re.ASCII).match if metadata.leading_digits else None,
        prefix=re.compile(metadata.national_prefix_for_parsing or _NEVER, re.ASCII).match,
        abroad=re.compile(metadata.international_prefix or _NEVER, re.ASCII).match,
    )


def _in_one_of(descs: "list[PhoneNumberDesc | None]", within: "PhoneNumberDesc | None" = None) -> Test:
    """Of a possible length and pattern of one of them; one without lengths has those of `within`."""
    by_length: dict[int, list[str]] = {}
    for desc in descs:
        if desc and desc.national_number_pattern:
            for length in desc.possible_length or (within.possible_length if within else ()):
                by_length.setdefault(length, []).append(desc.national_number_pattern)
    matchers = {length: re.compile("|".join(patterns), re.ASCII).fullmatch for length, patterns in by_length.items()}

    def test(national: str) -> bool:
        matcher = matchers.get(len(national))
        return matcher is not None and matcher(national) is not None

    return test


@cache
def _codes() -> dict[int, tuple[str, ...]]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return dict(COUNTRY_CODE_TO_REGION_CODE)


def _code(digits: str) -> int:
    return _code_of(digits[:3])


@lru_cache(maxsize=2048)
def _code_of(beginning: str) -> int:
    codes = _codes()
    for length in (1, 2, 3):
        code = int(beginning[:length])
        if code in codes:
            return code
    return 0


def _country_of(code: int, national: str) -> str:
    """Countries that share a calling code are told apart by the digits that follow; empty if none claims them."""
    countries = _codes()[code]
    if len(countries) == 1:
        return _first_country(code)
    for country in countries:
        plan = _plan(country)
        if plan and (plan.leading(national) if plan.leading else plan.valid(national)):
            return country
    return ""


def _first_country(code: int) -> str:
    country = _codes()[code][0]
    return "" if country == "001" else country


def _is_given_out(country: str, national: str) -> bool:
    plan = _plan(country)
    return plan is not None and plan.valid(national)
