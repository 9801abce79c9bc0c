"""The people of the firm: who they are, what they may do, and whether they can come in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import changes, mail
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import User
from goodwill.office import invitations
from goodwill.office.addresses import opens_only_here
from goodwill.office.authority import exceeds
from goodwill.office.forms import filling
from goodwill.office.forms.people import AccessForm, InvitationForm
from goodwill.office.queries.people import Person, people, teams_of
from goodwill.office.verbs import invitations as inviting, people as verbs
from goodwill.office.viewing import may_look
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power


@power("manage_users")
def users(request: HttpRequest) -> HttpResponse:
    closed = request.GET.get("show") == "closed"
    tabs = [
        {"label": _("With access"), "href": reverse("users"), "current": not closed},
        {"label": _("Closed"), "href": reverse("users") + "?show=closed", "current": closed},
    ]
    context = {"people": people(active=not closed), "tabs": tabs, "closed": closed}
    return render.page(request, "office/users.html", context)


@power("manage_users")
def invite(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = InvitationForm(request.POST or None, actor=actor)

    person = filling.done(request, form, lambda **given: _invite(actor, given))
    if person:
        return render.redirect(request, "user", pk=person.pk, toast_text=_said(person))
    context = {
        "form": form,
        "title": _("Invite somebody"),
        "sentence": _how_they_come_in(),
        "crumbs": [{"label": _("Users"), "href": reverse("users")}],
        "action": reverse("invite"),
        "save": _("Invite"),
    }
    blocks = {"sheet": "#sheet", "form": "#office-form"}
    return render.page(request, "office/form.html", context, blocks=blocks, status=filling.status(form))


@power("manage_users")
def user(request: HttpRequest, pk: int) -> HttpResponse:
    actor, person = actor_of(request), _find(pk)
    within = not exceeds(person.role, actor)
    form = AccessForm(request.POST or None, actor=actor, user=person)
    if filling.done(request, form, lambda **given: verbs.change_access(person, by=actor, **given)):
        return render.redirect(request, "user", pk=pk, toast_text=_("Saved: %s") % person)
    shown = Person(person, tuple(team.name for team in teams_of(person)))
    waiting = within and shown.state == "invited"
    context = {
        "person": shown,
        "form": form,
        "within": within,
        "myself": person.pk == actor.user_id,
        "may_look": may_look(actor, person),
        "link": invitations.link_for(person) if waiting else "",
        "no_server": mail.server_is_missing(),
        "only_here": waiting and opens_only_here(),
    }
    return render.page(request, "office/user.html", context, status=filling.status(form))


@power("manage_users")
@require_POST
def send_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    person = _find(pk)
    inviting.send_invitation(person, by=actor_of(request))
    return render.redirect(request, "user", pk=pk, toast_text=_said(person))


@power("manage_users")
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = _find(pk)
    if request.method != "POST":
        return render.page(request, "office/user_close.html", {"user": person}, blocks={"question": "#modal"})
    verbs.deactivate(person, by=actor_of(request))
    return render.redirect(request, "user", pk=pk, toast_text=_("%s cannot sign in any more.") % person)


@power("manage_users")
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = verbs.reactivate(_find(pk), by=actor_of(request))
    return render.redirect(request, "user", pk=pk, toast_text=_("%s can sign in again.") % person)


def _invite(actor: Actor, given: dict[str, Any]) -> User:
    with changes.batch(actor, "invite"):
        person: User = verbs.invite(by=actor, **given)
        inviting.send_invitation(person, by=actor)
    return person


def _find(pk: int) -> User:
    found = User.objects.filter(pk=pk, deleted_at=None).first()
    if found is None:
        raise Missing
    return found


def _how_they_come_in() -> str:
    if mail.server_is_missing():
        return _("You get a link to hand over, since no mail server is set; they choose their password themselves.")
    return _("They get a link by mail and choose their password themselves.")


def _said(person: User) -> str:
    if mail.server_is_missing():
        return _("%s is invited. There is no mail server yet, so hand over the link yourself.") % person
    return _("The invitation goes to %s.") % person.email
