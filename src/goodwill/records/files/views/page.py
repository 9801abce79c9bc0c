"""The page of a file: what is in it, whose it is, and how it came to be what it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goodwill.kernel import files, filetexts, filetypes, rights, thumbnails
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File, FileText
from goodwill.kernel.previews import sentence_for
from goodwill.records import writing
from goodwill.records.files.records import FILE
from goodwill.records.files.shown import shown, whole_of
from goodwill.records.files.tables import table_of
from goodwill.records.registry import RecordType
from goodwill.records.show import shown_fields
from goodwill.records.views.detail import Deeds, beside
from goodwill.records.views.typed import actor_of, list_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

PAGES_SHOWN = 30
TEXT_SHOWN = 30_000
BLOCKS = {"preview": "#preview", "facts": "#file-facts"}


def page(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    template = "files/peek.html" if beside(request) else "files/page.html"
    return render.page(request, template, context_of(writing.find(type, pk, actor), actor), blocks=BLOCKS)


def peek(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    return render.page(request, "files/peek.html", context_of(writing.find(type, pk, actor), actor))


@signed_in
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview alone, for whoever waits until a file was read."""
    context = context_of(writing.find(FILE, pk, actor_of(request)), actor_of(request))
    return render.page(request, "files/page.html", context, blocks=BLOCKS)


def context_of(file: File, actor: Actor) -> dict[str, Any]:
    may_change = rights.allows(actor, "change", file)
    states = files.versions(file)
    return {
        "type": FILE,
        "file": file,
        "shown": shown(file),
        "preview": preview_of(file),
        "whole": whole_of(file, actor),
        "fields": shown_fields(FILE, file, actor),
        "versions": states,
        "may_change": may_change,
        "deeds": Deeds(FILE, file.pk, may_change, rights.allows(actor, "delete", file)),
        "content_url": reverse("file_content", kwargs={"pk": file.pk}),
        "list_url": list_url(FILE),
        "record_url": reverse("record", kwargs={"slug": FILE.slug, "pk": file.pk}),
    }


def preview_of(file: File) -> dict[str, Any]:
    """How the file is shown: as pages, a table, text, or not at all, with a sentence that says why.

    Of what could run something only the words are shown that were read in it.
    """
    kind = filetypes.by_mime(file.media_type)
    found = filetexts.text_of(file)
    if kind.active:
        words = _text(kind.group, file.media_type, found) if found and found.text else {"how": "active"}
        return words | {"active": True}
    if file.media_type in thumbnails.PICTURES:
        return {"how": "pages", "pages": [1], "more": 0}
    if found is None:
        return {"how": "waiting" if file.about and filetexts.is_readable(file) else "none"}
    if found.state == FileText.State.REFUSED:
        return {"how": "none", "sentence": sentence_for(found.reason)}
    if file.media_type == thumbnails.PDF:
        shown_pages = min(found.pages, PAGES_SHOWN)
        return {"how": "pages", "pages": list(range(1, shown_pages + 1)), "more": found.pages - shown_pages}
    return _text(kind.group, file.media_type, found)


def _text(group: str, mime: str, found: FileText) -> dict[str, Any]:
    if not found.text:
        return {"how": "empty"}
    if group == "sheet":
        sheet = table_of(found.text[: 10 * TEXT_SHOWN], tabs=mime != "text/csv")
        return {"how": "table", "rows": sheet.rows, "more": sheet.more or found.state == FileText.State.CUT}
    more = len(found.text) > TEXT_SHOWN or found.state == FileText.State.CUT
    return {"how": "text", "text": found.text[:TEXT_SHOWN], "more": more}
