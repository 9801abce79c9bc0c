"""What must be done with columns, or asked, before their cells are values."""

from dataclasses import dataclass
from enum import StrEnum

from goodwill.transfer.mapping.content import Profile
from goodwill.transfer.mapping.targets import DATED, NUMBERS, TARGETS, Kind


class NeedKind(StrEnum):
    SPLIT_NAME = "split_name"
    JOIN_PHONE = "join_phone"
    JOIN_DATE = "join_date"
    JOIN_STREET = "join_street"
    SPLIT_MAILS = "split_mails"
    ASK_DATE_ORDER = "ask_date_order"
    ASK_DECIMAL_SIGN = "ask_decimal_sign"


@dataclass(frozen=True, slots=True)
class Need:
    kind: NeedKind
    positions: tuple[int, ...]
    """Of the columns concerned; to join, in the order of their joining."""
    example: str = ""


def needs_of(
    targets: dict[int, str], profiles: list[Profile], language: str = "", *, is_exact: bool = False
) -> list[Need]:
    """`is_exact`: the cells had types, so their dates and numbers leave nothing to ask."""
    at = {target: position for position, target in targets.items()}
    needs = [*_names(at, profiles), *_phones(at), *_dates(at), *_streets(at)]
    for position, target in targets.items():
        cells, kind = profiles[position], TARGETS[target].kind
        if kind is Kind.MAIL and cells.several_mails:
            needs.append(Need(NeedKind.SPLIT_MAILS, (position,), cells.several_mails))
        elif kind in DATED and not is_exact:
            form = cells.dates.decide(language)
            needs += [] if form.is_sure else [Need(NeedKind.ASK_DATE_ORDER, (position,), form.example)]
        elif kind in (Kind.NUMBER, Kind.MONEY, Kind.AMOUNT) and not is_exact:
            _sign, is_sure = cells.numbers.decide(language)
            needs += [] if is_sure else [Need(NeedKind.ASK_DECIMAL_SIGN, (position,), cells.numbers.either)]
    return needs


def _names(at: dict[str, int], profiles: list[Profile]) -> list[Need]:
    if "full_name" not in at or "given_name" in at or "family_name" in at:
        return []
    position = at["full_name"]
    example = next((sample for sample in profiles[position].samples if " " in sample), "")
    return [Need(NeedKind.SPLIT_NAME, (position,), example)]


def _phones(at: dict[str, int]) -> list[Need]:
    """Country code, area code and extension go with the phone of their number."""
    needs = []
    for number in NUMBERS:
        pieces = [at.get(f"phone_{piece}:{number}") for piece in ("country", "area", "extension")]
        phones = [
            at[key]
            for key in (f"phone:{number}", "phone:work", "phone:main", "phone:mobile", "phone:home")
            if key in at
        ]
        if any(piece is not None for piece in pieces) and phones:
            country, area, extension = pieces
            order = (country, area, phones[0], extension)
            needs.append(Need(NeedKind.JOIN_PHONE, tuple(position for position in order if position is not None)))
    return needs


def _dates(at: dict[str, int]) -> list[Need]:
    pieces = ("birth_year", "birth_month", "birth_day")
    if not {"birth_month", "birth_day"} <= at.keys():
        return []
    return [Need(NeedKind.JOIN_DATE, tuple(at[piece] for piece in pieces if piece in at))]


def _streets(at: dict[str, int]) -> list[Need]:
    needs = []
    for target, position in at.items():
        family, colon, label = target.partition(":")
        if family == "house_number" and (street := at.get(f"street{colon}{label}")) is not None:
            needs.append(Need(NeedKind.JOIN_STREET, (street, position)))
    return needs
