"""Consents: given, and as easily taken back. They are only ever added to."""

from datetime import datetime
from ipaddress import ip_address
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import MARKETING, Channel, ConsentState, Purpose
from goodwill.areas.people.models import Consent, ConsentWording, Party
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.verbs import Final, Help, verb

_KEPT = Final(
    gettext_lazy("A consent stays as proof of what was said. Record that it was withdrawn, or given, instead.")
)
_SAID = Final(
    gettext_lazy("These words may have been put to somebody. Write them anew instead: that is a new version.")
)
PurposeName = Annotated[str, Help(gettext_lazy("For what"), choices=tuple(Purpose.choices))]
ChannelName = Annotated[str, Help(gettext_lazy("By which channel"), choices=tuple(Channel.choices))]
Source = Annotated[str, Help(gettext_lazy("Where they said so"))]
When = Annotated[datetime | None, Help(gettext_lazy("When"), gettext_lazy("Empty: now"))]
Proof = Annotated[str, Help(gettext_lazy("Proof"), gettext_lazy("The paper, page or recording that shows it"))]
Template = Annotated[str, Help(gettext_lazy("Wording"), gettext_lazy("The name of one that is kept in the settings"))]


@verb(
    Party,
    label=gettext_lazy("Record a consent"),
    done=gettext_lazy("recorded a consent"),
    icon="shield-check",
    undo=_KEPT,
    bulk=False,
)
def record_consent(
    party: Party,
    *,
    by: Actor,
    purpose: PurposeName = "",
    channel: ChannelName = "",
    wording: Annotated[str, Help(gettext_lazy("Exact wording"), kind="long_text")] = "",
    template: Template = "",
    source: Source = "",
    proof: Proof = "",
    address: Annotated[str, Help(gettext_lazy("Network address"))] = "",
    at: When = None,
) -> Consent:
    """Write down what they allowed, in the very words that they agreed to: their own, or the newest of a template.

    A template says for what and by which channel, where nothing else is said.
    """
    kept = current_wording(template) if template else None
    purpose = purpose or (kept.purpose if kept else "")
    channel = channel or (kept.channel if kept else Channel.ANY.value)
    if not purpose:
        raise Invalid({"purpose": _("Say what they allow it for.")})
    if kept and wording.strip() not in ("", kept.text):
        raise Invalid({"wording": _("They agreed to “%s” or to other words: send one of the two.") % kept.name})
    said = kept.text if kept else wording.strip()
    if not said:
        raise Invalid({"wording": _("Without the exact wording a consent proves nothing. Write what they agreed to.")})
    made = Consent(wording=said, template=kept, source=source, proof=proof[:300], address=_address(address))
    made.purpose, made.channel = purpose, channel
    return _add(made, party, ConsentState.GIVEN, at)


@verb(
    Party,
    label=gettext_lazy("Withdraw a consent"),
    done=gettext_lazy("recorded that a consent was withdrawn"),
    icon="ban",
    undo=_KEPT,
    bulk=True,
)
def withdraw_consent(
    party: Party,
    *,
    by: Actor,
    purpose: PurposeName,
    channel: ChannelName = Channel.ANY.value,
    source: Source = "",
    proof: Proof = "",
    address: Annotated[str, Help(gettext_lazy("Network address"))] = "",
    at: When = None,
) -> Consent:
    """Write down that they no longer allow it. It holds at once."""
    made = Consent(purpose=purpose, channel=channel, source=source, proof=proof[:300], address=_address(address))
    return _add(made, party, ConsentState.WITHDRAWN, at)


@verb(
    Party,
    label=gettext_lazy("Object to marketing"),
    done=gettext_lazy("recorded an objection to marketing"),
    icon="shield-alert",
    undo=_KEPT,
    bulk=True,
)
def object_to_marketing(party: Party, *, by: Actor, source: Source = "", proof: Proof = "") -> Party:
    """No news, offers, surveys or invitations any more, on any channel. It holds at once."""
    for purpose in MARKETING:
        made = Consent(purpose=purpose.value, channel=Channel.ANY.value, source=source, proof=proof[:300])
        _add(made, party, ConsentState.WITHDRAWN)
    return party


