"""The list that is seen, as a file at once: an address that a bookmark or a spreadsheet can keep."""

from django.http import FileResponse, HttpRequest

from goodwill.kernel.actors import Actor
from goodwill.records.codec.export import AT_ONCE, Asked, export as export_list
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import asked_of
from goodwill.records.views.typed import typed


@typed()
def export(request: HttpRequest, type: RecordType, actor: Actor, format: str) -> FileResponse:
    asked = asked_of(request, type)
    wanted = Asked(format, asked.filter, asked.sort, asked.columns)
    made = export_list(type, wanted, by=actor, most=AT_ONCE)
    return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)
