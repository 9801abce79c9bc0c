"""Channels on which they are left alone."""

from typing import Annotated

from django.utils.translation import gettext_lazy

from goodwill.areas.people.enums import WayOfReaching
from goodwill.areas.people.models import ContactBan, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.verbs import Help, verb

Channel = Annotated[str, Help(gettext_lazy("Channel"), choices=tuple(WayOfReaching.choices))]


@verb(
    Party,
    label=gettext_lazy("Leave them alone on a channel"),
    done=gettext_lazy("noted where to leave them alone"),
    icon="phone-missed",
)
def leave_alone(
    party: Party,
    *,
    by: Actor,
    channel: Channel,
    reason: Annotated[str, Help(gettext_lazy("Reason"))] = "",
) -> Party:
    """Nobody contacts them on this channel any more, whatever they allowed before."""
    known = ContactBan.objects.filter(party=party, channel=channel).first()
    if known is None:
        changes.create(ContactBan(party=party, channel=channel, reason=reason))
    elif reason:
        changes.update(known, reason=reason)
    return party


@verb(
    Party,
    label=gettext_lazy("Contact them again on a channel"),
    done=gettext_lazy("allowed contact again"),
    icon="phone",
)
def contact_again(party: Party, *, by: Actor, channel: Channel) -> Party:
    """The channel can be used again, where they allow it."""
    for ban in ContactBan.objects.filter(party=party, channel=channel):
        changes.trash(ban)
    return party
