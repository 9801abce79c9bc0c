"""What is worth repairing in the data, by kind. Areas add theirs: `cleaning.add(Repair(...))`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.query import Count, Listing


@dataclass(frozen=True)
class Repair:
    """A list of what to repair: `filter` over the type of that slug, or a `count` of its own that leads to `url`.

    `columns` are shown instead of the usual ones.
    """

    name: str
    label: Promise | str
    sentence: Promise | str
    icon: str
    slug: str = "contacts"
    filter: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    count: Callable[[Actor], Count] | None = None
    url: str = ""

    @property
    def href(self) -> str:
        if self.url:
            return reverse(self.url)
        parts = {"filter": self.filter, "sort": self.sort, "columns": ",".join(self.columns)}
        return f"{reverse('record_list', args=[self.slug])}?{urlencode({n: v for n, v in parts.items() if v})}"


repairs: dict[str, Repair] = {}


def add(*found: Repair) -> None:
    for repair in found:
        repairs[repair.name] = repair


def found_for(actor: Actor) -> list[tuple[Repair, Count]]:
    """Every kind with how many there are, what is most first; one bounded count for each."""
    counted = [(repair, _count(repair, actor)) for repair in repairs.values()]
    return sorted(counted, key=lambda item: -item[1].number)


def _count(repair: Repair, actor: Actor) -> Count:
    if repair.count is not None:
        return repair.count(actor)
    declared: Any = registry.by_slug(repair.slug)
    return Listing(declared, actor, filter=repair.filter).count()
