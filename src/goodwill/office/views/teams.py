from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Team, User
from goodwill.office.forms import filling
from goodwill.office.forms.people import TeamForm
from goodwill.office.queries import people as queries
from goodwill.office.verbs import teams as verbs
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power

BLOCKS = {"sheet": "#sheet", "form": "#office-form"}


@power("manage_users")
def teams(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/teams.html", {"teams": queries.teams()})


@power("manage_users")
def new_team(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of(request), TeamForm(request.POST or None)
    if filling.done(request, form, lambda **given: _make(actor, **given)):
        return render.redirect(request, "teams", toast_text=_("Made: %s") % form.cleaned_data["name"])
    context = _context(form, _("New team"), reverse("new_team"))
    return render.page(request, "office/form.html", context, blocks=BLOCKS, status=filling.status(form))


@power("manage_users")
def team(request: HttpRequest, pk: int) -> HttpResponse:
    actor, found = actor_of(request), Team.objects.filter(pk=pk).first()
    if found is None:
        raise Missing
    form = TeamForm(request.POST or None, team=found)

    if filling.done(request, form, lambda **given: _change(found, actor, **given)):
        return render.redirect(request, "teams", toast_text=_("Saved: %s") % found)
    context = _context(form, found.name, reverse("team", kwargs={"pk": pk}))
    return render.page(request, "office/form.html", context, blocks=BLOCKS, status=filling.status(form))


def _make(actor: Actor, *, name: str, members: Sequence[User]) -> Team:
    with changes.batch(actor, "make_team"):
        return verbs.change_members(by=actor, team=verbs.make_team(by=actor, name=name), members=members)


def _change(team: Team, actor: Actor, *, name: str, members: Sequence[User]) -> Team:
    with changes.batch(actor, "change_members"):
        verbs.rename_team(team, by=actor, name=name)
        return verbs.change_members(by=actor, team=team, members=members)


def _context(form: TeamForm, title: str, action: str) -> dict[str, object]:
    crumbs = [{"label": _("Teams"), "href": reverse("teams")}]
    return {"form": form, "title": title, "sentence": "", "crumbs": crumbs, "action": action, "save": ""}
