"""What files of ours hold in full: each phone, address, tie and wish of a party, as `exports.beside` wrote it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import ContactKind, PartyKind, Stance, Strength, Topic, WayOfReaching
from goodwill.areas.people.imports.choices import choice_of
from goodwill.areas.people.models import Address, ContactBan, ContactPoint, Preference, Tie
from goodwill.kernel.inserting import fresh
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.values import Given

Wrong = tuple[str, str, str]
"""The name of what it should be, the text, and why it is not."""


def remark(wrong: Wrong) -> str:
    name, text, why = wrong
    kept = _("%(name)s: “%(text)s” could not be taken as such and is kept in a note.")
    return f"{kept % {'name': name, 'text': text[:200]}} {why}".strip()


@dataclass(frozen=True)
class ToldTie:
    """A tie as one of its parties sees it: `tie` is the label from its side, `type` and `id` are the other's."""

    tie: str
    name: str
    type: str
    id: int
    role: str = ""
    department: str = ""
    started: date | None = None
    ended: date | None = None
    main: bool = False
    turned: bool = False
    """It reads alike from both sides, and the other one was named first."""

    @property
    def key(self) -> str:
        """What the file calls the other one."""
        return f"{self.type}:{self.id}"


def points_in_full(given: Given, wrong: list[Wrong]) -> list[ContactPoint]:
    found: dict[tuple[str, str], ContactPoint] = {}
    for told in _rows(given, "all_points", wrong):
        if told.get("kind") not in ContactKind.values or not str(told.get("value", "")).strip():
            continue
        point = fresh(ContactPoint, _columns(ContactPoint, told))
        point.position = sum(known.kind == point.kind for known in found.values())
        point.derive()
        found.setdefault((point.kind, point.fold), point)
    return list(found.values())


def addresses_in_full(given: Given, wrong: list[Wrong]) -> list[Address]:
    found: list[Address] = []
    for told in _rows(given, "all_addresses", wrong):
        address = Address(**_columns(Address, told), position=len(found))
        address.derive()
        found.append(address)
    return found


def ties_in_full(given: Given, wrong: list[Wrong]) -> list[ToldTie]:
    found = []
    for told in _rows(given, "all_ties", wrong):
        its = _columns(Tie, told)
        is_somebody = told.get("type") in PartyKind.values and isinstance(told.get("id"), int)
        if is_somebody and isinstance(told.get("tie"), str) and isinstance(told.get("with"), str):
            found.append(ToldTie(told["tie"], told["with"], told["type"], told["id"], **its, turned="turned" in told))
    return found


def wishes_of(given: Given, wrong: list[Wrong]) -> list[Preference]:
    """In full, else by their texts alone."""
    told = [each for each in _rows(given, "all_wishes", wrong) if each.get("text")]
    if not given.one("all_wishes"):
        told = [{"stance": stance, "text": text} for stance in Stance.values for text in given.every(stance)]
    choices = {"topic": Topic.values, "stance": Stance.values, "strength": Strength.values}
    found = []
    for each in told:
        its = _columns(Preference, each)
        wish = Preference(**{name: v for name, v in its.items() if v in choices.get(name, (v,))})
        wish.derive()
        found.append(wish)
    return found


def bans_of(given: Given, wrong: list[Wrong]) -> list[ContactBan]:
    told = [each for each in _rows(given, "all_wishes", wrong) if each.get("leave_alone")]
    known = {str(each["leave_alone"]): str(each.get("reason", ""))[:200] for each in told}
    if not given.one("all_wishes"):
        for text in given.every("leave_alone"):
            if channel := choice_of(text, WayOfReaching):
                known.setdefault(channel, "")
            else:
                wrong.append((str(TARGETS["leave_alone"].name), text, ""))
    return [ContactBan(channel=each, reason=why) for each, why in known.items() if each in WayOfReaching.values]


def _rows(given: Given, target: str, wrong: list[Wrong]) -> Iterator[dict[str, Any]]:
    if not (text := given.one(target)):
        return
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list):
        why = _("Somebody has changed it so that it can no longer be read.")
        told = (str(TARGETS[target].name), text, why)
        if told not in wrong:
            wrong.append(told)
        return
    yield from (each for each in found if isinstance(each, dict))


def _columns(model: type[models.Model], told: Mapping[str, Any]) -> dict[str, Any]:
    """What the model knows of it, in its own kinds; what is of another kind is left out."""
    return dict(_fitting(model, told.items()))


def _fitting(model: type[models.Model], told: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    known = {field.name: field for field in model._meta.concrete_fields if field.editable and not field.is_relation}
    for name, raw in told:
        column = known.get(name)
        if column is None:
            continue
        value = _value(column, raw)
        if value is not None:
            yield name, value


def _value(column: Any, raw: Any) -> Any:
    try:
        if isinstance(column, models.DateTimeField):
            moment = datetime.fromisoformat(raw)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(column, models.DateField):
            return date.fromisoformat(raw)
        if isinstance(column, models.CharField):
            return str(raw)[: column.max_length]
        if isinstance(column, models.BooleanField):
            return raw is True
        if isinstance(column, models.FloatField):
            return float(raw)
    except (TypeError, ValueError):
        pass
    return None
