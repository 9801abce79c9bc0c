"""A column that fits no field becomes one that the firm makes: called like the column, of the kind of its cells."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import is_currency
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.custom.kinds import KINDS, FieldKind
from goodwill.records.custom.verbs import POWER, make_field, takes_fields
from goodwill.records.fields import Kind
from goodwill.records.registry import RecordType
from goodwill.transfer import importers, runs
from goodwill.transfer.mapping.content import Profile, profile
from goodwill.transfer.mapping.suggest import columns_of
from goodwill.transfer.mapping.targets import TARGETS, Kind as Looks
from goodwill.transfer.models import Import
from goodwill.transfer.readers.numbers import parse_amount, parse_number

MOST_CHOICES = 12
ALL_BUT_A_FEW = 0.9
_KINDS = {
    Looks.MAIL: Kind.MAIL,
    Looks.URL: Kind.LINK,
    Looks.PHONE: Kind.PHONE,
    Looks.YESNO: Kind.YES_NO,
    Looks.DATE: Kind.DATE,
    Looks.NUMBER: Kind.NUMBER,
    Looks.MONEY: Kind.MONEY,
    Looks.NOTE: Kind.LONG_TEXT,
}


@dataclass(frozen=True)
class Spot:
    """What a column would become, and of which type."""

    type: str
    kind: FieldKind
    more: Mapping[str, Any] = field(default_factory=dict)


def spots(run: Import, actor: Actor, chosen: Mapping[int, str]) -> dict[int, Spot]:
    """By column, what it would become; nothing for somebody who may not change what the firm asks.

    What it is `chosen` for says of which type the field is, and whether it is of money.
    """
    if not actor.may(POWER):
        return {}
    found = {}
    for place, cells in enumerate(columns_of(runs.table_of(run))):
        owner = _type_of(run, chosen.get(place, ""))
        if owner is not None and any(cell.strip() for cell in cells):
            found[place] = _spot(owner, cells, chosen.get(place, ""))
    return found


def make(run: Import, column: Mapping[str, Any], by: Actor, chosen: str = "") -> str:
    """Make the field; returns the target that the column is from now on."""
    place = column["position"]
    found = spots(run, by, {place: chosen}).get(place)
    if found is None:
        raise Missing(_("This column cannot become a field here. Nothing was changed."))
    label = str(column["header"] or column["name"])[:60]
    made = make_field(by=by, type=found.type, kind=found.kind.kind, label=label, **found.more)
    return f"{found.type}.{made.name}"


def make_all(run: Import, chosen: Mapping[int, str], lost: Collection[int], by: Actor) -> dict[int, str]:
    """Make a field of each of these columns; one that is refused, as of two called alike, stays as it is."""
    found = dict(chosen)
    for column in run.found["columns"]:
        if column["position"] in lost:
            with suppress(Missing, Invalid):
                found[column["position"]] = make(run, column, by, chosen.get(column["position"], ""))
    return found


def _type_of(run: Import, target: str) -> RecordType | None:
    """The type that the column tells of, else that of the rows, if a firm can give it fields."""
    noted = importers.get(run.importer).noted.get(target, "")
    found = registry.get(noted or run.options.get("row_is", "")) or registry.get(run.importer)
    return found if found is not None and takes_fields(found) else None


def _spot(owner: RecordType, cells: Sequence[str], target: str) -> Spot:
    seen = profile(cells)
    looks = Looks.MONEY if target in TARGETS and TARGETS[target].kind is Looks.MONEY else seen.kind
    kind = _KINDS.get(looks, Kind.TEXT) if looks else Kind.TEXT
    if kind is Kind.DATE and seen.numbers.share >= ALL_BUT_A_FEW:  # 1.5 is no first of May
        kind = Kind.NUMBER
    if kind is Kind.MONEY:
        return Spot(owner.name, KINDS[kind], {"currency": _currency(cells, seen)})
    if kind is Kind.TEXT and (choices := _choices(cells)):
        return Spot(owner.name, KINDS[Kind.CHOICE], {"choices": choices})
    if kind is Kind.NUMBER:
        return Spot(owner.name, KINDS[kind], {"decimals": _decimals(cells, seen)})
    return Spot(owner.name, KINDS[kind])


def _currency(cells: Sequence[str], seen: Profile) -> str:
    """What most of them say; else nothing, which is that of the firm."""
    sign, _sure = seen.numbers.decide()
    codes = Counter(code for cell in cells if is_currency(code := parse_amount(cell, sign).partition(" ")[2]))
    return next((code for code, _count in codes.most_common(1)), "")


def _choices(cells: Sequence[str]) -> list[dict[str, str]]:
    """A few words that come again and again."""
    words = {fold(text): text for cell in cells if (text := " ".join(cell.split()))}
    filled = sum(bool(cell.strip()) for cell in cells)
    few = 1 < len(words) <= MOST_CHOICES and len(words) * 3 <= filled
    return [{"label": text} for text in words.values()] if few and all(len(text) <= 40 for text in words) else []


def _decimals(cells: Sequence[str], seen: Profile) -> int:
    sign, _sure = seen.numbers.decide()
    numbers = [number for cell in cells if (number := parse_number(cell, sign)) is not None]
    places = (-int(number.normalize().as_tuple().exponent) for number in numbers)
    return min(4, max((0, *places)))
