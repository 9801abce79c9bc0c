"""Where each value of a party comes from: who or what wrote it last, by field, from its history."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.models import Address, ContactPoint, Party, Preference
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change
from goodwill.records import registry
from goodwill.records.fields import readable
from goodwill.records.show import Shown, shown_fields
from goodwill.records.veil import known_rows
from goodwill.transfer.models import Import

MOST = 1000
PARTS: tuple[type[Any], ...] = (ContactPoint, Address, Preference)


@dataclass(frozen=True)
class Origin:
    """A field is `shown` as on the page, a part is its `value`; `what` names the file behind it, `typed` is what was
    typed where it is written otherwise."""

    label: str
    value: str
    shown: Shown | None
    who: str
    through: str
    what: str
    at: datetime
    typed: str = ""


def sources_of(party: Party, actor: Actor) -> list[Origin]:
    """Fields that are filled, then phones, mails, addresses and wishes; a fixed number of queries, however many."""
    changes = _changes(party)
    files = _files(changes)
    found = _of_fields(party, actor, changes, files)
    for model in PARTS:
        found += _of_parts(model, party, changes, files, actor)
    return found


def _changes(party: Party) -> list[Change]:
    """The newest changes of the party and its parts, and those of parties that were merged into it."""
    roots = [party.pk, *Party.everything.filter(merged_into=party.pk).values_list("pk", flat=True)]
    types = [Party.ref_name(), *(model.ref_name() for model in PARTS)]
    rows = Change.objects.filter(root_type=Party.ref_name(), root_id__in=roots, type__in=types)
    return list(rows.order_by("-at", "-id").select_related("batch")[:MOST])


def _files(changes: list[Change]) -> dict[int, str]:
    """The names of imported files, by batch."""
    batches = {change.batch_id for change in changes if change.batch.through == "import"}
    if not batches:
        return {}
    return dict(Import.objects.filter(batch__in=batches).values_list("batch", "name"))


def _of_fields(party: Party, actor: Actor, changes: list[Change], files: dict[int, str]) -> list[Origin]:
    declared = registry.for_record(party)
    if declared is None:
        return []
    last: dict[str, Change] = {}
    for change in changes:
        if change.type == Party.ref_name() and change.ref_id == party.pk:
            for name in change.after:
                last.setdefault(name, change)
    names = [name for name, field in declared.all_fields.items() if name in last and readable(field, actor)]
    shown = [one for one in shown_fields(declared, party, actor, names) if not one.empty]
    return [_origin(str(one.field.label), one, last[one.field.name], files) for one in shown]


def _of_parts(
    model: type[Any], party: Party, changes: list[Change], files: dict[int, str], actor: Actor
) -> list[Origin]:
    last: dict[int, Change] = {}
    for change in changes:
        if change.type == model.ref_name() and {"value", "text", "street", "city"} & change.after.keys():
            last.setdefault(change.ref_id, change)
    rows = [row for row in known_rows(model.objects.all(), actor).filter(party=party).order_by("pk") if row.pk in last]
    return [replace(_origin(_label(row), str(row), last[row.pk], files), typed=_typed(row)) for row in rows]


def _typed(row: Any) -> str:
    return row.value if isinstance(row, ContactPoint) and row.value != row.shown else ""


def _label(row: Any) -> str:
    if isinstance(row, ContactPoint):
        return row.label or str(row.get_kind_display())
    return str(row.get_stance_display()) if isinstance(row, Preference) else row.label or _("Address")


def _origin(label: str, value: str | Shown, change: Change, files: dict[int, str]) -> Origin:
    batch = change.batch
    what = files.get(change.batch_id, "") or (batch.note if batch.through == "import" else "")
    shown = value if isinstance(value, Shown) else None
    return Origin(
        label, "" if isinstance(value, Shown) else value, shown, batch.actor_name, _through(batch), what, change.at
    )


def _through(batch: Batch) -> str:
    words = {
        "page": _("typed in"),
        "api": _("by a program"),
        "import": _("from a file"),
        "command": _("at the command line"),
        "job": _("by itself"),
        "mail": _("from a mail"),
        "call": _("from a call"),
        "portal": _("by themselves"),
        "automation": _("by a rule"),
    }
    return words.get(batch.through, batch.through)
