"""What a form of a record type draws: its groups, each field with what was typed or stored, and what was wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Record
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.richtext import from_text, plain_text
from goodwill.kernel.text import sort_key, whole_number
from goodwill.records import registry
from goodwill.records.custom.showing import asked_about, hidden
from goodwill.records.fields import Choice, Field, Kind, Many, writable
from goodwill.records.labels import labels_of
from goodwill.records.registry import Group, RecordType
from goodwill.records.show import read_all

SEVERAL = (Kind.CHOICES, Kind.TAGS)
LINKED = {Kind.USER: "user", Kind.TEAM: "team"}
FEW = 60
LAST = 300
FORMATTED = "html"
AGAIN = "again"


@dataclass(frozen=True)
class Control:
    """A field in a form. `chosen` labels what a picker holds; `options` are there where a relation has only a few.
    Where others depend on it, the form is asked for `again` when it changes. `create`: what a picker calls making one.
    """

    field: Field
    given: Any = ""
    error: str = ""
    chosen: tuple[Mapping[str, Any], ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    again: str = ""
    create: str = ""


@dataclass(frozen=True)
class Part:
    label: str | Promise
    controls: tuple[Control, ...]


def placed(parts: Iterable[Part], first: Sequence[str]) -> dict[str, list[Control]]:
    """What a short form asks `first`, what cannot be left out or came up by what was chosen, and the rest, the firm's
    own fields before others.
    """
    controls = [control for part in parts for control in part.controls]
    later = [one for one in controls if one.field.name not in first]
    needed = [one for one in later if one.field.kept and (one.field.required or one.field.shown_when)]
    return {
        "first": sorted((one for one in controls if one not in later), key=lambda one: first.index(one.field.name)),
        "needed": needed,
        "rest": sorted((one for one in later if one not in needed), key=lambda one: one.field.kept is None),
    }


def parts_of(
    type: RecordType,
    actor: Actor,
    *,
    record: Any = None,
    given: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> list[Part]:
    """The form's groups in their order; a field that the actor may not know of or write is left out."""
    away = hidden(type, actor, record=record, given=given)
    asked = asked_about(type)
    again = _again(type, record) if asked else ""
    found = []
    for label, fields in _groups(type, actor, new=record is None):
        shown = [field for field in fields if field.name not in away]
        controls = [control_of(field, actor, record=record, given=given, problems=problems) for field in shown]
        controls = [replace(one, again=again) if one.field.name in asked else one for one in controls]
        if controls:
            found.append(Part(label, tuple(controls)))
    return found


def _again(type: RecordType, record: Any) -> str:
    """Where the form is drawn anew from what was typed so far."""
    place = {"slug": type.slug} if record is None else {"slug": type.slug, "pk": record.pk}
    return f"{reverse('record_new' if record is None else 'record_edit', kwargs=place)}?{AGAIN}=1"


def typed_so_far(type: RecordType, sent: QueryDict) -> dict[str, Any]:
    """What stands in a form that is drawn anew; nothing where it is opened."""
    return typed_values(type, sent) if AGAIN in sent else {}


