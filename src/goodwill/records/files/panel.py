"""The panel of files that stands on the page of every record."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import files, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File, Tracked
from goodwill.kernel.prepared import prepared
from goodwill.records import registry
from goodwill.records.files.shown import shown_all
from goodwill.records.files.verbs import may_have_files
from goodwill.records.registry import Panel
from goodwill.records.show import title_of

FEW = 6
MOST_NAMES = 500


def files_of(record: Any, actor: Actor) -> Mapping[str, Any] | None:
    noun = registry.for_record(record)
    if noun is None or not may_have_files(noun.model):
        return None
    return context_of(noun, record, actor, limit=FEW)


def context_of(type: registry.RecordType, record: Tracked, actor: Actor, *, limit: int) -> dict[str, Any]:
    """Who sees the record sees its files: they have its rights, so nothing is asked again here."""
    newest = _newest(*record.ref, limit=limit + 1)
    may_add = rights.allows(actor, "change", record)
    names = list(files.about(record.ref).values_list("name_fold", flat=True)[:MOST_NAMES]) if newest else []
    return {
        "files": shown_all(newest[:limit]),
        "more_files": len(names) if len(newest) > limit else 0,
        "files_url": reverse("record_files", kwargs={"slug": type.slug, "pk": record.pk}),
        "may_add": may_add,
        "known_files": names,
        "upload_limit": settings.GOODWILL_UPLOAD_LIMIT,
        "record_name": title_of(type, record),
    }


@prepared
def _newest(type: str, pk: int, *, limit: int) -> "QuerySet[File]":
    return files.about((type, pk)).select_related("created_by")[:limit]


def contribute() -> None:
    registry.contribute_panel(
        registry.EVERY,
        Panel("files", _("Files"), "files/panel.html", files_of, icon="paperclip", order=60),
    )
