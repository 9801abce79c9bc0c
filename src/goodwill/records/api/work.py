"""What became of work that a program put into the background."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Job
from goodwill.records.api.answers import answer
from goodwill.records.api.dispatch import route
from goodwill.records.api.reading import query_of


def read_work(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One's own alone: of a key what this key began, of a user what was begun for them."""
    query_of(request, frozenset())
    mine = Job.objects.filter(user=actor.user_id, user__isnull=False)
    if actor.kind == "api key":
        mine = mine.filter(actor_kind=actor.kind, actor_id=actor.id)
    job = mine.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if job is None:
        raise Missing
    body = {
        "id": job.pk,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "result": job.result,
        "error": job.error,
        "batch": job.batch_id,
    }
    return answer(body, headers={} if job.is_over else {"Retry-After": "2"})


work = route(get=read_work)
