"""A record as it was at a moment: what of it differs now, and the way back as one batch of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from goodwill.kernel import changes, extras, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.values import from_plain, logged_fields, snapshot
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import Change, Tracked, User
from goodwill.kernel.refs import models_by_name
from goodwill.records import registry
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.registry import RecordType
from goodwill.records.story import Difference, differences_of, verb_label

VERB = "return_to"
MOST = 2000
"""Changes that are looked at; a record that changed more often is taken back from the history of the firm."""


@dataclass
class Part:
    """The record itself, or what stands on its page: what is to be done with it, and the values that it gets."""

    record: Tracked
    deed: str  # change, trash or restore
    then: dict[str, Any] = field(default_factory=dict)


@dataclass
class Way:
    """From now to just after the change `to`."""

    to: Change
    parts: list[Part]
    differences: list[Difference]
    left: list[str]
    """What stays as it is, in words."""

    @property
    def is_empty(self) -> bool:
        return not self.parts


def way_back(type: RecordType, record: Tracked, change: int, actor: Actor) -> Way:
    """What returning to the moment after this change would do. Missing if the change is none of the record's."""
    to = _changes_of(record).filter(pk=change).select_related("batch").first() if 0 < change < 2**63 else None
    if to is None:
        raise Missing
    since = _changes_of(record).filter(Q(at__gt=to.at) | Q(at=to.at, pk__gt=to.pk)).order_by("-at", "-id")
    found = list(since.exclude(batch=to.batch_id).select_related("batch")[: MOST + 1])
    if len(found) > MOST:
        raise Refused(_("Too much has happened since then to go back in one step. Choose a later moment."))
    _refuse_other_ways(found)
    by_record: dict[tuple[str, int], list[Change]] = {}
    for one in found:
        by_record.setdefault((one.type, one.ref_id), []).append(one)
    way = Way(to, [], [], [])
    for (name, pk), its in by_record.items():
        held = models_by_name()[name].everything.filter(pk=pk).first()
        if held is not None:
            _add(way, held, its, actor, whole=held == record)
    return way


def go_back(type: RecordType, record: Tracked, change: int, *, by: Actor) -> Way:
    """Take the way; rights are asked for on the record, and each field that the actor may not see stays as it is."""
    rights.require(by, "change", record)
    with changes.batch(by, VERB):
        type.model.locked(record.pk)
        way = way_back(type, record, change, by)
        for part in way.parts:
            if part.deed == "change":
                values = {name: from_plain(part.record.__class__, name, value) for name, value in part.then.items()}
                changes.update(part.record, **values)
            else:
                (changes.trash if part.deed == "trash" else changes.restore)(part.record)
    return way


def _changes_of(record: Tracked) -> Any:
    """Of the record and of its parts; what is a record of its own, such as a call or a note, stays as it is."""
    parts = [
        name
        for name, model in models_by_name().items()
        if model.belongs_to and not registry.for_model(model) and _whole_of(model) is record.__class__
    ]
    own = Q(type=record.ref_name(), ref_id=record.pk)
    return Change.objects.filter(own | Q(root_type=record.ref_name(), root_id=record.pk, type__in=parts))


def _whole_of(model: type[Tracked]) -> Any:
    whole: Any = model._meta.get_field(model.belongs_to)
    return whole.related_model


def _refuse_other_ways(since: list[Change]) -> None:
    """A verb with a way back of its own, or with none, is not walked over field by field."""
    for one in since:
        verb = verbs.get(one.type, one.batch.verb) or verbs.get(one.root_type, one.batch.verb)
        if verb is not None and verb.undo != "fields":
            said = _(
                "Since then came “%s”, which has a way back of its own. Take that back first, or choose a later moment."
            )
            raise Refused(said % verb_label(one.type, one.batch.verb))


def _add(way: Way, held: Tracked, its: list[Change], actor: Actor, *, whole: bool) -> None:
    """`its` are the changes since, newest first. The record itself is not trashed, even where it was in the trash."""
    was_there = whole or its[-1].kind not in (Change.Kind.CREATE, Change.Kind.RESTORE)
    is_there = held.deleted_at is None
    if not was_there:
        if is_there:
            way.parts.append(Part(held, "trash"))
            way.differences.append(Difference(held, _("there"), _("into the trash")))
        return
    if not is_there:
        way.parts.append(Part(held, "restore"))
        way.differences.append(Difference(held, _("in the trash"), _("there again")))
    then: dict[str, Any] = {}
    for one in its:
        then |= one.before
    now = snapshot(held, then)
    differ = {name: then[name] for name in then if name in now and now[name] != then[name]}
    kept, left = _allowed(held, differ, actor)
    way.left += left
    if kept:
        way.parts.append(Part(held, "change", kept))
        way.differences += _told(held, {name: now[name] for name in kept}, kept, actor)


def _told(held: Tracked, before: dict[str, Any], after: dict[str, Any], actor: Actor) -> list[Difference]:
    """In words; what is no record type on a page of its own is named before its fields."""
    if registry.for_model(type(held)):
        return [*differences_of(Change(type=held.ref_name(), before=before, after=after), actor)]
    columns: Any = logged_fields(type(held))
    return [
        Difference(f"{held}: {columns[name].verbose_name}", before[name], after[name])
        for name in after
        if not columns[name].is_relation and not isinstance(after[name], dict | list)
    ]


def _allowed(held: Tracked, differ: Mapping[str, Any], actor: Actor) -> tuple[dict[str, Any], list[str]]:
    """The values that may be set, and what stays with the reason: fields out of sight, and links to what is gone."""
    known = registry.fields_of_model(type(held))
    kept, left = {}, []
    for name, value in differ.items():
        if name in known and not readable(known[name], actor):
            left.append(_("a field that you may not see"))
        elif extras.is_extra(name) and name not in known:
            left.append(_("a field that was removed since"))
        elif not _is_there(held, name, value, known.get(name)):
            left.append(
                _("%s, because what it named is gone for good") % (known[name].label if name in known else name)
            )
        else:
            kept[name] = value
    return kept, left


def _is_there(held: Tracked, name: str, value: Any, known: Field | None) -> bool:
    """Whether what a link leads to can be led to."""
    if value is None:
        return True
    if extras.is_extra(name):
        target = _led_to(known) if known else None
    else:
        column: Any = logged_fields(type(held))[name]
        target = column.related_model if column.is_relation else None
    return target is None or bool(target._base_manager.filter(pk=value).exists())


def _led_to(field: Field) -> type[Model] | None:
    """The model that a field of the firm's own leads to."""
    if field.kind is Kind.USER:
        return User
    found = registry.get(field.target) if field.kind is Kind.RELATION else None
    return found.model if found else None


def moments(record: Tracked, actor: Actor, *, size: int = 50) -> Iterator[tuple[int, Any]]:
    """The newest changes of each batch, with the chapter that it is."""
    from goodwill.records.story import chapter_of

    by_batch: dict[int, list[Change]] = {}
    for one in _changes_of(record).select_related("batch").order_by("-at", "-id")[: size * 4]:
        by_batch.setdefault(one.batch_id, []).append(one)
    for group in list(by_batch.values())[:size]:
        yield max(one.pk for one in group), chapter_of(group, actor)
