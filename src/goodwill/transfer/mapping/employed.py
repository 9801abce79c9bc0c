"""Plain columns like Since and Until beside a person and a company: how long somebody has worked there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.synonyms import header_text

if TYPE_CHECKING:
    from goodwill.transfer.mapping.suggest import Suggestion, Why

_NAMES = frozenset({"full_name", "given_name", "family_name"})
_BEFORE = frozenset({"company", "job_title", "department"})
_VAGUE = frozenset({"", "created_at", "task_due"})
_LIKELY = 0.8


def bind(columns: Sequence["Suggestion"], why: "Why") -> None:
    """A bare Since is meant so behind a company or a job, or with an Until beside it; one word says it anywhere."""
    targets = {each.target for each in columns}
    if "company" not in targets or not targets & _NAMES or "task_subject" in targets:
        return
    vague = {place: header_text(each.column) for place, each in enumerate(columns) if each.target in _VAGUE}
    until = next((place for place, text in vague.items() if text in SAID["deadline"] or text in SAID["left"]), None)
    since = next((place for place, text in vague.items() if text in SAID["hired"]), None)
    if since is None:
        bare = (place for place, text in vague.items() if text in SAID["since"])
        since = next((place for place in bare if until is not None or _stands_behind(columns, place)), None)
    if since is not None and "company_since" not in targets:
        _turn(columns[since], "company_since", why)
    is_told = since is not None or "company_since" in targets
    if until is not None and "company_until" not in targets and (is_told or vague[until] in SAID["left"]):
        _turn(columns[until], "company_until", why)


def _stands_behind(columns: Sequence["Suggestion"], place: int) -> bool:
    return place > 0 and columns[place - 1].target in _BEFORE


def _turn(each: "Suggestion", target: str, why: "Why") -> None:
    each.alternatives = (each.target, *each.alternatives) if each.target else each.alternatives
    each.target, each.confidence, each.why = target, _LIKELY, why
