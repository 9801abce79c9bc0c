"""Files as pages show them: with their picture, and with what may be done to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from goodwill.kernel import filetypes, rights, thumbnails
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File, Tracked
from goodwill.records import registry
from goodwill.records.show import title_of
from goodwill.records.views.typed import url_of

ICONS = {
    "picture": "image",
    "sheet": "file-spreadsheet",
    "slides": "presentation",
    "mail": "mail",
    "contact": "contact",
    "calendar": "calendar",
    "archive": "archive",
    "audio": "headphones",
    "video": "video",
    "data": "database",
    "active": "globe",
    "program": "box",
    "document": "file-text",
    "text": "file-text",
}


@dataclass(frozen=True)
class Shown:
    """A file in a line or a tile."""

    id: int
    name: str
    description: str
    size: int
    at: datetime
    who: str
    icon: str
    url: str
    peek: str
    thumbnail: str


def shown(file: File) -> Shown:
    kind = filetypes.by_mime(file.media_type)
    return Shown(
        id=file.pk,
        name=file.name,
        description=file.description,
        size=file.size,
        at=file.changed_at,
        who=str(file.created_by or ""),
        icon=ICONS.get(kind.group, "file"),
        url=reverse("record", kwargs={"slug": "files", "pk": file.pk}),
        peek=reverse("record_peek", kwargs={"slug": "files", "pk": file.pk}),
        thumbnail=thumbnail_url(file.pk, file.media_type),
    )


def thumbnail_url(pk: int, media_type: str) -> str:
    """Empty for what has no picture."""
    return reverse("file_thumbnail", kwargs={"pk": pk}) if media_type in thumbnails.DRAWN else ""


def shown_all(files: Iterable[File]) -> list[Shown]:
    return [shown(file) for file in files]


@dataclass(frozen=True)
class Whole:
    """The record that a file hangs on, as far as the reader may see it."""

    title: str
    url: str
    plural: Any
    list_url: str
    face: str


def whole_of(file: File, actor: Actor) -> Whole | None:
    record: Tracked | None = file.about_record
    noun = registry.for_record(record) if record is not None else None
    if record is None or noun is None or record.deleted_at or not rights.allows(actor, "read", record):
        return None
    url = url_of(noun, record.pk)
    return Whole(
        title_of(noun, record), url, noun.plural, reverse("record_list", kwargs={"slug": noun.slug}), noun.face
    )
