"""One answer for all rows in which a column says the same."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.records.views.typed import actor_of
from goodwill.transfer import repeats, runs, surplus
from goodwill.ui import render
from goodwill.ui.access import power

KEEP, NOTHING, TAKEN = "keep", "nothing", "as:"


@power("import")
@require_POST
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all rows that are too long without their surplus, or none, and look through the whole file again."""
    actor = actor_of(request)
    run = runs.get(pk, actor)
    surplus.cut(run, cuts=request.POST.get("surplus") == "cut")
    runs.check(run, actor)
    return render.redirect(
        request, reverse("import_check", args=[pk]), toast_text=_("The file is looked through again.")
    )


@power("import")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answers, and look through the whole file again."""
    actor = actor_of(request)
    run = runs.get(pk, actor)
    given: dict[tuple[int, str], str | None] = {}
    for number, line in enumerate(repeats.lines(run)):
        if request.POST.get(f"t{number}") != line.text:
            continue
        said, typed = request.POST.get(f"a{number}", KEEP), request.POST.get(f"x{number}", "").strip()
        meant = "" if said == NOTHING else said.removeprefix(TAKEN) if said.startswith(TAKEN) else typed or None
        if meant != line.answer:
            given[line.place, line.text] = meant
    here = reverse("import_check", args=[pk])
    if not given:
        return render.redirect(request, here, toast_text=_("Nothing was changed: every text stays as it is."))
    repeats.answer(run, given)
    runs.check(run, actor)
    return render.redirect(request, here, toast_text=_("The file is looked through again."))
