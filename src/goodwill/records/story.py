"""What happened to a record, from history: who changed which field, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.values import logged_fields
from goodwill.kernel.models import Change, Tracked
from goodwill.kernel.money import Money
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.richtext import plain_text
from goodwill.records import registry
from goodwill.records.fields import NUMERIC, Field, Kind, readable
from goodwill.records.forms import FORMATTED
from goodwill.records.show import labels_for, show
from goodwill.ui import formats

SHOWN = 50


@dataclass(frozen=True)
class Difference:
    label: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Chapter:
    """One batch as it touched the record and its parts."""

    batch: int
    at: datetime
    who: str
    verb: str
    through: str
    title: str
    differences: tuple[Difference, ...]


def story_of(record: Tracked, actor: Actor, *, before: int | None = None, size: int = SHOWN) -> list[Chapter]:
    """The newest chapters of a record's page. `before` is the change id to go on from."""
    own = Q(type=record.ref_name(), ref_id=record.pk) | Q(root_type=record.ref_name(), root_id=record.pk)
    changes = Change.objects.filter(own).select_related("batch")
    if before is not None:
        changes = changes.filter(pk__lt=before)
    by_batch: dict[int, list[Change]] = {}
    for change in changes.order_by("-at", "-id")[:size]:
        by_batch.setdefault(change.batch_id, []).append(change)
    return [chapter_of(group, actor) for group in by_batch.values()]


def chapter_of(changes: list[Change], actor: Actor) -> Chapter:
    batch, first = changes[0].batch, changes[0]
    owner = next((name for name in (first.type, first.root_type) if verbs.get(name, batch.verb)), first.type)
    return Chapter(
        batch=batch.pk,
        at=batch.at,
        who=batch.actor_name,
        verb=batch.verb,
        through=batch.through,
        title=deed(owner, batch.verb),
        differences=tuple(difference for change in changes for difference in differences_of(change, actor)),
    )


def verb_label(type_name: str, name: str) -> str:
    declared = verbs.get(type_name, name)
    if declared:
        return str(declared.label)
    return str(_LABELS[name]) if name in _LABELS else name.replace("_", " ").capitalize()


def deed(type_name: str, name: str) -> str:
    """What somebody did, as it is said behind their name."""
    declared = verbs.get(type_name, name)
    said = (declared.done if declared else "") or _DONE.get(name, "")
    return str(said) or _("did this: %s") % verb_label(type_name, name)


def told(type_name: str, name: str, title: object) -> str:
    """What a toast says to whoever did it: You planned a task: Grace Okafor."""
    return _("You %(deed)s: %(title)s") % {"deed": deed(type_name, name), "title": title}


_LABELS = {"undo_stretch": gettext_lazy("Take back a stretch of time"), "return_to": gettext_lazy("Make it as it was")}
"""What is done to many records at once, or to any, and is no verb of theirs."""
_DONE = {
    "create": gettext_lazy("added a record"),
    "edit": gettext_lazy("made a change"),
    "trash": gettext_lazy("moved it to the trash"),
    "restore": gettext_lazy("brought it back from the trash"),
    "attach": gettext_lazy("attached a file"),
    "replace": gettext_lazy("brought a new version of a file"),
    "import": gettext_lazy("imported a file"),
    "export": gettext_lazy("took data out"),
    "undo": gettext_lazy("took something back"),
    "undo_stretch": gettext_lazy("took a stretch of time back"),
    "return_to": gettext_lazy("made a record as it was before"),
    "empty_trash": gettext_lazy("emptied the trash"),
    "place_on_map": gettext_lazy("placed addresses on the map"),
    "review_phases": gettext_lazy("looked at the phases"),
    "index_field": gettext_lazy("made a field quicker"),
    "change_mail_server": gettext_lazy("changed the mail server"),
    "seed": gettext_lazy("set the firm up"),
    "found": gettext_lazy("opened the firm"),
    "expire_export": gettext_lazy("cleared an old export away"),
    "discard": gettext_lazy("gave an import up"),
}
"""What any type knows, and what is done without a verb."""


def differences_of(change: Change, actor: Actor) -> Iterable[Difference]:
    """Before and after of each field, in words; fields that the actor may not know of are left out."""
    model = models_by_name().get(change.type)
    known = registry.fields_of_model(model) if model else {}
    touched = change.after.keys() | change.before.keys()
    fields = [
        field
        for name, field in known.items()
        if name in touched
        and readable(field, actor)
        and not (model and goes_without_saying(model, name, change.before, change.after))
    ]
    rows = [{field.name: side.get(field.name) for field in fields} for side in (change.before, change.after)]
    labels = labels_for(fields, rows, actor)
    for field in fields:
        before, after = (words_of(show(field, row[field.name], labels)) for row in rows)
        if before or after:
            yield Difference(field.label, before, after)


def goes_without_saying(model: type[Tracked], name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a new row only has what every new one has there: no, nought, or the default."""
    if before or name not in after:
        return False
    field = logged_fields(model).get(name)
    usual = field.default if field is not None and field.has_default() and not callable(field.default) else None
    return after[name] in (False, 0) or (usual is not None and after[name] == usual)


def words_of(shown: Any) -> str:
    """A shown value as one line of text."""
    value = shown.value
    if shown.empty:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if shown.field.kind in (Kind.DATE, Kind.MOMENT):
        return day_words(value)
    if shown.field.name == FORMATTED:
        return plain_text(value)
    if isinstance(value, Money):
        return formats.money(value)
    if shown.field.kind in NUMERIC and isinstance(value, int | float):
        return _number(shown.field, value)
    if isinstance(value, list):
        return ", ".join(str(getattr(one, "label", one)) for one in value)
    return str(getattr(value, "label", value))


def _number(field: Field, value: float) -> str:
    shown = formats.number(value / 10**field.scale if field.scale else value, places=field.places)
    return f"{shown} %" if field.kind is Kind.PERCENT else shown


def day_words(value: Any) -> str:
    """A date or moment as history stores it (ISO text) or as the record holds it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return str(value)
    return formats.moment(value) if isinstance(value, datetime) else formats.day(value)
