"""Files about records: kept sealed, read piece by piece, never lost to a later version."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace as copied
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File as DjangoFile
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import blobs, changes, jobs, thumbnails
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.filenames import clean_name
from goodwill.kernel.filetypes import HEAD, FileType, by_mime, sniff
from goodwill.kernel.models import Change, File

Upload = BinaryIO | DjangoFile  # type: ignore[type-arg]


@dataclass(frozen=True)
class Version:
    """A state of a file that was, or is; `number` is the version of the record that began it."""

    number: int
    name: str
    media_type: str
    size: int
    blob: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Sealed:
    """A content that lies on the disk and waits for its row. Without one it is collected a day later."""

    name: str
    media_type: str
    size: int
    blob: str


def seal(upload: Upload, name: str) -> Sealed:
    """Bring a content to the disk, before the transaction that writes its row: no other writer waits for a large one.

    Raises Invalid where it is too large, or there is no room for it.
    """
    name, source = clean_name(name), cast("BinaryIO", upload)
    limit: int = settings.GOODWILL_UPLOAD_LIMIT
    size = source.seek(0, 2) if not isinstance(upload, DjangoFile) else upload.size
    if size > limit:
        raise Invalid(
            _("%(name)s is larger than %(limit)d MiB, the most that is taken here. It was not kept.")
            % {"name": name, "limit": limit // 2**20}
        )
    refuse_full(size)
    source.seek(0)
    kind = sniff(source.read(HEAD), name)
    blob, size = blobs.store(source)
    return Sealed(name, kind.mime, size, blob)


def keep(
    upload: Upload | Sealed, name: str, *, about: tuple[str, int] | None, by: Actor, description: str = ""
) -> File:
    """Keep a new file. Its content is on the disk before its row is; one content is kept once."""
    sealed = _sealed(upload, name)
    with changes.batch(by, "attach"):
        file = File(**asdict(sealed), description=description)
        file.about = about
        changes.create(file)
        _after_keeping(file)
    return file


def replace(file: File, upload: Upload | Sealed, name: str, *, by: Actor) -> File:
    """A new version of a file, in its place; the earlier ones stay in its history."""
    sealed = _sealed(upload, name)
    with changes.batch(by, "replace"):
        changes.update(file, **asdict(sealed))
        _after_keeping(file)
    return file


def bring_back(file: File, number: int, *, by: Actor) -> File:
    """Make an earlier version the newest one again; the one in between stays in the history."""
    found = version(file, number)
    with changes.batch(by, "bring_back"):
        changes.update(file, name=found.name, media_type=found.media_type, size=found.size, blob=found.blob)
    return file


def version(file: File, number: int) -> Version:
    """One of the states; raises Missing."""
    found = next((each for each in versions(file) if each.number == number), None)
    if found is None:
        raise Missing
    return found


def chunks(file: File | Version | Sealed) -> Iterator[bytes]:
    """The content, piece by piece; memory stays at two pieces however large the file is."""
    return blobs.chunks(file.blob)


def read(file: File | Version | Sealed, *, limit: int) -> bytes:
    """The whole content of a file that is known to be small."""
    if file.size > limit:
        raise Invalid(_("%(name)s is too large for this. Nothing was changed.") % {"name": file.name})
    return b"".join(chunks(file))


def type_of(file: File | Version) -> FileType:
    """How it may be shown; `filetypes.headers_for` has the headers with which it leaves."""
    return by_mime(file.media_type)


def about(ref: tuple[str, int]) -> "models.QuerySet[File]":
    return cast("models.QuerySet[File]", File.objects.filter(about_type=ref[0], about_id=ref[1]).order_by("-id"))


def versions(file: File) -> list[Version]:
    """All states of a file, the newest first."""
    states: list[Version] = []
    values: dict[str, Any] = {}
    log = Change.objects.filter(type=File.ref_name(), ref_id=file.pk, kind__in=["create", "update"])
    for change in log.select_related("batch").order_by("version"):
        values |= change.after
        if "blob" in change.after:
            states.append(_version(change, values))
    return states[::-1]


def _version(change: Change, values: dict[str, Any]) -> Version:
    return Version(
        number=change.version,
        name=values["name"],
        media_type=values["media_type"],
        size=values.get("size", 0),
        blob=values["blob"],
        at=change.at,
        by=change.batch.actor_name,
    )


def _sealed(upload: Upload | Sealed, name: str) -> Sealed:
    return copied(upload, name=clean_name(name)) if isinstance(upload, Sealed) else seal(upload, name)


def _after_keeping(file: File) -> None:
    if file.media_type in thumbnails.DRAWN:
        jobs.enqueue(thumbnails.draw, blob=file.blob, mime=file.media_type)


def refuse_full(size: int) -> None:
    """Raise Invalid where another `size` bytes would be more than all files of the firm may take."""
    most: int = settings.GOODWILL_FILE_QUOTA
    if most and blobs.used() + size > most:
        sentence = _("All files together may take %(most)d GiB here, and they nearly do. It was not kept. ")
        raise Invalid(sentence % {"most": most // 2**30} + _("Empty the trash, or ask for more room."))


@jobs.job("collect-files", label=gettext_lazy("Clear away files that nothing refers to"), every="20 3 * * *")
def collect() -> dict[str, int]:
    """Remove the contents that no file and no history names any more."""
    removed = 0
    for name in blobs.old_names():
        if not is_named(name) and blobs.discard_if_old(name):
            thumbnails.discard(name)
            removed += 1
    return {"removed": removed}


def is_named(blob: str) -> bool:
    if File.everything.filter(blob=blob).exists():
        return True
    log = Change.objects.filter(type=File.ref_name())
    return log.filter(models.Q(after__blob=blob) | models.Q(before__blob=blob)).exists()
