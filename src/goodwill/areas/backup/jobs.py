"""The nightly backup."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.areas.backup import making
from goodwill.kernel import notices, workspace as workspaces
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.jobs import Priority, job, when_over
from goodwill.kernel.models import Job, User


@job("backup", label=_("Back up"), every="30 2 * * *", priority=Priority.BULK)
def back_up(by: Actor) -> dict[str, object]:
    """Make one archive of the firm and prove it; whoever looks after safety is told when that fails."""
    workspace = workspaces.current()
    made = making.make(workspace)
    making.tidy(Path(settings.GOODWILL_BACKUPS), workspace.id, timezone.now())
    if made.problem:
        _alarm(_("The backup could not be restored as a test"), made.problem, by)
    return {"file": made.name, "size": made.size, "rows": made.rows, "problem": made.problem}


@when_over
def tell_of_a_backup_that_was_not_made(job: Job) -> None:
    if job.name == "backup" and job.state == Job.State.FAILED:
        _alarm(_("The backup could not be made"), job.error, system("job"))


def _alarm(title: notices.Words, problem: str, by: Actor) -> None:
    keepers = [user for user in User.objects.filter(is_active=True) if "safety" in user.role.powers]
    notices.notify(keepers, "safety", title, by=by, snippet=problem)
