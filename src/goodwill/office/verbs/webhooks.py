"""Webhooks: who is told of what."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Webhook
from goodwill.kernel.outgoing import NotAllowed, check_spelling
from goodwill.kernel.verbs import Final, verb
from goodwill.kernel.webhooks import queue
from goodwill.kernel.webhooks.signing import new_secret
from goodwill.office.webhook_events import KINDS
from goodwill.records import registry
from goodwill.records.filter import FilterError, check, parse, to_text

POWER = "manage_settings"
EVENTS = tuple(KINDS.values())
BY_HAND = Final(gettext_lazy("set it anew on the page of the webhook."))
"""Its user is whoever looked at all of it: half of a change taken back would tell one's news to another's address."""


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("New webhook"),
    done=gettext_lazy("made a webhook"),
    icon="webhook",
    bulk=False,
)
def make_webhook(
    *,
    by: Actor,
    name: str,
    url: str,
    types: Sequence[str] = (),
    events: Sequence[str] = (),
    filter: str = "",
    with_imports: bool = False,
) -> tuple[Webhook, str]:
    """It is told what its maker may see. Also gives the secret, which nobody can read again."""
    if by.user is None:
        raise Invalid(_("A webhook has the rights of a person, so a person has to make it."))
    secret, sealed = new_secret()
    values = _checked(by, name=name, url=url, types=types, events=events, filter=filter, with_imports=with_imports)
    return changes.create(Webhook(user=by.user, secret=sealed, **values)), secret


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("Change"),
    done=gettext_lazy("changed a webhook"),
    icon="pencil",
    undo=BY_HAND,
    bulk=False,
)
def change_webhook(
    webhook: Webhook,
    *,
    by: Actor,
    name: str,
    url: str,
    types: Sequence[str] = (),
    events: Sequence[str] = (),
    filter: str = "",
    with_imports: bool = False,
) -> Webhook:
    """From now on it has the rights of whoever changed it, since that is what they looked at."""
    values = _checked(by, name=name, url=url, types=types, events=events, filter=filter, with_imports=with_imports)
    return changes.update(webhook, user=by.user or webhook.user, **values)


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("New secret"),
    done=gettext_lazy("made a new secret for a webhook"),
    icon="key-round",
    undo=Final(gettext_lazy("the old secret is gone; make a new one.")),
    bulk=False,
    grave=True,
)
def renew_secret(webhook: Webhook, *, by: Actor) -> str:
    """The old one is worth nothing at once."""
    secret, sealed = new_secret()
    changes.update(webhook, secret=sealed)
    return secret


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("Switch off"),
    done=gettext_lazy("switched a webhook off"),
    icon="pause",
    bulk=False,
)
def pause_webhook(webhook: Webhook, *, by: Actor) -> Webhook:
    return changes.update(webhook, off_at=changes.current_batch().at, off_why=_("Switched off by %s.") % by.name)


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("Switch on"),
    done=gettext_lazy("switched a webhook on"),
    icon="play",
    bulk=False,
)
def switch_on(webhook: Webhook, *, by: Actor) -> Webhook:
    """What waited is sent now."""
    changed = changes.update(webhook, off_at=None, off_why="")
    queue.wake_anew(changed)
    return changed


@verb(
    Webhook,
    power=POWER,
    label=gettext_lazy("Remove"),
    done=gettext_lazy("removed a webhook"),
    icon="trash-2",
    bulk=False,
    grave=True,
)
def remove_webhook(webhook: Webhook, *, by: Actor) -> None:
    changes.trash(webhook)


def _checked(by: Actor, **given: Any) -> dict[str, Any]:
    problems = {}
    given = {**given, "name": given["name"].strip(), "url": given["url"].strip()}
    if not given["name"]:
        problems["name"] = _("A name is needed: it says which program is told.")
    try:
        check_spelling(given["url"], allowed=settings.GOODWILL_PRIVATE_TARGETS)
    except NotAllowed as refusal:
        problems["url"] = refusal.sentence
    known = {one.name for one in registry.types()}
    given["types"] = [name for name in given["types"] if name in known]
    given["events"] = [name for name in given["events"] if name in EVENTS]
    try:
        given["filter"] = _filter(given["filter"], given["types"], by)
    except FilterError as refusal:
        problems["filter"] = refusal.sentence
    except Invalid as refusal:
        problems |= refusal.problems
    if problems:
        raise Invalid(problems)
    return given


def _filter(text: str, types: Sequence[str], by: Actor) -> str:
    if not text.strip():
        return ""
    found = registry.get(types[0]) if len(types) == 1 else None
    if found is None:
        raise Invalid({"filter": _("A filter speaks of one kind of records. Choose exactly one above.")})
    return to_text(check(parse(text), found, by))
