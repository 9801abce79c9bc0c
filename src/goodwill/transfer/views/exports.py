"""The question before an export, what left and who took it, and the files that wait."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import files, rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry, writing
from goodwill.records.codec.export import Asked, Exported
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import actor_of, typed
from goodwill.transfer.leaving import exports as leaving
from goodwill.transfer.models import Export
from goodwill.transfer.views.asking import asked_of, question, question_of_record
from goodwill.transfer.views.export_rows import line
from goodwill.ui import render
from goodwill.ui.access import signed_in

SHOWN = 100
BLOCKS = {"sheet": "#sheet", "modal": "#modal"}


@typed()
def ask(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponseBase:
    """A list as a file: which rows, which columns, which format."""
    rights.require(actor, "export", type.model)
    if request.method == "POST":
        return _taken(request, leaving.take(type, asked_of(request, type), actor))
    return render.page(request, "transfer/export.html", question(request, type, actor), blocks=BLOCKS)


@typed()
def ask_record(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponseBase:
    """One record with everything that hangs on it."""
    record = writing.find(type, pk, actor)
    rights.require(actor, "export", record)
    if request.method == "POST":
        asked = Asked(request.POST.get("format", ""), record=pk)
        return _taken(request, leaving.take(type, asked, actor))
    context = question_of_record(type, record)
    return render.page(request, "transfer/export.html", context, blocks=BLOCKS)


def _taken(request: HttpRequest, made: Exported | Export) -> HttpResponseBase:
    if isinstance(made, Exported):
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)
    return render.redirect(request, reverse("export", args=[made.pk]))


@signed_in
def exports(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = [line(row, actor) for row in leaving.visible(actor)[:SHOWN]]
    context = {
        "rows": rows,
        "everybody": leaving.may_see_all(actor),
        "may_export": any(rights.allows(actor, "export", kind.model) for kind in registry.types()),
    }
    return render.page(request, "transfer/exports.html", context)


@signed_in
def export(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = leaving.get(pk, actor)
    mine = row.user_id == actor.user_id
    context = {"row": line(row, actor), "run": row, "mine": mine}
    return render.page(request, "transfer/export_run.html", context, blocks={"part": "#part"})


@signed_in
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    actor = actor_of(request)
    file = leaving.file_of(leaving.get(pk, actor), actor)
    answer = StreamingHttpResponse(files.chunks(file), content_type=file.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer.headers["Content-Length"] = str(file.size)
    return answer


@signed_in
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    leaving.stop(leaving.get(pk, actor), actor)
    return render.redirect(request, reverse("export", args=[pk]), toast_text=_("It stops after this part."))
