"""A plain day beside a note in a file of people is when that was written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.synonyms import header_text
from goodwill.transfer.mapping.targets import Kind

if TYPE_CHECKING:
    from goodwill.transfer.mapping.suggest import Suggestion, Why

_SAID = SAID["day"] | SAID["hour"]
_LIKELY = 0.8


def date_notes(columns: Sequence["Suggestion"], why: "Why") -> None:
    """What stands right before or behind the only note; other days may be it, if somebody says so."""
    notes = [place for place, each in enumerate(columns) if each.target == "note"]
    if not notes or any(each.target == "note_at" for each in columns):
        return
    dated = [place for place, each in enumerate(columns) if each.kind is Kind.DATE and _is_vague(each)]
    beside = [place for place in dated if len(notes) == 1 and abs(place - notes[0]) == 1]
    plain = [place for place in beside if header_text(columns[place].column) in _SAID]
    for place in dated:
        each = columns[place]
        each.alternatives = (*each.alternatives, "note_at")
        if place == next(iter(plain), None):
            each.alternatives = (each.target, *each.alternatives[:-1]) if each.target else each.alternatives[:-1]
            each.target, each.confidence, each.why = "note_at", _LIKELY, why


def _is_vague(each: "Suggestion") -> bool:
    return each.target in ("", "created_at") or each.target.partition(":")[0] == "event"
