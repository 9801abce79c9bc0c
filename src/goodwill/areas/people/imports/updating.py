"""What rows would change of parties that are here: fields, and all that hangs on them."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.areas.people.models import Address, Party
from goodwill.kernel import extras, rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.fields import readable
from goodwill.records.show import labels_for, show
from goodwill.records.story import words_of
from goodwill.transfer.generic.updating import hung
from goodwill.transfer.hanging import Hanging
from goodwill.transfer.importers import Decision
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.updates import Line, Update
from goodwill.ui import formats


def updates(decisions: Sequence[Decision], by: Actor) -> list[Update]:
    sheets: dict[int, tuple[int, Sheet]] = {}
    for decision in decisions:
        for one in decision.plan or ():
            sheet = one.sheet
            if sheet.party_id and not sheet.is_new and sheet.is_changed:
                sheets.setdefault(sheet.party_id, (decision.given.number, sheet))
    here = rights.visible(Party.everything.filter(pk__in=sheets), by).in_bulk()
    told = ((row, here[pk], list(_lines(sheet, here[pk], by))) for pk, (row, sheet) in sheets.items() if pk in here)
    return [Update(row, party.kind, party.pk, party.name, lines) for row, party, lines in told if lines]


def _lines(sheet: Sheet, now: Party, by: Actor) -> Iterator[Line]:
    if sheet.comes_back:
        yield Line(_("Trash"), _("in the trash"), _("comes back"))
    yield from _fields(sheet, now, by)
    for kind in ContactKind:
        gone = [point.shown for point in sheet.old_points if point.kind == kind]
        new = [point.shown for point in sheet.new_points if point.kind == kind]
        yield from _replaced(str(kind.label), gone, new)
    yield from _replaced(_("Address"), map(_place, sheet.old_addresses), map(_place, sheet.new_addresses))
    yield from (Line(_("Works at"), "", each.company.party.name) for each in sheet.new_companies)
    for each in sheet.old_companies:
        days = " – ".join(str(day or "") for day in (each.since, each.until)).strip(" –")
        yield Line(_("Works at"), each.company.party.name, f"{each.company.party.name} {days}".strip())
    yield from (Line(str(tie.kind), "", tie.two.party.name) for tie in sheet.new_ties)
    yield from hung(Hanging([told.text for told in sheet.notes.new], sheet.new_tags, sheet.new_keys))
    for _pk, before, after in sheet.notes.moved:
        yield Line(str(TARGETS["note_at"].name), formats.day(before), formats.day(after))
    yield from (Line(_("Task"), "", title) for title, _due, _done in sheet.new_tasks)
    yield from (Line(_("Wish"), "", wish.text) for wish in sheet.new_wishes)
    if sheet.new_consents or sheet.new_opt_ins or sheet.new_bans:
        yield Line(_("Consents"), "", _("what the file says"))


def _fields(sheet: Sheet, now: Party, by: Actor) -> Iterator[Line]:
    declared = registry.for_record(now)
    known = declared.all_fields if declared else {}
    for column, value in sheet.values.items():
        field = known.get(column.removesuffix("_id") if column in ("owner_id", "team_id") else column)
        if field is None or not readable(field, by):
            continue
        before: Any = now.extra.get(column) if extras.is_extra(column) else getattr(now, column)
        labels = labels_for([field], [{field.name: before}, {field.name: value}], by)
        yield Line(str(field.label), words_of(show(field, before, labels)), words_of(show(field, value, labels)))


def _replaced(label: str, gone: Any, new: Any) -> Iterator[Line]:
    yield from (Line(label, before, after) for before, after in zip_longest(gone, new, fillvalue=""))


def _place(address: Address) -> str:
    town = f"{address.postcode} {address.city}".strip()
    return ", ".join(filter(None, (address.street, address.more, town, address.region, address.country)))
