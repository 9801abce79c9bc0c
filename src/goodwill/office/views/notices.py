"""What the reader was told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import notices as told
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Notice, User
from goodwill.records import registry
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import private, signed_in

SIZE = 30


@private
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    found = list(told.latest(_user(request), limit=SIZE + 1, before=start).select_related("by"))
    rows = found[:SIZE]
    context = {
        "notices": rows,
        "unread": any(row.read_at is None for row in rows),
        "next": f"{reverse('notices')}?before={rows[-1].pk}" if len(found) > SIZE else "",
    }
    return render.page(request, "office/notices.html", context, blocks={"notices": "#notices"})


@private
@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    told.mark_read(_user(request))
    return render.redirect(request, "notices", toast_text=_("All read."))


@private
@signed_in
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one read and go to what it is about."""
    notice = Notice.objects.filter(user=_user(request), pk=pk).first()
    if notice is None:
        raise Missing
    told.mark_read(notice.user, [pk])
    return render.redirect(request, _target(notice))


def _target(notice: Notice) -> str:
    if notice.url.startswith("/") and not notice.url.startswith("//"):
        return notice.url
    if notice.about and registry.for_ref(notice.about):
        return reverse("go", kwargs={"name": notice.about.type, "pk": notice.about.id})
    return reverse("work" if notice.kind == told.JOB else "notices")


def _user(request: HttpRequest) -> User:
    user: Any = actor_of(request).user
    found: User = user
    return found
