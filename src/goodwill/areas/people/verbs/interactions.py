"""Calls, meetings, mails... that somebody writes down by hand, and that channels log by themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import Direction, InteractionKind, Outcome
from goodwill.areas.people.models import Interaction, InteractionParty, Party
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import User
from goodwill.kernel.verbs import Help, verb

AHEAD = timedelta(minutes=10)


@verb(
    Interaction,
    right="create",
    label=gettext_lazy("Log an interaction"),
    done=gettext_lazy("logged a contact"),
    icon="messages-square",
)
def create_interaction(
    *, by: Actor, party: Party | int, others: Sequence[Party | int] = (), **fields: Any
) -> Interaction:
    """Write down a call, a meeting, a mail... with a party and perhaps others."""
    main = party if isinstance(party, Party) else _parties([party], by)[0]
    rights.require(by, "change", main)
    return _log(main, others, fields, by)


@verb(
    Party, label=gettext_lazy("Log a call, meeting or mail"), done=gettext_lazy("logged a contact"), icon="phone-call"
)
def log_interaction(
    party: Party,
    *,
    by: Actor,
    kind: Annotated[str, Help(gettext_lazy("Kind"), choices=tuple(InteractionKind.choices))],
    direction: Annotated[str, Help(gettext_lazy("Direction"), choices=tuple(Direction.choices))] = Direction.NONE.value,
    at: Annotated[datetime | None, Help(gettext_lazy("When"), gettext_lazy("Empty: now"))] = None,
    duration_s: Annotated[int | None, Help(gettext_lazy("Duration in seconds"))] = None,
    subject: Annotated[str, Help(gettext_lazy("Subject"))] = "",
    text: Annotated[str, Help(gettext_lazy("What was said"), kind="long_text")] = "",
    outcome: Annotated[str, Help(gettext_lazy("Outcome"), choices=tuple(Outcome.choices))] = "",
    colleague: Annotated[User | None, Help(gettext_lazy("By whom"), gettext_lazy("Empty: you"))] = None,
    others: Annotated[list[int] | None, Help(gettext_lazy("Others"))] = None,
) -> Interaction:
    """Write down what passed between us and them."""
    fields = {
        "kind": kind,
        "direction": direction,
        "at": at,
        "duration_s": duration_s,
        "subject": subject,
        "text": text,
        "outcome": outcome,
    }
    return _log(party, others or (), fields | ({"colleague": colleague} if colleague else {}), by)


@verb(Interaction, label=gettext_lazy("Edit"), done=gettext_lazy("changed what was logged"), icon="pencil", bulk=False)
def edit(interaction: Interaction, *, by: Actor, base_version: int | None = None, **fields: Any) -> Interaction:
    """Correct what was written down."""
    others = fields.pop("others", None)
    _refuse_unknown(fields)
    if "at" in fields:
        fields["at"] = _past(fields["at"])
    changes.update(interaction, base_version=base_version, **fields)
    if others is not None:
        _set_others(interaction, _parties(others, by))
    return interaction


@verb(
    Interaction, label=gettext_lazy("Remove"), done=gettext_lazy("removed what was logged"), icon="trash-2", bulk=False
)
def remove(interaction: Interaction, *, by: Actor) -> Interaction:
    """Put it in the trash."""
    return changes.trash(interaction)


_GIVEN = frozenset(
    {"kind", "direction", "at", "duration_s", "subject", "text", "outcome", "colleague", "party", "extra"}
)


def _log(party: Party, others: Sequence[Party | int], fields: dict[str, Any], by: Actor) -> Interaction:
    _refuse_unknown(fields)
    interaction = Interaction(party=party, colleague=by.user)
    for name, value in fields.items():
        changes.assign(interaction, name, value)
    interaction.at = _past(interaction.at)
    changes.create(interaction)
    if others:
        _set_others(interaction, _parties(others, by))
    return interaction


def _refuse_unknown(fields: dict[str, Any]) -> None:
    wrong = [name for name in fields if name not in _GIVEN]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("There is no such field to write.")))


def _past(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at > now + AHEAD:
        raise Invalid({"at": _("This lies ahead. Plan a task for it, and write down what happened afterwards.")})
    return at or now


def _parties(given: Sequence[Party | int], by: Actor) -> list[Party]:
    ids = [one.pk if isinstance(one, Party) else int(one) for one in given]
    found = rights.visible(Party.objects.filter(pk__in=ids), by).in_bulk()
    if len(found) < len(set(ids)):
        raise Invalid({"others": _("Somebody who is named here is not here, or you may not see them.")})
    return [found[one] for one in dict.fromkeys(ids)]


def _set_others(interaction: Interaction, parties: Sequence[Party]) -> None:
    wanted = {party.pk for party in parties} - {interaction.party_id}
    known = {row.party_id: row for row in interaction.others.filter(deleted_at=None)}
    for party_id, row in known.items():
        if party_id not in wanted:
            changes.trash(row)
    changes.create_many(
        InteractionParty(interaction=interaction, party_id=party.pk)
        for party in parties
        if party.pk in wanted and party.pk not in known
    )
