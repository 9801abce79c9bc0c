"""How much a shared word of a name says: the rarer it is in the firm, the more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log2

# A firm that has few names yet borrows from the world: as if a thousand more parties each bore one of two thousand.
BORROWED, BORROWED_EACH = 1000, 0.5
MOST = 13.0


@dataclass
class Rarity:
    """`counts` says how many of `total` parties bear a name that sounds so; sounds that are rare may be left out."""

    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def bits(self, sound: str) -> float:
        """log2 of one in how many parties bears it: what agreeing on it by chance is worth, at most 13."""
        known = self._known.get(sound)
        if known is None:
            share = (self.counts.get(sound, 1) + BORROWED_EACH) / (self.total + BORROWED)
            known = self._known[sound] = min(MOST, max(0.0, -log2(share)))
        return known

    @cached_property
    def prior(self) -> float:
        """log2 of the odds that two parties taken at random are one: each has about one double among all."""
        return -log2(self.total + BORROWED)

    @cached_property
    def _known(self) -> dict[str, float]:
        return {}


def count_sounds(keys: Iterable[tuple[str, int]]) -> tuple[int, dict[str, int]]:
    """Of name keys with how many bear each: all of them, and how many names hold each sound."""
    total, counts = 0, dict[str, int]()
    for key, number in keys:
        total += number
        for sound in key.split():
            counts[sound] = counts.get(sound, 0) + number
    return total, counts
