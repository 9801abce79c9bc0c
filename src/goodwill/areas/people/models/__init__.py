from goodwill.areas.people.models.consent import Consent, ConsentWording, ContactBan
from goodwill.areas.people.models.contact import Address, ContactPoint
from goodwill.areas.people.models.doubles import DoubleDue, DoublePair, NameSound, NotTheSame
from goodwill.areas.people.models.follow import Follow
from goodwill.areas.people.models.interaction import Interaction, InteractionParty
from goodwill.areas.people.models.keys import DuplicateKey, ExternalKey
from goodwill.areas.people.models.note import Note
from goodwill.areas.people.models.party import Party
from goodwill.areas.people.models.preference import Preference
from goodwill.areas.people.models.relationship import Comeback, PhaseProposal
from goodwill.areas.people.models.tag import Tag, Tagging
from goodwill.areas.people.models.task import Task
from goodwill.areas.people.models.tie import Tie, TieKind
from goodwill.areas.people.models.timeline import TimelineEntry

__all__ = [
    "Address",
    "Comeback",
    "Consent",
    "ConsentWording",
    "ContactBan",
    "ContactPoint",
    "DoubleDue",
    "DoublePair",
    "DuplicateKey",
    "ExternalKey",
    "Follow",
    "Interaction",
    "InteractionParty",
    "NameSound",
    "NotTheSame",
    "Note",
    "Party",
    "PhaseProposal",
    "Preference",
    "Tag",
    "Tagging",
    "Task",
    "Tie",
    "TieKind",
    "TimelineEntry",
]
