"""Writes sheets: whatever many of them need is one statement for each kind of row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import CUSTOMERS, ConsentState
from goodwill.areas.people.imports.employment import Employment
from goodwill.areas.people.imports.gone import bring_back
from goodwill.areas.people.imports.noting import write_notes
from goodwill.areas.people.imports.numbering import write_numbers
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import (
    Address,
    Consent,
    ContactPoint,
    NotTheSame,
    Tagging,
    Task,
    Tie,
    TieKind,
)
from goodwill.areas.people.models.contact import main_address, primary_values
from goodwill.areas.people.queries.double_finding import ordered
from goodwill.areas.people.seeds import WORKS_AT
from goodwill.areas.people.verbs.tags import ensure_tags
from goodwill.areas.people.verbs.ties import keep_role
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.refs import Ref
from goodwill.kernel.text import fold


def write_sheets(
    sheets: Sequence[Sheet], source: str, today: date, by: Actor, consent: Mapping[str, Any] | None = None
) -> None:
    """Companies come first in `sheets`, so that persons can be tied to them."""
    waiting = [sheet for sheet in sheets if not sheet.written and (sheet.is_new or sheet.is_changed)]
    bring_back(waiting)
    _make([sheet for sheet in waiting if sheet.is_new and not sheet.party.pk], today)
    _change_ties([each for sheet in waiting for each in sheet.old_companies])
    for sheet in waiting:
        if sheet.values and not sheet.is_new:
            _change(sheet, today)
    _put_away(ContactPoint, [point.pk for sheet in waiting for point in sheet.old_points])
    _put_away(Address, [address.pk for sheet in waiting for address in sheet.old_addresses])
    changes.create_many(_owned(waiting, "new_points"), derived=True)
    changes.create_many(_owned(waiting, "new_addresses"), derived=True)
    changes.create_many(_owned(waiting, "new_wishes"))
    changes.create_many(_owned(waiting, "new_bans"))
    _tie(waiting)
    _tag(waiting, by)
    write_notes(waiting)
    write_numbers(source, ((key, Ref("party", sheet.party.pk)) for sheet in waiting for key in sheet.new_keys))
    changes.create_many(_consents(waiting, consent or {}, source))
    changes.create_many(_opt_ins(waiting, consent or {}, source))
    changes.create_many(_tasks(waiting, by))
    changes.create_many(_apart(waiting))
    for sheet in waiting:
        sheet.written = True


def _make(sheets: Sequence[Sheet], today: date) -> None:
    for sheet in sheets:
        party = sheet.party
        for column, value in {**primary_values(sheet.points), **main_address(sheet.addresses)}.items():
            setattr(party, column, value)
        if party.phase in CUSTOMERS and party.customer_since is None:
            party.customer_since = today
    changes.create_many(sheet.party for sheet in sheets if sheet.party.is_company)
    persons = [sheet for sheet in sheets if not sheet.party.is_company]
    for sheet in persons:
        if sheet.companies:
            sheet.party.company = sheet.companies[0].party
    changes.create_many(sheet.party for sheet in persons)


def _change(sheet: Sheet, today: date) -> None:
    values = dict(sheet.values)
    if values.get("phase") in CUSTOMERS and sheet.party.customer_since is None:
        values["customer_since"] = today
    changes.update(sheet.party, validated=True, **values)
    if "role" in values:
        keep_role(sheet.party)


def _put_away(model: type[ContactPoint] | type[Address], ids: Sequence[int]) -> None:
    if ids:
        changes.trash_many(model.objects.select_for_update().filter(pk__in=ids))


def _owned(sheets: Sequence[Sheet], name: str) -> list[Any]:
    rows = []
    for sheet in sheets:
        for row in getattr(sheet, name):
            row.party_id = sheet.party.pk
            rows.append(row)
    return rows


def _tie(sheets: Sequence[Sheet]) -> None:
    works_at = TieKind.everything.get(builtin=WORKS_AT) if any(sheet.new_companies for sheet in sheets) else None
    ties = []
    for sheet in sheets:
        if sheet.replaces_main:
            changes.update_many(Tie.objects.filter(party=sheet.party, main=True), main=False)
            sheet.has_main = False
        for each in sheet.new_companies:
            is_main = not (sheet.has_main or each.until)
            role = sheet.party.role if is_main else each.role
            tie = Tie(party=sheet.party, other=each.company.party, kind=works_at, role=role, main=is_main)
            tie.department, tie.started, tie.ended = each.department[:120], each.since, each.until
            sheet.has_main |= is_main
            ties.append(tie)
        for new in (each for each in sheet.new_ties if each.one.party.pk and each.two.party.pk):
            facts = {name: getattr(new.told, name) for name in ("role", "department", "started", "ended")}
            ties.append(Tie(party=new.one.party, other=new.two.party, kind=new.kind, **facts))
    changes.create_many(ties)


def _change_ties(employments: Sequence[Employment]) -> None:
    """What is over goes first: somebody has but one main company."""
    ids = [each.tie for each in employments]
    here = Tie.objects.select_for_update().in_bulk(ids) if ids else {}
    for each in sorted(employments, key=lambda one: bool(one.values.get("main"))):
        if tie := here.get(each.tie or 0):
            changes.update(tie, **each.values)


def _tag(sheets: Sequence[Sheet], by: Actor) -> None:
    wanted = {name for sheet in sheets for name in sheet.new_tags}
    known = ensure_tags(sorted(wanted), by)
    changes.create_many(
        _about(sheet, Tagging(tag=known[fold(name)[:120]])) for sheet in sheets for name in sheet.new_tags
    )


def _consents(sheets: Sequence[Sheet], consent: Mapping[str, Any], source: str) -> list[Consent]:
    """What each row says. A yes is one to the words that somebody typed for the file, if they are about the same."""
    now = timezone.now()
    asked = {(purpose, consent.get("channel")) for purpose in consent.get("purposes", ())}
    bare = {"wording": _("As the file “%(source)s” says, without its wording.") % {"source": source}}
    told, no = _told(consent, source), {"wording": ""}
    return [
        Consent(
            party=sheet.party,
            purpose=purpose,
            channel=channel,
            state=state,
            at=now,
            **{"source": source[:200]}
            | (no if state != ConsentState.GIVEN else told if (purpose, channel) in asked else bare),
        )
        for sheet in sheets
        for purpose, channel, state in sheet.new_consents
    ]


def _opt_ins(sheets: Sequence[Sheet], consent: Mapping[str, Any], source: str) -> list[Consent]:
    """What all of the file agreed to, in the words that somebody typed for it."""
    told, now = _told(consent, source), timezone.now()
    return [
        Consent(party=sheet.party, purpose=purpose, channel=channel, state=ConsentState.GIVEN.value, at=now, **told)
        for sheet in sheets
        for purpose, channel in sheet.new_opt_ins
    ]


def _told(consent: Mapping[str, Any], source: str) -> dict[str, str]:
    return {"wording": consent.get("wording", ""), "source": (consent.get("source") or source)[:200]}


def _tasks(sheets: Sequence[Sheet], by: Actor) -> list[Task]:
    return [
        _about(sheet, _task(title, due, done, sheet.party.owner_id or by.user_id, by))
        for sheet in sheets
        for title, due, done in sheet.new_tasks
    ]


def _task(title: str, due: date | None, done: datetime | None, owner_id: int | None, by: Actor) -> Task:
    return Task(title=title, due_on=due, owner_id=owner_id, done_at=done, done_by=by.user if done else None)


def _apart(sheets: Sequence[Sheet]) -> list[NotTheSame]:
    """Whoever is new though they look like somebody: said once, and remembered."""
    pairs = {
        ordered(sheet.party.pk, other.party.pk)
        for sheet in sheets
        for other in sheet.apart
        if other.party.pk and other is not sheet
    }
    return [NotTheSame(one_id=one, other_id=other) for one, other in sorted(pairs)]


def _about(sheet: Sheet, row: Any) -> Any:
    row.about = sheet.party.ref
    return row
