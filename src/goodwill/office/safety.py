"""What other rooms say on the page about safety: the last backup, the last restore test.

safety.cards.append(SafetyCard(name="backup", label=_("Last backup"), template="backup/safety.html", data=standing))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.office.queries.storage import storage
from goodwill.ui.slots import Words


@dataclass(frozen=True)
class SafetyCard:
    """`template` is included inside a card with `card` set to what `data(actor)` returns; None hides it."""

    name: str
    label: Words
    template: str
    data: Callable[[Actor], Any]
    icon: str = "database-backup"
    order: int = 100


cards: list[SafetyCard] = [
    SafetyCard(
        name="storage",
        label=_("Room for files"),
        template="office/storage.html",
        data=lambda _actor: storage(),
        icon="hard-drive",
        order=200,
    )
]


def cards_for(actor: Actor) -> list[tuple[SafetyCard, Any]]:
    found = [(card, card.data(actor)) for card in sorted(cards, key=lambda card: (card.order, card.name))]
    return [(card, data) for card, data in found if data is not None]
