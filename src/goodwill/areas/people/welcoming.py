"""Who looks after somebody whom an import brought back hears of it when the import is over."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Comeback
from goodwill.areas.people.queries.comebacks import came_back_to
from goodwill.areas.people.verbs.comebacks import NOTICE, tell
from goodwill.kernel import jobs, notices
from goodwill.kernel.actors import system
from goodwill.kernel.models import Job, User
from goodwill.transfer.models import Import

LATELY = "came_back in last 2 days"


@jobs.when_over
def welcome_imported(job: Job) -> None:
    """One line for each who looks after some of them, and one of all for who imported."""
    if job.name != "import" or job.state != Job.State.DONE or job.user is None:
        return
    run = Import.objects.filter(job=job).first()
    if run is None or run.batch_id is None:
        return
    back = came_back_to(run.batch_id)
    if back:
        _tell(job.user, sum(many for many, _first in back.values()), min(back.values())[1], LATELY, run)
    for owner in User.objects.filter(pk__in=[pk for pk in back if pk]).exclude(pk=job.user.pk):
        _tell(owner, *back[owner.pk], f"{LATELY} and owner is me", run)


def _tell(user: User, many: int, first: int, filter: str, run: Import) -> None:
    """Of one, with the way to their page; of more, with the way to the list of them."""
    by = system("job")
    if many == 1:
        tell([user], Comeback.objects.select_related("party").get(pk=first), by)
        return
    title = format_lazy(_("Welcome back, {count} of whom nothing was heard for long"), count=many)
    url = f"{reverse('record_list', args=['contacts'])}?{urlencode({'filter': filter})}"
    notices.notify([user], NOTICE, title, by=by, snippet=run.name, url=url, key=f"comebacks {run.pk}")
