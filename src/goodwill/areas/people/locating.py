"""Addresses get their place on the map from the table of towns; one that came with a place keeps it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy

from goodwill.areas.people.models import Address, Party
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.countries import country_name
from goodwill.kernel.jobs import Priority, Progress
from goodwill.kernel.models import Change, Profile, Tracked
from goodwill.kernel.towns import Point, find_towns

CHUNK = 200
SOON = timedelta(minutes=10)
"""Within this a new address gets its place."""
_WHERE = frozenset({"city", "country"})
_IMPORTED = frozenset({"import"})


@changes.consumer("map", deaf_to=_IMPORTED)
def notice_addresses(news: Sequence[Change]) -> None:
    """New addresses, and those that moved, are put on the map soon."""
    wanted = {Address.ref_name(): _WHERE, Party.ref_name(): frozenset({"country"})}
    if any(wanted.get(change.type, frozenset()) & change.after.keys() for change in news):
        _place_soon()


def _has_place(_record: Tracked, parts: Sequence[Tracked]) -> bool | None:
    return any(isinstance(part, Address) for part in parts) or None


def _notice_new(_name: str, _new: Sequence[tuple[int, Any]], by: Actor) -> None:
    if by.through in _IMPORTED:
        _place_soon()


@changes.projection(Address, ahead=changes.Beforehand(_has_place, _notice_new, gone=lambda _name, _ids, _by: None))
def notice_imported_addresses(entries: Sequence[changes.Entry]) -> None:
    """The same for imports, whose changes nobody need read again for it."""
    if entries[0].by.through in _IMPORTED and any(_WHERE & entry.after.keys() for entry in entries):
        _place_soon()


def _place_soon() -> None:
    """In the name of Goodwill: nobody who brings an address set a place on a map, and it is no news of theirs."""
    jobs.enqueue(place_addresses, key="all", by=system("job"))


@jobs.job(
    "place-addresses",
    label=gettext_lazy("Put addresses on the map"),
    every="20 3 * * *",
    priority=Priority.BULK,
    quiet=True,
)
def place_addresses(progress: Progress) -> int:
    """Every address without a place whose town is known gets the place of the town; returns how many did."""
    towns, done = _known_towns(), 0
    for (city, country, theirs), point in towns.items():
        while True:
            with progress.batch("place_on_map"):
                there = _placeless().filter(city_fold=city, country=country, party__country=theirs).order_by("pk")
                rows = list(there.select_for_update(of=("self",))[:CHUNK])
                changes.update_many(rows, latitude=point.latitude, longitude=point.longitude)
            done += len(rows)
            progress.step()
            if len(rows) < CHUNK:
                break
    return done


def _placeless() -> "QuerySet[Address]":
    return Address.objects.filter(latitude=None)


def _known_towns() -> dict[tuple[str, str, str], Point]:
    """By town and country as addresses have them, and the country of their party."""
    named = _placeless().exclude(city_fold="").values_list("city_fold", "country", "party__country").distinct()
    wanted = {(city, country, theirs): (city, country_meant(country, theirs)) for city, country, theirs in named}
    found = find_towns(wanted.values())
    return {told: found[town] for told, town in wanted.items() if town in found}


def country_meant(country: str, theirs: str) -> str:
    """In which country a town is looked for: that of the address, else that of the party, else the firm's own. Never
    in another one: a town of this name may be in many."""
    return country or theirs or Profile.current().country


def why_not_on_map(address: Address, theirs: str) -> str:
    """Why an address has no place, and what helps; nothing while it may just not have got one yet."""
    if address.latitude is not None or not address.city or timezone.now() - address.changed_at < SOON:
        return ""
    country = country_name(country_meant(address.country, theirs), get_language() or "en")
    told = _("No town in %(country)s is known by this name.") % {"country": country}
    return f"{told} {_('If it is in another country, say which.')}" if not address.country else told
