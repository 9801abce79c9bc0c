"""What somebody saves may move the record out of their own sight: they are told so, and how to get it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import list_url
from goodwill.records.views.undo import undo_url
from goodwill.ui import render


def is_out_of_sight(type: RecordType, record: Any, actor: Actor) -> bool:
    """Of a record that was just written: whether it is there, and the actor may see it no more."""
    if rights.unlimited(type.model, actor):
        return False
    now = type.model.objects.filter(pk=record.pk).first()
    return now is not None and not rights.allows(actor, "read", now)


def to_the_list(request: HttpRequest, type: RecordType, name: str, row: Batch | None) -> HttpResponse:
    return render.redirect(request, list_url(type), toast_text=said_of(name), undo=undo_url(row))


def said_of(name: str) -> str:
    return _("Saved. By this “%s” is not among the records that you may see any more.") % name
