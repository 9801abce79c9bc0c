"""The nightly backup."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.areas.backup import making
from goodwill.areas.backup.models import Backup
from goodwill.kernel import notices, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import Priority, job
from goodwill.kernel.models import User


@job("backup", label=_("Back up"), every="30 2 * * *", priority=Priority.BULK)
def back_up(by: Actor) -> dict[str, object]:
    """Make one archive of the firm and prove it; whoever looks after safety is told when that fails."""
    workspace = workspaces.current()
    made = making.make(workspace)
    making.tidy(Path(settings.GOODWILL_BACKUPS), workspace.id, timezone.now())
    if made.problem:
        _alarm(made, by)
    return {"file": made.name, "size": made.size, "rows": made.rows, "problem": made.problem}


def _alarm(made: Backup, by: Actor) -> None:
    keepers = [user for user in User.objects.filter(is_active=True) if "safety" in user.role.powers]
    notices.notify(keepers, "safety", _("The backup could not be restored as a test"), by=by, snippet=made.problem)
