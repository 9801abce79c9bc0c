"""What the example firm is made of, before any of it is written: plain values, all moments in the past but due days."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zlib import crc32

from goodwill.areas.people.verbs.addresses import AddressInput

WHERE = {"Harwick": (51.94, 1.25), "Felton": (52.03, 1.1), "Port Ellis": (51.85, 1.12), "Sandmouth": (51.8, 0.95)}


@dataclass(frozen=True)
class Reach:
    """A phone, mail or website. It is kept from when it `failed`, but not used: a bounced mail, an old number."""

    kind: str
    value: str
    label: str = ""
    preferred: bool = False
    failed: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Place:
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = "GB"
    label: str = ""
    preferred: bool = False

    @property
    def parts(self) -> AddressInput:
        return {
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "region": self.region,
            "country": self.country,
            "label": self.label,
            "preferred": self.preferred,
            **self._point,
        }

    @property
    def _point(self) -> AddressInput:
        """The towns of the story are in no table: their streets lie around a place of their own."""
        if self.city not in WHERE:
            return {}
        north, east = WHERE[self.city]
        off = crc32(self.street.encode())
        return {
            "latitude": round(north + (off % 200 - 100) / 8000, 4),
            "longitude": round(east + (off // 200 % 200 - 100) / 5000, 4),
        }


@dataclass(frozen=True)
class PartyPlan:
    """`key` tells apart who has the same name; `owner` is a place in the staff; `company` and `household` are keys."""

    key: str
    kind: str
    name: str
    owner: int
    since: datetime
    audience: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    reach: tuple[Reach, ...] = ()
    places: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()
    company: str = ""
    household: str = ""

    @property
    def phase(self) -> str:
        return str(self.fields.get("phase", ""))

    @property
    def mails(self) -> list[str]:
        return [one.value for one in self.reach if one.kind == "mail"]

    @property
    def phones(self) -> list[str]:
        return [one.value for one in self.reach if one.kind == "phone"]


@dataclass(frozen=True)
class TiePlan:
    one: str
    other: str
    kind: str
    role: str = ""
    started: date | None = None
    ended: date | None = None


@dataclass(frozen=True)
class Event:
    """A note, or what passed between them and us: `kind` is note or a kind of interaction."""

    who: str
    at: datetime
    kind: str
    text: str
    subject: str = ""
    direction: str = "none"
    minutes: int = 0
    by: int = 0
    outcome: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class TaskPlan:
    who: str
    title: str
    owner: int
    due: date
    made: datetime
    kind: str = "task"
    at: str = ""
    priority: str = "normal"
    done: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True)
class PhasePlan:
    who: str
    at: datetime
    phase: str
    by: int


@dataclass(frozen=True)
class ConsentPlan:
    who: str
    purpose: str
    channel: str
    state: str
    at: datetime
    wording: str = ""
    source: str = ""


@dataclass
class Plan:
    parties: list[PartyPlan] = field(default_factory=list)
    ties: list[TiePlan] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tasks: list[TaskPlan] = field(default_factory=list)
    phases: list[PhasePlan] = field(default_factory=list)
    consents: list[ConsentPlan] = field(default_factory=list)
