"""The page of a task: what it is about, by when, done or not."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goodwill.areas.people.models import Party
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records import writing
from goodwill.records.layouts.pages import arranging, in_mode
from goodwill.records.registry import RecordType
from goodwill.records.views.detail import beside, in_columns, page_of


def page(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    task = writing.find(type, pk, actor)
    party = task.about_record
    seen = isinstance(party, Party) and rights.allows(actor, "read", party)
    hidden = {"title", "done_at", *(() if task.repeat else ("repeat_every",))}
    context = page_of(type, task, actor)
    context |= {
        "fields": [shown for shown in context["fields"] if shown.field.name not in hidden],
        "task": task,
        "party": party if seen else None,
        "late": task.is_overdue(timezone.now()),
    }
    if in_mode(request):
        return arranging(request, type, task, context, "people/task_who.html")
    template = "people/task_peek.html" if beside(request) else "people/task.html"
    return in_columns(request, template, context, {"who": "#who", "story": "#story"})


peek = page
