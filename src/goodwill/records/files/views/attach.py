"""Adding files to a record, and new versions to a file: dropped, chosen, photographed; also without script."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.files import Sealed, about, seal
from goodwill.kernel.models import File, Tracked
from goodwill.kernel.text import fold
from goodwill.records import writing
from goodwill.records.files import verbs
from goodwill.records.files.panel import context_of
from goodwill.records.files.records import FILE
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import actor_of, list_url, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

MOST_AT_ONCE = 100
MOST_SHOWN = 300


@typed()
def files_page(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """All files of a record, and where more are added."""
    if not verbs.may_have_files(type.model):
        raise Missing
    record = writing.find(type, pk, actor)
    if request.method == "POST":
        return _added(request, type, record, actor)
    context = {
        **context_of(type, record, actor, limit=MOST_SHOWN),
        "type": type,
        "record_url": url_of(type, pk),
        "list_url": list_url(type),
        "panel": {"label": _("Files")},
    }
    return render.page(request, "files/all.html", context, blocks={"files": "#files"})


@signed_in
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    file = writing.find(FILE, pk, actor_of(request), "change")
    back = url_of(FILE, pk)
    if request.method != "POST":
        context = {"file": file, "back": back, "action": request.path, "upload_limit": settings.GOODWILL_UPLOAD_LIMIT}
        return render.page(request, "files/new_version.html", context, blocks={"sheet": "#modal"})
    (sealed,) = _sealed(_uploads(request)[:1])
    with changes.batch(actor_of(request), "replace") as batch:
        verbs.add_version(file, sealed, sealed.name, by=actor_of(request))
    said = _said([file]) if batch.row else _("This is the same as what is here already. Nothing was changed.")
    return render.redirect(request, back, toast_text=said, undo=undo_url(batch.row), stay=True)


def own(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """Files that hang on nothing yet."""
    if request.method != "POST":
        context = {"action": list_url(type, "record_new"), "back": list_url(type), "type": type}
        context |= {"upload_limit": settings.GOODWILL_UPLOAD_LIMIT}
        return render.page(request, "files/own.html", context, blocks={"sheet": "#sheet"})
    rights.require(actor, "create", File)
    sealed = _sealed(_uploads(request))
    with changes.batch(actor, "attach") as batch:
        kept = [verbs.keep_own(one, one.name, by=actor) for one in sealed]
    url = url_of(type, kept[0].pk) if len(kept) == 1 else list_url(type)
    return render.redirect(request, url, toast_text=_said(kept), undo=undo_url(batch.row))


def _added(request: HttpRequest, type: RecordType, record: Tracked, actor: Actor) -> HttpResponse:
    """All or nothing: a batch, with one way back. What was sent is on the disk before the batch begins."""
    verbs.require_attach(record, actor)
    kept: list[File] = []
    sealed = _sealed(_uploads(request))
    with changes.batch(actor, "attach") as batch:
        for one in sealed:
            earlier = _earlier(record, one) if request.POST.get("same") != "both" else None
            if earlier:
                kept.append(verbs.add_version(earlier, one, one.name, by=actor))
            else:
                kept.append(verbs.attach(record, one, one.name, by=actor))
        batch.flush()
    said = _said(kept) if batch.row else _("This is the same as what is here already. Nothing was changed.")
    return render.redirect(request, url_of(type, record.pk), toast_text=said, undo=undo_url(batch.row), stay=True)


def _sealed(uploads: "list[UploadedFile[Any]]") -> list[Sealed]:
    return [seal(upload, upload.name or "") for upload in uploads]


def _earlier(record: Tracked, sealed: Sealed) -> File | None:
    """The file of that name that is here already."""
    return about(record.ref).filter(name_fold=fold(sealed.name)).first()


def _uploads(request: HttpRequest) -> "list[UploadedFile[Any]]":
    found = [upload for name in ("files", "photo") for upload in request.FILES.getlist(name)]
    if not found:
        raise Invalid(_("Choose a file first. Nothing was changed."))
    if len(found) > MOST_AT_ONCE:
        raise Invalid(_("At most %d files can be added at once. Nothing was kept.") % MOST_AT_ONCE)
    return found


def _said(kept: list[File]) -> str:
    if len(kept) == 1:
        return (_("%s has a new version.") if kept[0].version > 1 else _("%s is here.")) % kept[0].name
    return ngettext("%d file is here.", "%d files are here.", len(kept)) % len(kept)
