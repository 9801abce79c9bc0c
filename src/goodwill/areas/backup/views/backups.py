"""The last backups and their tests; and one more, now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.areas.backup.jobs import back_up
from goodwill.areas.backup.models import Backup
from goodwill.areas.backup.standing import standing
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import enqueue
from goodwill.ui import render
from goodwill.ui.access import power

SHOWN = 30


@power("safety")
def backups(request: HttpRequest) -> HttpResponse:
    rows = list(Backup.objects.order_by("-made_at")[:SHOWN])
    context = {"rows": rows, "folder": settings.GOODWILL_BACKUPS, **vars(standing())}
    return render.page(request, "backup/backups.html", context, blocks={"rows": "#backups"})


@power("safety")
@require_POST
def now(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    enqueue(back_up, by=actor, key="now")
    said = _("The backup is being made; it shows here when it is done.")
    return render.redirect(request, "backups", toast_text=said, stay=True)
