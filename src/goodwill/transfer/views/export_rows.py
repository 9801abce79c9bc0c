"""An export in words."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import registry, writing
from goodwill.records.codec.formats import format_named
from goodwill.records.registry import RecordType
from goodwill.transfer.models import Export
from goodwill.ui import formats

TONES = {
    Export.State.READY: "good",
    Export.State.FAILED: "bad",
    Export.State.WRITING: "info",
    Export.State.CANCELLED: "warn",
}
CHANNELS = {"page": "", "api": gettext_lazy("API"), "command": gettext_lazy("command line")}
NAMED = 4


def line(row: Export, actor: Actor) -> dict[str, Any]:
    kind = registry.get(row.type)
    ready = row.state == row.State.READY and row.expires_at is not None and row.expires_at > timezone.now()
    mine = row.user_id is not None and row.user_id == actor.user_id
    return {
        "id": row.pk,
        "url": reverse("export", args=[row.pk]),
        "run": row,
        "what": _what(row, kind, actor),
        "filter": row.filter,
        "columns": _columns(row, kind),
        "format": _format(row, kind),
        "state": row.get_state_display(),
        "tone": TONES.get(Export.State(row.state), "neutral"),
        "who": row.user.name if row.user else row.by_name,
        "through": CHANNELS.get(row.through, row.through),
        "download": reverse("export_file", args=[row.pk]) if ready and mine else "",
        "size": formats.file_size(row.size) if row.size else "",
    }


def _what(row: Export, type: RecordType | None, actor: Actor) -> str:
    if type is None:
        return row.type
    if row.record is None:
        return str(type.plural)
    try:
        return _("%s with everything") % writing.find(type, row.record, actor)
    except Missing:
        return _("%(type)s %(id)d with everything") % {"type": type.label, "id": row.record}


def _columns(row: Export, type: RecordType | None) -> str:
    """The first few by name; none where everything left, nor where the format decides."""
    if type is None or not row.columns:
        return _("everything") if row.record is not None else ""
    if (found := format_named(row.format, type.ref_name)) and found.models:
        return _("what a card holds")
    if len(row.columns) >= len(type.all_fields):
        return _("all fields")
    names = [str(type.all_fields[name].label) for name in row.columns if name in type.all_fields]
    more = len(names) - NAMED
    said = ", ".join(names[:NAMED])
    return said + " " + ngettext("and %d more", "and %d more", more) % more if more > 0 else said


def _format(row: Export, type: RecordType | None) -> str:
    found = format_named(row.format, type.ref_name) if type else None
    return str(found.label) if found else row.format.upper()
