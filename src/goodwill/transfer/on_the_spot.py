"""A column that fits no field becomes one that the firm makes: called like the column, of the kind of its cells."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.custom.kinds import KINDS, FieldKind
from goodwill.records.custom.verbs import POWER, make_field, takes_fields
from goodwill.records.fields import Kind
from goodwill.records.registry import RecordType
from goodwill.transfer import runs
from goodwill.transfer.mapping.content import Profile, profile
from goodwill.transfer.mapping.suggest import columns_of
from goodwill.transfer.mapping.targets import Kind as Looks
from goodwill.transfer.models import Import
from goodwill.transfer.readers.numbers import parse_number

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
    """What a column would become."""

    kind: FieldKind
    more: Mapping[str, Any] = field(default_factory=dict)


def spots(run: Import, actor: Actor) -> dict[int, Spot]:
    """By column, what it would become; nothing for somebody who may not change what the firm asks."""
    if _type_of(run) is None or not actor.may(POWER):
        return {}
    columns = columns_of(runs.table_of(run))
    return {place: _spot(cells) for place, cells in enumerate(columns) if any(cell.strip() for cell in cells)}


def make(run: Import, column: Mapping[str, Any], by: Actor) -> str:
    """Make the field; returns the target that the column is from now on."""
    noun, found = _type_of(run), spots(run, by).get(column["position"])
    if noun is None or found is None:
        raise Missing(_("This column cannot become a field here. Nothing was changed."))
    label = str(column["header"] or column["name"])[:60]
    made = make_field(by=by, type=noun.name, kind=found.kind.kind, label=label, **found.more)
    return f"{noun.name}.{made.name}"


def make_all(run: Import, chosen: Mapping[int, str], lost: Collection[int], by: Actor) -> dict[int, str]:
    """Make a field of each column that fits nothing; one that is refused, as of two called alike, stays as it is."""
    found = dict(chosen)
    for column in run.found["columns"]:
        if column["position"] in lost and not chosen.get(column["position"]):
            with suppress(Missing, Invalid):
                found[column["position"]] = make(run, column, by)
    return found


def _type_of(run: Import) -> RecordType | None:
    """The type that rows of the file are of, if a firm can give it fields."""
    found = registry.get(run.options.get("row_is", "")) or registry.get(run.importer)
    return found if found is not None and takes_fields(found) else None


def _spot(cells: Sequence[str]) -> Spot:
    seen = profile(cells)
    kind = _KINDS.get(seen.kind, Kind.TEXT) if seen.kind else Kind.TEXT
    if kind is Kind.DATE and seen.numbers.share >= ALL_BUT_A_FEW:  # 1.5 is no first of May
        kind = Kind.NUMBER
    if kind is Kind.TEXT and (choices := _choices(cells)):
        return Spot(KINDS[Kind.CHOICE], {"choices": choices})
    if kind is Kind.NUMBER:
        return Spot(KINDS[kind], {"decimals": _decimals(cells, seen)})
    return Spot(KINDS[kind])


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
