"""What became of work that a program put into the background."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import BulkRow, Job
from goodwill.records.api.answers import answer
from goodwill.records.api.dispatch import route
from goodwill.records.api.reading import number_of, query_of

ROWS, MOST_ROWS = 200, 1000
ONLY = ("done", "refused")


def read_work(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    job = _mine(actor, pk)
    body = {
        "id": job.pk,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "result": job.result,
        "error": job.error,
        "batch": job.batch_id,
    }
    if BulkRow.objects.filter(job=job).exists():
        body["rows"] = reverse("api_work_rows", kwargs={"pk": pk})
    return answer(body, headers={} if job.is_over else {"Retry-After": "2"})


def read_rows(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The answers so far, in the order in which the rows were sent; `only` those that were refused, or done."""
    asked = query_of(request, frozenset({"after", "limit", "only"}))
    after = number_of(asked.get("after"), "after", otherwise=-1)
    size = number_of(asked.get("limit"), "limit", otherwise=ROWS)
    only = asked.get("only", "")
    if not 1 <= size <= MOST_ROWS:
        raise Invalid({"limit": _("A page has 1 to %d rows.") % MOST_ROWS})
    if only and only not in ONLY:
        raise Invalid({"only": _("It takes one of these: %s.") % ", ".join(ONLY)})
    rows = BulkRow.objects.filter(job=_mine(actor, pk), at__gt=after).exclude(status=None)
    if only:
        rows = rows.filter(status__gte=400) if only == "refused" else rows.filter(status__lt=400)
    found = list(rows.order_by("at")[: size + 1])
    items = [{"row": row.at, "status": row.status, **(row.answer or {})} for row in found[:size]]
    return answer({"items": items, "next": items[-1]["row"] if len(found) > size else None})


def _mine(actor: Actor, pk: int) -> Job:
    """One's own alone: of a key what this key began, of a user what was begun for them."""
    mine = Job.objects.filter(user=actor.user_id, user__isnull=False)
    if actor.kind == "api key":
        mine = mine.filter(actor_kind=actor.kind, actor_id=actor.id)
    job = mine.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if job is None:
        raise Missing
    return job


work = route(get=read_work)
work_rows = route(get=read_rows)
