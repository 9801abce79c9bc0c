from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Role
from goodwill.kernel.powers import RIGHTS
from goodwill.office.authority import exceeds
from goodwill.office.forms import filling
from goodwill.office.forms.roles import NewRoleForm, RoleForm
from goodwill.office.queries import roles as queries
from goodwill.office.queries.narrowing import narrowed
from goodwill.office.verbs import roles as verbs
from goodwill.office.viewing import may_look
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power

BLOCKS = {"sheet": "#sheet", "form": "#office-form"}


@power("manage_users")
def roles(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/roles.html", {"roles": queries.roles(), "in_short": queries.in_short})


@power("manage_users")
def new_role(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = NewRoleForm(request.POST or None, actor=actor, initial={"like": request.GET.get("like")})
    made = filling.done(request, form, lambda **given: verbs.make_role(by=actor, **given))
    if made:
        return render.redirect(request, "role", pk=made.pk, toast_text=_("Made: %s") % made)
    context = {
        "form": form,
        "title": _("New role"),
        "sentence": "",
        "crumbs": [{"label": _("Roles"), "href": reverse("roles")}],
        "action": reverse("new_role"),
        "save": "",
    }
    return render.page(request, "office/form.html", context, blocks=BLOCKS, status=filling.status(form))


@power("manage_users")
def role(request: HttpRequest, pk: int) -> HttpResponse:
    actor, found = actor_of(request), find_role(pk)
    form = RoleForm(request.POST if request.method == "POST" else None, role=found)
    if filling.done(request, form, lambda **given: verbs.change_role(found, by=actor, **given)):
        return render.redirect(request, "roles", toast_text=_("Saved: %s") % found)
    lines = queries.matrix(form.scopes)
    context = {
        "role": found,
        "form": form,
        "rights": RIGHTS,
        "lines": lines,
        "choices_of": partial(queries.reach_choices, reader=actor),
        "narrowed": {line.ref_name: narrowed(found, line.ref_name) for line in lines},
        "hanging": {name: (label, narrowed(found, name).said) for name, label in queries.hanging().items()},
        "holders": queries.holders_of(found),
        "may_look": may_look(actor, found),
        "editable": found.builtin != "owner" and not exceeds(found, actor),
    }
    return render.page(request, "office/role.html", context, blocks={"form": "#role-form"}, status=filling.status(form))


@power("manage_users")
@require_POST
def remove_role(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_role(pk)
    verbs.remove_role(found, by=actor_of(request))
    return render.redirect(request, "roles", toast_text=_("Removed: %s") % found)


def find_role(pk: int) -> Role:
    found = Role.objects.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found
