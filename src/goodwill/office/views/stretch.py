"""What somebody did since a moment, taken back together: first what it would be, then in the background."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import jobs, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import User
from goodwill.office.jobs import undo_stretch
from goodwill.office.queries.stretch import preview
from goodwill.office.views.history import number_of
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import signed_in

SPANS = (
    (15, gettext_lazy("the last 15 minutes")),
    (60, gettext_lazy("the last hour")),
    (240, gettext_lazy("the last four hours")),
    (1440, gettext_lazy("the last day")),
    (10080, gettext_lazy("the last week")),
)


@signed_in
def stretch(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    who, minutes = _asked(request, actor)
    since = timezone.now() - timedelta(minutes=minutes)
    if request.method == "POST":
        last = number_of(request.POST.get("last", ""))
        if not last:
            raise Invalid(_("Look first at what would be taken back. Nothing was changed."))
        jobs.enqueue(undo_stretch, by=actor, who=who, since=since.isoformat(), last=last, key=f"stretch {who}")
        said = _("It is being taken back in the background.")
        render.toast(request, said, href=reverse("work"), label=_("See how far it is"))
        return render.redirect(request, "history")
    context = {
        "who": who,
        "minutes": minutes,
        "users": list(_people(actor).values_list("pk", "name")),
        "spans": SPANS,
        "found": preview(who, since, actor) if "minutes" in request.GET else None,
    }
    return render.page(request, "office/stretch.html", context)


def _asked(request: HttpRequest, actor: Actor) -> tuple[int, int]:
    """Whose acts, and of how many minutes; of somebody else for who may undo for others."""
    sent = request.POST if request.method == "POST" else request.GET
    who = number_of(sent.get("who", "")) or actor.user_id or 0
    minutes = number_of(sent.get("minutes", "")) or 60
    if who != actor.user_id:
        rights.require_power(actor, "undo_any")
    if minutes not in dict(SPANS):
        raise Invalid({"minutes": _("Choose one of the spans.")})
    return who, minutes


def _people(actor: Actor) -> QuerySet[User]:
    found = User.objects.order_by("name")
    return found if actor.may("undo_any") else found.filter(pk=actor.user_id or 0)