@verb(
    Consent,
    right="create",
    label=gettext_lazy("Record a consent"),
    done=gettext_lazy("recorded a consent"),
    icon="shield-check",
    undo=_KEPT,
)
def create_consent(
    *,
    by: Actor,
    party: Party | int,
    purpose: str,
    state: str = ConsentState.GIVEN.value,
    channel: str = Channel.ANY.value,
    wording: str = "",
    source: str = "",
    proof: str = "",
    address: str = "",
    at: datetime | None = None,
) -> Consent:
    """A consent of a party that is named, given or withdrawn."""
    who = party_of(party, by)
    if state == ConsentState.WITHDRAWN:
        return withdraw_consent(
            who, by=by, purpose=purpose, channel=channel, source=source, proof=proof, address=address, at=at
        )
    return record_consent(
        who,
        by=by,
        purpose=purpose,
        channel=channel,
        wording=wording,
        source=source,
        proof=proof,
        address=address,
        at=at,
    )


@verb(
    ConsentWording,
    power="manage_settings",
    label=gettext_lazy("Write a wording"),
    done=gettext_lazy("wrote a wording for consents"),
    icon="file-text",
    undo=_SAID,
)
def write_wording(*, by: Actor, name: str, text: str, purpose: str, channel: str = Channel.ANY.value) -> ConsentWording:
    """Keep words under a name. Other words under a name that there is become its next version."""
    name, text = " ".join(name.split()), text.strip()
    problems = {"name": _("A name is needed.")} if not name else {}
    if not text:
        problems["text"] = _("Without its words it is no wording. Write what people agree to.")
    if problems:
        raise Invalid(problems)
    before = ConsentWording.objects.filter(name=name).order_by("-number").first()
    if before and (before.text, before.purpose, before.channel) == (text, purpose, channel):
        return before  # type: ignore[no-any-return]
    number = before.number + 1 if before else 1
    return changes.create(ConsentWording(name=name, number=number, text=text, purpose=purpose, channel=channel))


def current_wording(name: str) -> ConsentWording:
    """The newest version of a wording, by its name or by name and version ("Newsletter 2")."""
    found = ConsentWording.objects.filter(name=name.strip()).order_by("-number").first()
    bare, _space, number = name.strip().rpartition(" ")
    if found is None and number.isdecimal() and len(number) < 5:
        found = ConsentWording.objects.filter(name=bare, number=int(number)).first()
    if found is None:
        raise Invalid({"template": _("There is no wording called “%s”. Nothing was recorded.") % name})
    return found  # type: ignore[no-any-return]


def current_wordings() -> list[ConsentWording]:
    """The newest version of each."""
    newest: dict[str, ConsentWording] = {}
    for wording in ConsentWording.objects.order_by("name", "-number"):
        newest.setdefault(wording.name, wording)
    return list(newest.values())


def party_of(given: Party | int, by: Actor) -> Party:
    """The party that is named, if the actor may change it. Raises Missing, Refused."""
    pk = given.pk if isinstance(given, Party) else given
    found: Party | None = rights.visible(Party.objects.filter(pk=pk), by).first()
    if found is None:
        raise Missing
    rights.require(by, "change", found)
    return found


def _add(made: Consent, party: Party, state: ConsentState, at: datetime | None = None) -> Consent:
    now = timezone.now()
    if at is not None and at > now:
        raise Invalid({"at": _("This lies ahead. A consent holds from the moment at which it was given.")})
    made.party, made.state, made.at = party, state.value, at or now
    return changes.create(made)


def _address(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(ip_address(text.strip()))
    except ValueError as error:
        raise Invalid({"address": _("“%s” is no network address, like 203.0.113.9.") % text[:60]}) from error
