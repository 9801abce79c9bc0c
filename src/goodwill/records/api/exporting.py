"""A whole list as a file: `?format=csv`, with the same filter, sort and fields as its pages."""

from collections.abc import Mapping

from django.http import FileResponse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.records.codec.export import Asked, export
from goodwill.records.codec.leaving import EVERY
from goodwill.records.registry import RecordType

MOST = 100_000
"""Rows that a program waits for; the command line and the pages write more."""


def whole_list(type: RecordType, asked: Mapping[str, str], actor: Actor) -> FileResponse:
    if paged := sorted(asked.keys() & {"limit", "after", "expand"}):
        raise Invalid(dict.fromkeys(paged, _("A file holds the whole list. Leave this out, or leave out the format.")))
    columns = tuple(name for name in asked.get("fields", "").split(",") if name) or (EVERY,)
    wanted = Asked(asked["format"], asked.get("filter", ""), asked.get("sort", ""), columns)
    made = export(type, wanted, by=actor, most=MOST)
    answer = FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["Vary"] = "Authorization, Cookie"
    answer["Goodwill-Batch"] = str(made.batch)
    return answer
