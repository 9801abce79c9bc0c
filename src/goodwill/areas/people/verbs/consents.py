"""Consents: given, and as easily taken back. They are only ever added to."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import Channel, ConsentState, Purpose
from goodwill.areas.people.models import Consent, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.verbs import Final, Help, verb

_KEPT = Final(
    gettext_lazy("A consent stays as proof of what was said. Record that it was withdrawn, or given, instead.")
)
PurposeName = Annotated[str, Help(gettext_lazy("For what"), choices=tuple(Purpose.choices))]
ChannelName = Annotated[str, Help(gettext_lazy("By which channel"), choices=tuple(Channel.choices))]
Source = Annotated[str, Help(gettext_lazy("Where they said so"))]


@verb(Party, label=gettext_lazy("Record a consent"), icon="shield-check", undo=_KEPT, bulk=False)
def record_consent(
    party: Party,
    *,
    by: Actor,
    purpose: PurposeName,
    channel: ChannelName = Channel.ANY.value,
    wording: Annotated[str, Help(gettext_lazy("Exact wording"), kind="long_text")],
    source: Source = "",
    at: Annotated[datetime | None, Help(gettext_lazy("When"), gettext_lazy("Empty: now"))] = None,
) -> Consent:
    """Write down what they allowed, in the very words that they agreed to."""
    if not wording.strip():
        raise Invalid({"wording": _("Without the exact wording a consent proves nothing. Write what they agreed to.")})
    return _add(party, ConsentState.GIVEN, purpose, channel, wording=wording.strip(), source=source, at=at)


@verb(Party, label=gettext_lazy("Withdraw a consent"), icon="ban", undo=_KEPT, bulk=True)
def withdraw_consent(
    party: Party,
    *,
    by: Actor,
    purpose: PurposeName,
    channel: ChannelName = Channel.ANY.value,
    source: Source = "",
    at: Annotated[datetime | None, Help(gettext_lazy("When"), gettext_lazy("Empty: now"))] = None,
) -> Consent:
    """Write down that they no longer allow it. It holds at once."""
    return _add(party, ConsentState.WITHDRAWN, purpose, channel, wording="", source=source, at=at)


def _add(
    party: Party,
    state: ConsentState,
    purpose: str,
    channel: str,
    *,
    wording: str,
    source: str,
    at: datetime | None,
) -> Consent:
    now = timezone.now()
    if at is not None and at > now:
        raise Invalid({"at": _("This lies ahead. A consent holds from the moment at which it was given.")})
    made = Consent(
        party=party, purpose=purpose, channel=channel, state=state, at=at or now, wording=wording, source=source
    )
    return changes.create(made)
