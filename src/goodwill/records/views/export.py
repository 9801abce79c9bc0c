"""The list that is seen, as a file."""

from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, list_action
from goodwill.records.codec.export import export as export_list
from goodwill.records.registry import RecordType
from goodwill.records.views.listing import asked_of
from goodwill.records.views.typed import list_url, typed


@typed()
def export(request: HttpRequest, type: RecordType, actor: Actor, format: str) -> FileResponse:
    asked = asked_of(request, type)
    made = export_list(type, format, by=actor, filter=asked.filter, sort=asked.sort, columns=asked.columns)
    name = f"{type.slug}.{format}"
    return FileResponse(made.file, as_attachment=True, filename=name, content_type=made.content_type)


@list_action
def export_action(type: RecordType, actor: Actor, query: str) -> ListAction | None:
    if not rights.allows(actor, "export", type.model):
        return None
    url = list_url(type, "record_export", format="csv")
    return ListAction(_("Export"), f"{url}?{urlencode({'filter': query})}", icon="download")
