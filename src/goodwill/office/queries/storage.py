"""How much room the firm's files take, and how much there is."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum

from goodwill.kernel import blobs
from goodwill.kernel.models import File


@dataclass(frozen=True)
class Storage:
    """Bytes on the disk, and how many files are in use and in the trash; no `quota` where only the disk bounds them."""

    used: int
    free: int
    quota: int
    files: int
    trashed: int
    trashed_size: int
    limit: int


def storage() -> Storage:
    trash = File.everything.exclude(deleted_at=None).aggregate(files=Count("pk"), size=Sum("size"))
    return Storage(
        used=blobs.used(),
        free=blobs.free(),
        quota=settings.GOODWILL_FILE_QUOTA,
        files=File.objects.count(),
        trashed=trash["files"],
        trashed_size=trash["size"] or 0,
        limit=settings.GOODWILL_UPLOAD_LIMIT,
    )
