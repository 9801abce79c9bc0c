"""What a row is, whom it is compared with, and what becomes of those who are known already."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import User
from goodwill.records.views.typed import actor_of
from goodwill.transfer import importers, runs
from goodwill.transfer.importers import Doubles, Options, Policy
from goodwill.transfer.views.steps import frame_of
from goodwill.ui import render
from goodwill.ui.access import power


@power("import")
def options(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    run = runs.get(pk, actor)
    chosen, errors = Options.from_data(run.options), {}
    users = list(User.objects.filter(is_active=True).order_by("name", "id")[:500])
    if request.method == "POST":
        chosen = _chosen(request.POST, chosen, {user.pk for user in users})
        try:
            runs.set_options(run, chosen)
            runs.check(run, actor)
            return render.redirect(request, reverse("import_check", args=[pk]))
        except Invalid as refusal:
            errors = refusal.problems
    context = frame_of(run, "import_options") | {
        "options": chosen,
        "nouns": importers.get(run.importer).nouns,
        "policies": _policies(),
        "doubles": _doubles(),
        "users": [(user.pk, user.name) for user in users],
        "errors": errors,
    }
    return render.page(
        request, "transfer/options.html", context, blocks={"form": "#options"}, status=422 if errors else 200
    )


def _chosen(sent: Any, before: Options, users: set[int]) -> Options:
    owner = sent.get("owner", "")
    return Options(
        row_is=sent.get("row_is", ""),
        policy=sent["policy"] if sent.get("policy") in set(Policy) else Policy.FILL.value,
        doubles=sent["doubles"] if sent.get("doubles") in set(Doubles) else Doubles.TAKE.value,
        owner=int(owner) if owner.isdecimal() and int(owner) in users else None,
        tags=tuple(" ".join(tag.split())[:60] for tag in sent.getlist("tags") if tag.strip()),
        source=sent.get("source", "").strip()[:60],
        language=before.language,
    )


def _policies() -> list[tuple[str, str, str]]:
    return [
        (Policy.FILL, _("Fill what is empty"), _("What is here stays; phones, mails and notes are added.")),
        (Policy.OVERWRITE, _("Overwrite"), _("The file is right where it says something else.")),
        (Policy.CREATE, _("Leave them alone"), _("Only those who are not here yet come in.")),
    ]


def _doubles() -> list[tuple[str, str, str]]:
    return [
        (Doubles.TAKE, _("Take it in and list it"), _("Merge the two later, if they are one.")),
        (Doubles.HOLD, _("Leave it out and list it"), _("It goes into the error file.")),
    ]