def control_of(
    field: Field,
    actor: Actor,
    *,
    record: Any = None,
    given: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Control:
    if given is not None and field.name in given:
        value = given[field.name]
    elif record is not None:
        value = as_typed(field, read_all(field, record))
    else:
        value = "" if field.default is None else field.default
    return Control(field, value, (problems or {}).get(field.name, ""), _chosen(field, value, actor), _few(field, actor))


def typed_values(
    type: RecordType,
    sent: QueryDict,
    names: Iterable[str] | None = None,
    *,
    actor: Actor | None = None,
    new: bool = False,
) -> dict[str, Any]:
    """What a form sent, by field name; a missing check box is a no, a missing list is an empty one.

    Of the form of an `actor`, only what was drawn for them.
    """
    found: dict[str, Any] = {}
    fields = type.all_fields
    for name in names if names is not None else form_names(type, actor, new=new):
        field = fields[name]
        if field.kind in SEVERAL:
            found[name] = sent.getlist(name)
        elif field.kind is Kind.YES_NO:
            found[name] = sent.get(name, "false")
        elif name in sent:
            found[name] = from_text(sent.get(name, "")) if name == FORMATTED else sent[name]
        elif field.kind in (*LINKED, Kind.RELATION):
            found[name] = ""
    return found


def form_names(type: RecordType, actor: Actor | None = None, *, new: bool = False) -> list[str]:
    names = [name for part in type.whole_form for name in (part.fields if isinstance(part, Group) else (part,))]
    fields = type.all_fields
    known = [name for name in names if name in fields and is_written(type, fields[name])]
    return [name for name in known if actor is None or writable(fields[name], actor, new=new)]


def is_written(type: RecordType, field: Field) -> bool:
    """Rows of a field with several values are written by the type's own verbs alone."""
    return field.editable and (field.many is None or bool(type.create))


def as_typed(field: Field, value: Any) -> Any:
    """A stored value as its control shows it: shifted numbers back in their units, formatted text as text."""
    if field.name == FORMATTED:
        return plain_text(value or "")
    if field.scale and isinstance(value, int) and not isinstance(value, bool):
        return f"{value / 10**field.scale:.{field.scale}f}"
    return value


def _last_used(field: Field, many: Many, actor: Actor) -> list[str]:
    """Words that stand on what the actor sees, in their order."""
    seen = rights.visible(models_by_name()[field.of].objects.all(), actor).values("pk")
    rows = many.rows().filter((f"{many.link}__in", seen)).order_by("-pk").values_list(many.value, flat=True)
    return sorted(set(rows[:LAST]), key=sort_key)


def pairs(options: Iterable[Choice]) -> list[tuple[str, Any]]:
    return [(option.value, option.label) for option in options]


def options_url(field: Field) -> str:
    """Where the picker of a user, team or relation looks for what can be chosen."""
    return reverse("record_options", kwargs={"name": LINKED.get(field.kind, field.target)})


def _groups(type: RecordType, actor: Actor, *, new: bool) -> list[tuple[Any, list[Field]]]:
    groups: list[tuple[Any, list[Field]]] = []
    for part in type.whole_form:
        names = part.fields if isinstance(part, Group) else (part,)
        known = [type.all_fields[name] for name in names if name in type.all_fields]
        fields = [field for field in known if is_written(type, field) and writable(field, actor, new=new)]
        if isinstance(part, Group):
            groups.append((part.label, fields))
        elif groups and groups[-1][0] == "":
            groups[-1][1].extend(fields)
        else:
            groups.append(("", fields))
    return [(label, fields) for label, fields in groups if fields]


def _chosen(field: Field, value: Any, actor: Actor) -> tuple[Mapping[str, Any], ...]:
    several = field.kind is Kind.TAGS and bool(field.target)
    if not several and field.kind not in (*LINKED, Kind.RELATION):
        return ()
    if field.set_by and value and whole_number(str(value)) is None:
        return ({"value": value, "label": value, "face": value},)
    ids = [pk for one in (value or [] if several else [value]) if (pk := whole_number(str(one or "")))]
    links = labels_of(replace(field, kind=Kind.RELATION) if several else field, ids, actor).values()
    return tuple({"value": link.id, "label": link.label, "face": link.label} for link in links)


def _few(field: Field, actor: Actor) -> tuple[tuple[str, Any], ...]:
    """What a relation to a short list, like kinds of ties, can be, and the tags that were put on last; nothing where a
    picker searches for it.
    """
    if field.kind is Kind.TAGS and field.many and field.of:
        return tuple((word, word) for word in _last_used(field, field.many, actor))
    target = registry.get(field.target) if field.kind is Kind.RELATION else None
    if target is None or issubclass(target.model, Record):
        return ()
    title = target.field(target.title)
    rows = target.rows(actor).order_by(*(title.order or ("pk",))).values_list("pk", str(title.column))[: FEW + 1]
    return tuple((str(pk), label) for pk, label in rows) if len(rows) <= FEW else ()
