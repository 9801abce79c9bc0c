"""Looking as somebody else, and who sees a record and why."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import User, Viewing
from goodwill.kernel.refs import fetch
from goodwill.office.queries import seeing
from goodwill.office.verbs import viewing as verbs
from goodwill.office.viewing import SESSION
from goodwill.office.views.roles import find_role
from goodwill.records import registry
from goodwill.records.show import title_of
from goodwill.records.views.typed import actor_of, url_of
from goodwill.ui import render
from goodwill.ui.access import for_watchers, power, signed_in


@power("manage_users")
@require_POST
def look_as_user(request: HttpRequest, pk: int) -> HttpResponse:
    user = User.objects.filter(pk=pk, deleted_at=None).select_related("role").first()
    if user is None:
        raise Missing
    return _begin(request, verbs.look_as(by=actor_of(request), user=user))


@power("manage_users")
@require_POST
def look_as_role(request: HttpRequest, pk: int) -> HttpResponse:
    return _begin(request, verbs.look_as(by=actor_of(request), role=find_role(pk)))


def _begin(request: HttpRequest, viewing: Viewing) -> HttpResponse:
    request.session[SESSION] = viewing.pk
    return render.redirect(request, "home")


@for_watchers
@signed_in
@require_POST
def stop_looking(request: HttpRequest) -> HttpResponse:
    pk = request.session.pop(SESSION, None)
    user = User.objects.select_related("role").get(pk=request.user.pk or 0)
    found = Viewing.objects.filter(pk=pk, watcher=user, ended_at=None).first()
    if found is not None:
        verbs.stop_looking(found, by=Actor.of(user))
    return render.redirect(request, "home", toast_text=_("You are yourself again."))


@power("manage_users")
def who_sees(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    kind = registry.for_ref((name, pk)) if pk < 2**63 else None
    record = fetch((name, pk)) if kind else None
    if kind is None or record is None or not rights.allows(actor, "read", record):
        raise Missing
    context = {
        "title": title_of(kind, record),
        "back": url_of(kind, pk),
        "here": request.path,
        "people": seeing.who_sees(record, actor),
    }
    return render.page(request, "office/who_sees.html", context, blocks={"sheet": "#sheet"})
