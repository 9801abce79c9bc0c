"""How far each right of a role reaches on one kind of record: as it is clicked together, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, NONE, OWN, REACHES, TEAM, WHERE, Actor, is_filter, reach_of
from goodwill.kernel.models import Role, User
from goodwill.kernel.powers import RIGHTS
from goodwill.office.queries.roles import holders_of, types
from goodwill.records.filter import FilterError, parse
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import Joined
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.saying import in_words, read
from goodwill.records.filter.tree import Comparison, Word, comparisons
from goodwill.records.registry import RecordType
from goodwill.records.scopes import problem_of, type_behind
from goodwill.ui import formats

NAMED = 3
"""Holders whose own number is told where a scope looks at who asks."""
COUNTED_TO = 10_000


@dataclass(frozen=True)
class Reach:
    """One right on the page of a type. `chips` are the conditions of its filter, None where its text is all that the
    reader may know; `problem` says why it reaches nothing, `said` how much it reaches.
    """

    right: str
    label: Any
    hint: str
    value: str
    filter: str
    choices: list[tuple[str, str]]
    chips: tuple[Chip, ...] | None = None
    one_will_do: bool = False
    problem: str = ""
    said: str = ""


def reaches(role: Role, of: str, reader: Actor, sent: Mapping[str, str] | None = None) -> list[Reach]:
    """As they are, or as they were `sent`; none for what is seen and changed with the record that it hangs on."""
    return [reach(role, of, right, reader, sent) for right in RIGHTS] if of in types() else []


def reach(role: Role, of: str, right: str, reader: Actor, sent: Mapping[str, str] | None = None) -> Reach:
    held = role.scopes.get(of, {}).get(right, "") if sent is None else typed_reach(sent, right)
    whole = dict(_words())[reach_of(role.scopes, "*", right)] if reach_of(role.scopes, "*", right) in REACHES else ""
    choices = [("", _("as everything (%s)") % whole), *_words()]
    if right == "create":
        choices = [pair for pair in choices if pair[0] not in (OWN, TEAM) or pair[0] == held]
    else:
        choices.append(("where", _("those that meet a filter")))
    filtered = is_filter(held)
    text = sent.get(f"filter.{right}", "").strip() if sent is not None else held.removeprefix(WHERE) if filtered else ""
    problem = problem_of(of, text) if filtered and (text or sent is None) else ""
    row = {"read": _read_of(role, of, sent), right: held or reach_of(role.scopes, "*", right)}
    said = "" if right == "create" or problem else how_much(role, of, right, row, reader)
    joined = joined_of(of, text, reader) if filtered else Joined(())
    any_of, value = joined is not None and joined.one_will_do, "where" if filtered else held
    drawn = _drawn(of, joined, reader)
    return Reach(right, RIGHTS[right], _HINTS[right](), value, text, choices, drawn, any_of, problem, said)


def joined_of(of: str, text: str, reader: Actor) -> Joined | None:
    """The conditions of a scope; None where it cannot be read, or speaks of what the reader may not know."""
    kind = type_behind(of)
    try:
        return read(text, kind, reader) if kind else None
    except FilterError:
        return None


def _drawn(of: str, joined: Joined | None, reader: Actor) -> tuple[Chip, ...] | None:
    kind = type_behind(of)
    return chips(joined.tree, kind, reader) if joined is not None and kind is not None else None


def _words() -> list[tuple[str, str]]:
    return [(NONE, _("none")), (OWN, _("own")), (TEAM, _("of my teams")), (ALL, _("all"))]


_HINTS = {
    "read": lambda: _("Lists, search, reports, exports and programs show these and count no others."),
    "create": lambda: _("Make new ones, by hand, by import or by a program."),
    "change": lambda: _("Edit them, write notes on them, do what can be done to them."),
    "delete": lambda: _("Move them to the trash, and bring them back."),
    "export": lambda: _("Take them out as a file."),
}


def typed_reach(sent: Mapping[str, str], right: str) -> str:
    chosen = sent.get(f"reach.{right}", "")
    if chosen == "where":
        return WHERE + sent.get(f"filter.{right}", "").strip()
    return chosen if chosen in REACHES else ""


def typed_row(role: Role, of: str, sent: Mapping[str, str]) -> dict[str, str]:
    """The rights as they were sent; empty where everything is followed, and a gap goes on to follow it."""
    row = {right: typed_reach(sent, right) for right in RIGHTS} if of in types() else role.scopes.get(of, {})
    return {right: row.get(right, NONE) for right in RIGHTS} if any(row.values()) else {}


def _read_of(role: Role, of: str, sent: Mapping[str, str] | None) -> str:
    """What is seen bounds every other right; it may be sent beside the one that is asked about."""
    read = typed_reach(sent, "read") if sent and "reach.read" in sent else role.scopes.get(of, {}).get("read", "")
    return read or reach_of(role.scopes, "*", "read")


def how_much(role: Role, of: str, right: str, row: Mapping[str, str], reader: Actor) -> str:
    """How many records the right reaches, as a sentence, for holders of the role or, without one, for the reader.

    Only who sees all there is gets a number: of what they may not see, a filter would tell it piece by piece.
    """
    kind = type_behind(of)
    if kind is None or any(is_filter(reach) and problem_of(of, reach.removeprefix(WHERE)) for reach in row.values()):
        return ""
    if not sees_all(reader):
        return _("How many these are is told only to who sees all records.")
    draft = Role(name=role.name, scopes={**role.scopes, of: dict(row)}, field_rights=role.field_rights)
    holders = holders_of(role)[:NAMED]
    people = holders or [User.objects.get(pk=reader.user_id or 0)]
    if not any(map(_looks_at_who_asks, row.values())):
        said = [_count_said(kind, people[0], draft, right, _("A member of this role"))]
    elif holders:
        said = [_count_said(kind, person, draft, right, str(person)) for person in holders]
    else:
        said = [_count_said(kind, people[0], draft, right, _("Somebody in your place"))]
    total = formats.count(_to_bound(kind.rows(reader)), COUNTED_TO)
    whole = {"people": get_text_list(said, _("and")), "total": total, "records": str(kind.plural).lower()}
    return _("%(people)s of %(total)s %(records)s.") % whole


_COUNTS = {
    "read": lambda: _("%(who)s sees %(count)s"),
    "change": lambda: _("%(who)s may change %(count)s"),
    "delete": lambda: _("%(who)s may delete %(count)s"),
    "export": lambda: _("%(who)s may take out %(count)s"),
}


def _count_said(kind: RecordType, person: User, draft: Role, right: str, who: str) -> str:
    person.role = draft  # of an object that nobody saves
    count = _to_bound(kind.rows(Actor.of(person), right))
    return _COUNTS[right]() % {"who": who, "count": formats.count(count, COUNTED_TO)}


def _to_bound(rows: Any) -> int:
    count: int = rows.order_by()[: COUNTED_TO + 1].count()
    return count


def sees_all(reader: Actor) -> bool:
    """Whether no count could tell the reader of what they may not see."""
    scopes = reader.role.scopes if reader.role else {}
    return not reader.narrowed and bool(scopes) and all(reach_of(scopes, name, "read") == ALL for name in scopes)


def _looks_at_who_asks(reach: str) -> bool:
    """Whether it is another set of records for each holder."""
    if is_filter(reach):
        return any(map(_is_personal, comparisons(parse(reach.removeprefix(WHERE)))))
    return reach in (OWN, TEAM)


def _is_personal(comparison: Comparison) -> bool:
    return comparison.operator in (Operator.MY_TEAM, Operator.NOT_MY_TEAM) or Word("me") in comparison.values


def in_sentence(of: str, reach: str, reader: Actor) -> str:
    """A reach as the end of a sentence."""
    kind = type_behind(of)
    if is_filter(reach):
        text = reach.removeprefix(WHERE)
        return _("those where %s") % (in_words(text, kind, reader) if kind else text)
    return {NONE: _("none"), OWN: _("their own"), TEAM: _("their own and their teams’"), ALL: _("all")}[reach]
