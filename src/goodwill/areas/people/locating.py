"""Addresses get their place on the map from the table of towns; one that came with a place keeps it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Address
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.jobs import Priority, Progress
from goodwill.kernel.models import Change, Profile, Tracked
from goodwill.kernel.towns import Point, find_towns

CHUNK = 200
_WHERE = frozenset({"city", "country"})
_IMPORTED = frozenset({"import"})


@changes.consumer("map", deaf_to=_IMPORTED)
def notice_addresses(news: Sequence[Change]) -> None:
    """New addresses, and those that moved, are put on the map soon."""
    if any(change.type == Address.ref_name() and _WHERE & change.after.keys() for change in news):
        _place_soon()


def _has_place(_record: Tracked, parts: Sequence[Tracked]) -> bool | None:
    return any(isinstance(part, Address) for part in parts) or None


def _notice_new(_name: str, _new: Sequence[tuple[int, Any]], by: Actor) -> None:
    if by.through in _IMPORTED:
        _place_soon()


@changes.projection(Address, ahead=changes.Beforehand(_has_place, _notice_new))
def notice_imported_addresses(entries: Sequence[changes.Entry]) -> None:
    """The same for imports, whose changes nobody need read again for it."""
    if entries[0].by.through in _IMPORTED and any(_WHERE & entry.after.keys() for entry in entries):
        _place_soon()


def _place_soon() -> None:
    """In the name of Goodwill: nobody who brings an address set a place on a map, and it is no news of theirs."""
    jobs.enqueue(place_addresses, key="all", by=system("job"))


@jobs.job(
    "place-addresses", label=_("Put addresses on the map"), every="20 3 * * *", priority=Priority.BULK, quiet=True
)
def place_addresses(progress: Progress) -> int:
    """Every address without a place whose town is known gets the place of the town; returns how many did."""
    towns, done = _known_towns(), 0
    for (city, country), point in towns.items():
        while True:
            with progress.batch("place_on_map"):
                there = _placeless().filter(city_fold=city, country=country).order_by("pk")
                rows = list(there.select_for_update()[:CHUNK])
                changes.update_many(rows, latitude=point.latitude, longitude=point.longitude)
            done += len(rows)
            progress.step()
            if len(rows) < CHUNK:
                break
    return done


def _placeless() -> "QuerySet[Address]":
    return Address.objects.filter(latitude=None)


def _known_towns() -> dict[tuple[str, str], Point]:
    """By town and country as addresses have them; one without a country is in the firm's own."""
    home = Profile.current().country
    wanted = set(_placeless().exclude(city_fold="").values_list("city_fold", "country").distinct())
    found = find_towns((city, country or home) for city, country in wanted)
    return {
        (city, country): found[city, country or home] for city, country in wanted if (city, country or home) in found
    }
