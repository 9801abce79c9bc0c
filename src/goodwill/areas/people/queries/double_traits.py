"""What stored parties are compared by, and how rare the names of the firm are."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.doubles.traits import Traits, traits
from goodwill.areas.people.duplicate_keys import Place, place
from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.models import Address, ContactPoint, ExternalKey, NameSound, Party
from goodwill.kernel.prepared import prepared

CHUNK = 20_000
T = TypeVar("T")
_COLUMNS = ("pk", "kind", "name", "given", "family", "nickname", "birthday", "birthday_without_year", "company__name")


def traits_of(ids: Collection[int]) -> dict[int, Traits]:
    """The live ones among these parties, in four queries for each 20,000."""
    found: dict[int, Traits] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        found |= _of_chunk(ordered[start : start + CHUNK])
    return found


def _of_chunk(ids: Sequence[int]) -> dict[int, Traits]:
    these = json.dumps(list(ids))
    phones, mails = _points(these)
    places, numbers = _places(these), _numbers(these)
    return {
        pk: traits(
            kind,
            name,
            given=given,
            family=family,
            nickname=nickname,
            company=company or "",
            phones=phones.get(pk, ()),
            mails=mails.get(pk, ()),
            places=places.get(pk, ()),
            birthday=born.isoformat() if born else f"--{yearless}" if yearless else "",
            numbers=numbers.get(pk, ()),
        )
        for pk, kind, name, given, family, nickname, born, yearless, company in _party_rows(these)
    }


def _among(ids: str) -> RawSQL:
    """Many ids, written as JSON, as one parameter: as many of their own cost more than the query."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT value::bigint FROM json_array_elements_text(%s::json)", [ids])
    return RawSQL("SELECT value FROM json_each(%s)", [ids])


@prepared
def _party_rows(ids: str) -> "models.QuerySet[Party, Any]":
    return Party.objects.filter(pk__in=_among(ids)).order_by().values_list(*_COLUMNS)


def _points(ids: str) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    phones: dict[int, list[str]] = defaultdict(list)
    mails: dict[int, list[str]] = defaultdict(list)
    for pk, kind, value, national in _point_rows(ids):
        if kind == ContactKind.MAIL:
            mails[pk].append(value.lower())
        elif len(national) > 4:
            phones[pk].append(national)
    return phones, mails


@prepared
def _point_rows(ids: str) -> "models.QuerySet[ContactPoint, Any]":
    rows = ContactPoint.objects.filter(
        party__in=_among(ids), kind__in=(ContactKind.PHONE.value, ContactKind.MAIL.value)
    )
    return rows.order_by().values_list("party_id", "kind", "value", "national")


def _places(ids: str) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for pk, *parts in _place_rows(ids):
        found[pk].append(place(*parts))
    return found


@prepared
def _place_rows(ids: str) -> "models.QuerySet[Address, Any]":
    rows = Address.objects.filter(party__in=_among(ids)).order_by("party", "position", "id")
    return rows.values_list("party_id", "street", "more", "postcode", "city", "region")


def _numbers(ids: str) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, source, key in _number_rows(ids):
        found[pk].append((source, key))
    return found


@prepared
def _number_rows(ids: str) -> "models.QuerySet[ExternalKey, Any]":
    rows = ExternalKey.objects.filter(about_type=Party.ref_name(), about_id__in=_among(ids)).order_by()
    return rows.values_list("about_id", "source", "key")


def rarity_of(compared: Iterable[Traits]) -> Rarity:
    """How rare the names of these are, as of the last look through the whole firm; one query."""
    sounds = {sound for each in compared for _word, sound in each.names}
    counts = dict(_sounding(["", *sounds]))
    return Rarity(counts.pop("", 0), counts)


@prepared
def _sounding(sounds: list[str]) -> "models.QuerySet[NameSound, Any]":
    return NameSound.objects.filter(sound__in=sounds).values_list("sound", "parties")


def stored_rarity() -> Rarity:
    counts: dict[str, Any] = dict(NameSound.objects.values_list("sound", "parties"))
    return Rarity(counts.pop("", 0), counts)


def chunks(ids: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
