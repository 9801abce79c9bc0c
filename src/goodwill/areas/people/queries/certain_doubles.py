"""Groups that are merged unseen: who is in them, and what whoever has it done is told before."""

from dataclasses import dataclass
from functools import cached_property

from goodwill.areas.people.queries.doubles import pairs_seen_by
from goodwill.kernel.actors import Actor

# Said against it, and too light to make it doubtful: both stay.
_KEPT_FROM_BOTH = ("other_mail", "other_phone", "other_company", "other_address")


@dataclass(frozen=True)
class Certain:
    """Groups of ids that are one for certain, each once, and the groups in which something differs nevertheless."""

    groups: list[list[int]]
    differing: int

    @cached_property
    def entries(self) -> int:
        return sum(len(group) for group in self.groups)


def certain(actor: Actor) -> Certain:
    """Of parties of which the actor may change each, bound by pairs that are certain."""
    pairs = pairs_seen_by(actor, "change").filter(certain=True).values_list("one_id", "other_id", "reasons")
    of: dict[int, list[int]] = {}
    doubted: set[int] = set()
    for one, other, reasons in pairs:
        mine, theirs = of.setdefault(one, [one]), of.setdefault(other, [other])
        if mine is not theirs:
            mine += theirs
            of |= dict.fromkeys(theirs, mine)
        if any(code in reasons for code in _KEPT_FROM_BOTH):
            doubted |= {one, other}
    groups = list({id(group): group for group in of.values()}.values())
    return Certain(groups, sum(not doubted.isdisjoint(group) for group in groups))


def are_there_certain(actor: Actor) -> bool:
    return pairs_seen_by(actor, "change").filter(certain=True).exists()
