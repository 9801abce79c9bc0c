"""What somebody did since a moment, to be taken back together."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Told
from goodwill.kernel.models import Batch, Change
from goodwill.kernel.refs import models_by_name
from goodwill.records import registry
from goodwill.records.story import verb_label

_NAMED = {"apikey": gettext_lazy("API keys")}
LOOKED_AT = 2000
SHOWN = 12


@dataclass
class Preview:
    """`last` is the newest act that was looked at: what comes after it is not taken back."""

    last: int
    acts: int = 0
    changes: int = 0
    more: bool = False
    by_type: list[tuple[str, int]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    """The deeds that stay, each with the reason."""


def acts_of(who: int, since: datetime, last: int | None = None) -> "QuerySet[Batch]":
    """Newest first: what was done by or for somebody, without what was taken back, and what took something back."""
    found = Batch.objects.filter(on_behalf_of=who, at__gte=since, undo_of=None, changes__isnull=False)
    found = found.not_undone().exclude(actor_kind="system").distinct().order_by("-id")
    return found.filter(pk__lte=last) if last is not None else found


def preview(who: int, since: datetime, actor: Actor) -> Preview:
    found = list(acts_of(who, since)[: LOOKED_AT + 1])
    looked_at = found[:LOOKED_AT]
    told = Preview(looked_at[0].pk if looked_at else 0, more=len(found) > LOOKED_AT)
    fine, refused = [], {}
    for batch in looked_at:
        try:
            changes.require_undo(batch, actor)
            fine.append(batch.pk)
        except Told as error:
            first = batch.changes.order_by("id").first()
            refused[verb_label(first.type if first else "", batch.verb)] = error.sentence
    told.acts, told.refused = len(fine), list(refused.items())[:SHOWN]
    counted: Counter[str] = Counter()
    rows = Change.objects.filter(batch__in=fine).order_by().values_list("type", "root_type").annotate(n=Count("pk"))
    for name, root, count in rows:
        counted[_plural(name if registry.get(name) or not root else root)] += count
    told.changes, told.by_type = counted.total(), counted.most_common(SHOWN)
    return told


def _plural(name: str) -> str:
    """What is no type of its own is told by that which it is a part of: an address is a change of a contact."""
    if name in _NAMED:
        return str(_NAMED[name])
    kind = registry.get(name)
    if kind:
        return str(kind.plural)
    model = models_by_name().get(name)
    plural = str(model._meta.verbose_name_plural) if model else name
    return plural[:1].upper() + plural[1:]
