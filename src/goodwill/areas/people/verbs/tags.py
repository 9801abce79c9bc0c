"""Tags on any record."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy

from goodwill.areas.people.models import Tag, Tagging
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Record
from goodwill.kernel.text import fold
from goodwill.kernel.verbs import Help, Work, verb


@verb(Record, label=gettext_lazy("Tag"), done=gettext_lazy("added tags"), icon="tag")
def tag(record: Record, *, by: Actor, tags: Annotated[list[str], Help(gettext_lazy("Tags"))]) -> Record:
    """Put tags on it. Tags that there are not yet are made."""
    stick(record, tags, by)
    return record


@verb(
    Record,
    label=gettext_lazy("Take off tags"),
    done=gettext_lazy("took tags off"),
    icon="tags",
    possible=Work(Tagging, column="about_id"),
)
def untag(record: Record, *, by: Actor, tags: Annotated[list[str], Help(gettext_lazy("Tags"))]) -> Record:
    """Take tags off it."""
    names = [fold(name)[:120] for name in tags]
    for tagging in _taggings(record).filter(tag__name_fold__in=names):
        changes.trash(tagging)
    return record


def stick(record: Record, names: Iterable[str], by: Actor) -> None:
    """Add the tags that the record does not have yet."""
    wanted = _tags(names, by)
    if not wanted:
        return
    known = (
        set()
        if record.created_at == changes.current_batch().at
        else set(_taggings(record).values_list("tag_id", flat=True))
    )
    changes.create_many(
        Tagging(about_type=record.ref_name(), about_id=record.pk, tag=one) for one in wanted if one.pk not in known
    )


def set_tags(record: Record, names: Sequence[str], by: Actor) -> None:
    """Leave these tags on the record and no others."""
    wanted = {fold(name)[:120] for name in names}
    for tagging in _taggings(record).select_related("tag"):
        if tagging.tag.name_fold not in wanted:
            changes.trash(tagging)
    stick(record, names, by)


def ensure_tags(names: Iterable[str], by: Actor) -> dict[str, Tag]:
    """The tags of these names by their folded names; those that there are not yet are made."""
    spelled: dict[str, str] = {}
    for name in names:
        if folded := fold(name)[:120]:
            spelled.setdefault(folded, " ".join(name.split()))
    if not spelled:
        return {}
    found = {one.name_fold: one for one in Tag.objects.filter(name_fold__in=spelled)}
    missing = [name for folded, name in spelled.items() if folded not in found]
    if missing:
        rights.require(by, "create", Tag)
    for name in missing:
        made = changes.create(Tag(name=name))
        found[made.name_fold] = made
    return found


def _tags(names: Iterable[str], by: Actor) -> list[Tag]:
    return list(ensure_tags(names, by).values())


def _taggings(record: Record) -> "models.QuerySet[Tagging]":
    return Tagging.objects.filter(about_type=record.ref_name(), about_id=record.pk, tag__deleted_at=None)
