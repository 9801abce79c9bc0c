"""What changed on a party and its parts, in words: before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.models import Address, ContactPoint, Party, Tag, Tagging, Tie
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.records import registry
from goodwill.records.fields import readable
from goodwill.records.show import labels_for, show
from goodwill.records.story import words_of
from goodwill.records.veil import hides_change

SHOWN_TYPES = tuple(model.ref_name() for model in (Party, ContactPoint, Address, Tie, Tagging))
BATCH_LENGTH = 4


@dataclass(frozen=True)
class Difference:
    label: Any
    before: str
    after: str


def newest_changes(party: Party, condition: Q, size: int) -> list[list[Change]]:
    """The newest changes of a party and of those merged into it, in groups of one batch: `size` of them, or all."""
    merged = Party.everything.filter(merged_into=party.pk).values_list("pk", flat=True)
    roots = [party.pk, *merged]
    rows = Change.objects.filter(condition, root_type=Party.ref_name(), root_id__in=roots, type__in=SHOWN_TYPES)
    wanted = size * BATCH_LENGTH
    found = list(rows.order_by("-at", "-id").select_related("batch")[:wanted])
    groups: list[list[Change]] = []
    for change in found:
        if groups and groups[-1][0].batch_id == change.batch_id:
            groups[-1].append(change)
        else:
            groups.append([change])
    if len(found) == wanted and len(groups) > 1:
        groups.pop()  # its batch may go on beyond what was read
    return groups


def differences(changes: Sequence[Change], party: Party, actor: Actor) -> dict[int, list[Difference]]:
    """What each change says, by its id; few queries, however many changes."""
    shown = [change for change in changes if not hides_change(change, actor)]
    of = {name: [change for change in shown if change.type == name] for name in SHOWN_TYPES}
    found = _of_fields(of[Party.ref_name()], party, actor)
    found |= {change.pk: _of_point(change) for change in of[ContactPoint.ref_name()]}
    found |= {change.pk: _of_address(change) for change in of[Address.ref_name()]}
    found |= _of_ties(of[Tie.ref_name()], party, actor)
    found |= _of_tags(of[Tagging.ref_name()])
    return found


def _of_fields(changes: Sequence[Change], party: Party, actor: Actor) -> dict[int, list[Difference]]:
    declared = registry.for_record(party)
    if declared is None:
        return {}
    named = {name for change in changes for name in (*change.before, *change.after)}
    known = declared.all_fields
    fields = [known[name] for name in known if name in named and readable(known[name], actor)]
    rows = [{name: side.get(name) for name in named} for change in changes for side in (change.before, change.after)]
    labels = labels_for(fields, rows, actor)
    found: dict[int, list[Difference]] = {}
    for change in changes:
        for field in fields:
            if field.name in change.before or field.name in change.after:
                before = words_of(show(field, change.before.get(field.name), labels))
                after = words_of(show(field, change.after.get(field.name), labels))
                if before or after:
                    found.setdefault(change.pk, []).append(Difference(field.label, before, after))
    return found


def _of_point(change: Change) -> list[Difference]:
    kind = change.after.get("kind") or change.before.get("kind")
    label = ContactKind(kind).label if kind in ContactKind.values else _("Contact")
    return _told(label, change, lambda side: str(side.get("value", "")))


def _of_address(change: Change) -> list[Difference]:
    names = ("street", "more", "postcode", "city", "region", "country")
    return _told(_("Address"), change, lambda side: ", ".join(str(side[name]) for name in names if side.get(name)))


def _told(label: Any, change: Change, words: Any) -> list[Difference]:
    before, after = words(change.before), words(change.after)
    return [Difference(label, before, after)] if before != after else []


def _of_ties(changes: Sequence[Change], party: Party, actor: Actor) -> dict[int, list[Difference]]:
    if not changes:
        return {}
    rows = Tie.everything.filter(pk__in={change.ref_id for change in changes})
    ties = rows.select_related("kind", "party", "other").in_bulk()
    found = {}
    for change in changes:
        tie = ties[change.ref_id]
        first = tie.party_id == party.pk
        there = tie.other if first else tie.party
        name = there.name if rights.allows(actor, "read", there) else ""
        if (name and change.kind != Change.Kind.UPDATE) or (name and "ended" in change.after):
            label = tie.kind.said_from(first=first)
            gone = change.kind == Change.Kind.TRASH or bool(change.after.get("ended"))
            found[change.pk] = [Difference(label, name if gone else "", "" if gone else name)]
    return found


def _of_tags(changes: Sequence[Change]) -> dict[int, list[Difference]]:
    def tag_id(change: Change) -> Any:
        return change.after.get("tag") or change.before.get("tag")

    ids = {tag_id(change) for change in changes} - {None}
    names = dict(Tag.everything.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return {
        change.pk: [_tag_difference(names[tag_id(change)], change)] for change in changes if tag_id(change) in names
    }


def _tag_difference(name: str, change: Change) -> Difference:
    gone = change.kind == Change.Kind.TRASH
    return Difference(_("Tag"), name if gone else "", "" if gone else name)
