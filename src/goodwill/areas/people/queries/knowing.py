"""What the firm knows of a party beside its fields: wishes, bans, consents, a proposed phase, a comeback; one query."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from goodwill.areas.people.comeback_words import standing
from goodwill.areas.people.enums import (
    Channel,
    ConsentState,
    Phase,
    ProposalState,
    Purpose,
    Stance,
    Topic,
    WayOfReaching,
)
from goodwill.areas.people.models import Comeback, Consent, ContactBan, Party, PhaseProposal, Preference
from goodwill.areas.people.phase_words import why
from goodwill.kernel.actors import Actor
from goodwill.kernel.prepared import prepared
from goodwill.records.veil import hides

FRESH = timedelta(days=90)
MOST = 200
COLUMNS = ("kind", "row_id", "one", "two", "three", "text", "moment", "earlier", "figure")


@dataclass(frozen=True)
class Wish:
    id: int
    topic: str
    stance: str
    text: str
    strength: str

    @property
    def topic_label(self) -> str:
        return str(Topic(self.topic).label)

    @property
    def stance_label(self) -> str:
        return str(Stance(self.stance).label)


@dataclass(frozen=True)
class Said:
    """The word that holds on a purpose and channel."""

    purpose: str
    channel: str
    given: bool
    at: datetime

    @property
    def purpose_label(self) -> str:
        return str(Purpose(self.purpose).label)

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)


@dataclass(frozen=True)
class Ban:
    channel: str
    reason: str

    @property
    def label(self) -> str:
        return str(WayOfReaching(self.channel).label)


@dataclass(frozen=True)
class Offered:
    """A phase that is proposed, with the sentence that says why."""

    phase: str
    why: str

    @property
    def label(self) -> str:
        return str(Phase(self.phase).label)


@dataclass(frozen=True)
class Back:
    at: datetime
    quiet_since: datetime | None
    phase_before: str
    owner_name: str
    last_note: str
    open_things: int

    @property
    def words(self) -> str:
        return " · ".join(standing(self))


@dataclass(frozen=True)
class Known:
    wishes: tuple[Wish, ...] = ()
    bans: tuple[Ban, ...] = ()
    said: tuple[Said, ...] = ()
    offered: Offered | None = None
    back: Back | None = None

    @property
    def allowed(self) -> tuple[Said, ...]:
        return tuple(one for one in self.said if one.given)


def known_of(party: Party) -> Known:
    return _known([_read(row) for row in _all_of(party.pk)], party.phase)


def known_to(actor: Actor, party: Party) -> Known:
    """The same without what the actor's role hides."""
    known, hidden = known_of(party), partial(hides, actor, Party.ref_name())
    return replace(
        known,
        wishes=tuple(one for one in known.wishes if not hidden(one.stance)),
        bans=() if hidden("leave_alone") else known.bans,
        said=known.allowed if hidden("withdrawn") else known.said,
        offered=None if hidden("phase", "phase_proposed") else known.offered,
        back=None if hidden("came_back") else known.back,
    )


@prepared
def _all_of(party: int) -> "QuerySet[Any, Any]":
    parts = (
        _rows(ContactBan.objects.filter(party=party), "ban", F("channel"), text=F("reason")),
        _rows(
            Preference.objects.filter(party=party), "preference", F("topic"), F("stance"), F("strength"), text=F("text")
        ),
        _rows(Consent.objects.filter(party=party), "said", F("purpose"), F("channel"), F("state"), moment=F("at")),
        _rows(
            PhaseProposal.objects.filter(party=party, state=ProposalState.OPEN.value),
            "offered",
            F("phase"),
            F("signal"),
            F("before"),
            text=F("facts"),
        ),
        _rows(
            Comeback.objects.filter(party=party, seen_at=None),
            "back",
            F("way"),
            F("phase_before"),
            F("owner_name"),
            text=F("last_note"),
            moment=F("at"),
            earlier=F("quiet_since"),
            figure=F("open_things"),
        ),
    )
    return parts[0].union(*parts[1:], all=True).order_by("kind", F("moment").desc(), F("row_id").desc())[:MOST]


def _rows(
    rows: "QuerySet[Any, Any]",
    kind: str,
    *codes: Any,
    text: Any = None,
    moment: Any = None,
    earlier: Any = None,
    figure: Any = None,
) -> "QuerySet[Any, Any]":
    """A table's rows in columns that all of them share; each is cast, so that both databases agree on the union.

    Moments and numbers are texts: most rows have none, and Django would look at each.
    """
    nothing, never = Value(""), Value(None)
    one, two, three = (*codes, nothing, nothing)[:3]
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            row_id=F("id"),
            one=Cast(one, CharField(max_length=20)),
            two=Cast(two, CharField(max_length=20)),
            three=Cast(three, CharField(max_length=120)),
            text_of=Cast(text or nothing, TextField()),
            moment=Cast(moment or never, TextField()),
            earlier=Cast(earlier or never, TextField()),
            figure=Cast(figure or nothing, TextField()),
        )
        .values_list(*(name if name != "text" else "text_of" for name in COLUMNS))
    )
    return found


def _read(row: Sequence[Any]) -> dict[str, Any]:
    found = dict(zip(COLUMNS, row, strict=True))
    return found | {"moment": _moment(found["moment"]), "earlier": _moment(found["earlier"])}


def _moment(text: str | None) -> datetime | None:
    """In UTC, which SQLite does not say."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _known(rows: list[dict[str, Any]], phase: str) -> Known:
    of: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        of.setdefault(row["kind"], []).append(row)
    wishes = [
        Wish(row["row_id"], row["one"], row["two"], row["text"], row["three"]) for row in of.get("preference", ())
    ]
    newest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in of.get("said", ()):
        newest.setdefault((one["one"], one["two"]), one)
    since = timezone.now() - FRESH
    return Known(
        wishes=tuple(sorted(wishes, key=lambda wish: (wish.stance != Stance.WANTS, wish.id))),
        bans=tuple(Ban(row["one"], row["text"]) for row in of.get("ban", ())),
        said=tuple(
            Said(purpose, channel, row["three"] == ConsentState.GIVEN, row["moment"])
            for (purpose, channel), row in sorted(newest.items(), key=_by_purpose)
        ),
        offered=next((_offered(row) for row in of.get("offered", ()) if row["three"] == phase), None),
        back=next((_back(row) for row in of.get("back", ()) if row["moment"] > since), None),
    )


def _by_purpose(item: tuple[tuple[str, str], Any]) -> tuple[int, str]:
    (purpose, channel), _row = item
    return (Purpose.values.index(purpose), channel)


def _offered(row: Mapping[str, Any]) -> Offered:
    return Offered(row["one"], why(row["two"], json.loads(row["text"] or "{}")))


def _back(row: Mapping[str, Any]) -> Back:
    return Back(row["moment"], row["earlier"], row["two"], row["three"], row["text"], int(row["figure"]))
