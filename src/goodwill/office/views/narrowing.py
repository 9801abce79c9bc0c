"""A role on one kind of record: rights with filters, fields, verbs; and two roles side by side."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Role
from goodwill.office.authority import exceeds
from goodwill.office.queries import narrowing, reaching, roles as queries
from goodwill.office.verbs import roles as verbs
from goodwill.office.views.roles import find_role
from goodwill.office.views.scopes import urls_of
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power


@power("manage_users")
def role_on(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    actor, role = actor_of(request), find_role(pk)
    label = (queries.types() | queries.hanging()).get(name)
    if label is None:
        raise Missing
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            _save(request, role, name)
            return render.redirect(request, "role", pk=pk, toast_text=_("Saved: %s") % role)
        except Invalid as error:
            problems = {key.partition(".")[2]: sentence for key, sentence in error.problems.items()}
    context = _context(request, role, name) | {
        "problems": problems,
        "editable": role.builtin != "owner" and not exceeds(role, actor),
        "label": label,
    }
    return render.page(
        request, "office/role_on.html", context, blocks={"form": "#role-on"}, status=422 if problems else 200
    )


def _save(request: HttpRequest, role: Role, name: str) -> None:
    sent = request.POST
    verbs.narrow_role(
        role,
        by=actor_of(request),
        of=name,
        row=reaching.typed_row(role, name, sent),
        fields=narrowing.typed_fields(name, sent),
        refused=narrowing.typed_refusals(name, sent.getlist("verb")),
    )


def _context(request: HttpRequest, role: Role, name: str) -> dict[str, object]:
    actor = actor_of(request)
    reaches = reaching.reaches(role, name, actor, request.POST if request.method == "POST" else None)
    return {
        "role": role,
        "name": name,
        "reaches": reaches,
        "urls": {reach.right: urls_of(role, name, reach) for reach in reaches},
        "fields": narrowing.fields(role, name),
        "verbs": narrowing.verb_lines(role, name),
        "said": narrowing.said_of(role, name, actor),
        "action": reverse("role_on", kwargs={"pk": role.pk, "name": name}),
    }


@power("manage_users")
def compare_roles(request: HttpRequest) -> HttpResponse:
    """Where two roles are not alike; the first two where none is named."""
    known = {role.pk: role for role in queries.roles()}
    asked = [request.GET.get(side, "") for side in ("one", "other")]
    chosen = [known.get(int(text)) if text.isdecimal() and len(text) < 19 else None for text in asked]
    one, other = (role or list(known.values())[place] for place, role in enumerate(chosen))
    context = {
        "one": one,
        "other": other,
        "choices": [(role.pk, role.name) for role in known.values()],
        "differences": narrowing.differences(one, other, actor_of(request)),
    }
    return render.page(request, "office/roles_compared.html", context)
