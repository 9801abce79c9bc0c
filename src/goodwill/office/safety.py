"""What other rooms say on the page about safety: the last backup, the last restore test.

safety.cards.append(SafetyCard(name="backup", label=_("Last backup"), template="backup/safety.html", data=last_backup))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.ui.slots import Words


@dataclass(frozen=True)
class SafetyCard:
    """`template` is included inside a card with `card` set to what `data(actor)` returns; None hides it."""

    name: str
    label: Words
    template: str
    data: Callable[[Actor], Mapping[str, Any] | None]
    icon: str = "database-backup"
    order: int = 100


cards: list[SafetyCard] = []


def cards_for(actor: Actor) -> list[tuple[SafetyCard, Mapping[str, Any]]]:
    found = [(card, card.data(actor)) for card in sorted(cards, key=lambda card: (card.order, card.name))]
    return [(card, data) for card, data in found if data is not None]
