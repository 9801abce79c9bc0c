"""What happened to parties since yesterday, and to those that somebody follows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Follow, Party
from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.records.filter.context import context_of
from goodwill.records.story import verb_label
from goodwill.records.veil import veil_all

BY_ITSELF = ("job", "system")
READ, SHOWN, NAMED, NAMED_FROM, FOLLOWED = 400, 7, 3, 100, 8


TOLD = {
    **dict.fromkeys(("create", "create_party", "create_person", "create_company", "create_household"), _("wrote down")),
    "log_interaction": _("was in contact with"),
    "create_interaction": _("was in contact with"),
    "write_note": _("wrote a note about"),
    "plan_task": _("planned a task with"),
    "create_task": _("planned a task with"),
    "complete": _("did a task with"),
    "edit": _("changed"),
    "import": _("imported"),
    "undo": _("took back a change of"),
}
"""What people do all day, as it is said after their name."""


@dataclass(frozen=True)
class News:
    """The same verb of one person on one day: the first parties of it, and how many more the reader may see.

    `told`: what was done follows the name as in a sentence; else it is the name of a verb.
    """

    who: str
    what: str
    told: bool
    at: datetime
    parties: list[Party]
    more: int


def news(actor: Actor, now: datetime | None = None) -> list[News]:
    """The newest acts of today and yesterday, but what Goodwill did by itself; reads a fixed number of changes, however
    many there are.
    """
    context = context_of(actor, now)
    since = context.midnight(context.today - timedelta(days=1))
    columns = ("root_type", "root_id", "type", "at", "batch__actor_name", "batch__verb", "batch__actor_kind")
    rows = Change.objects.order_by("-id").values_list(*columns)
    acts: dict[tuple[str, str, date], datetime] = {}
    touched: dict[tuple[str, str, date], dict[int, None]] = defaultdict(dict)
    for root_type, root_id, type_name, at, who, verb, kind in rows[:READ]:
        if root_type == Party.ref_name() and at >= since and kind not in BY_ITSELF:
            act = (who, _label(type_name, verb), at.astimezone(context.zone).date())
            acts.setdefault(act, at)
            touched[act][root_id] = None
    ids = {root_id for act in list(acts)[: 3 * SHOWN] for root_id in list(touched[act])[:NAMED_FROM]}
    seen = rights.visible(Party.objects.filter(pk__in=ids), actor).in_bulk() if ids else {}
    found = [_act(act, at, touched[act], seen) for act, at in acts.items()]
    return [one for one in found if one.parties][:SHOWN]


def _act(act: tuple[str, str, date], at: datetime, touched: Iterable[int], seen: dict[int, Party]) -> News:
    """Counts as others only those that the reader may see."""
    parties = [seen[pk] for pk in touched if pk in seen]
    told = act[1] in {str(words) for words in TOLD.values()}
    return News(act[0], act[1], told, at, parties[:NAMED], max(0, len(parties) - NAMED))


def _label(type_name: str, verb: str) -> str:
    """How the verb is told, or else called, on the party or on the task, note... that hangs on it."""
    if verb in TOLD:
        return str(TOLD[verb])
    return verb_label(Party.ref_name() if verbs.get(Party.ref_name(), verb) else type_name, verb)


def followed(actor: Actor, limit: int = FOLLOWED) -> list[Party]:
    """The parties that the actor follows, those that changed last first."""
    rows = Follow.objects.filter(user=actor.user_id, about_type=Party.ref_name())
    mine = Party.objects.filter(pk__in=rows.values("about_id"))
    return veil_all(rights.visible(mine, actor).select_related("company").order_by("-changed_at", "-id")[:limit], actor)
