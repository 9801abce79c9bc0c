"""The way back: a batch taken back as a whole, from a toast, from Ctrl Z or from history."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel import changes
from goodwill.kernel.changes import UndoResult
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import Batch
from goodwill.kernel.refs import models_by_name
from goodwill.records.story import verb_label
from goodwill.records.views import vanished
from goodwill.records.views.typed import actor_of, list_url
from goodwill.ui import render
from goodwill.ui.access import signed_in

LATELY = timedelta(hours=1)
"""How far back the keys go; what is older is taken back from the history, where one sees what it was."""

PASSED_OVER = 50


def undo_url(row: Batch | None) -> str:
    return reverse("undo", kwargs={"batch": row.pk}) if row else ""


@signed_in
@require_POST
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    row = Batch.objects.filter(pk=batch).first()
    return _said(request, row, changes.undo(batch, actor_of(request)))


@signed_in
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Ctrl Z without a toast to press: the newest act of one's own on the pages; pressed again, the one before. What
    nobody can take back, such as a mail that left, is named and passed over; so is what left nothing to take back.
    What was done in the settings is out of sight elsewhere: it is taken back there alone.
    """
    actor = actor_of(request)
    mine = Batch.objects.filter(
        on_behalf_of=actor.user_id, through="page", at__gt=timezone.now() - LATELY, undo_of=None
    )
    if "settings" not in request.GET:
        mine = mine.exclude(changes__type__in=_of_settings())
    passed: list[str] = []
    for row in mine.not_undone().filter(changes__isnull=False).distinct().order_by("-at", "-id")[:PASSED_OVER]:
        try:
            result = changes.undo(row.pk, actor)
        except Refused:
            passed.append(_label(row))
            continue
        if result.undone or result.is_begun:
            return _said(request, row, result, passed)
        if result.clashes or result.out_of_reach:
            passed.append(_label(row))
    raise Missing(_("There is nothing of the last hour to take back. What is older stands in the history."))


def _of_settings() -> list[str]:
    """What it takes a power to write: users and roles, own fields and types, the order of pages, the firm's profile."""
    return [name for name, model in models_by_name().items() if model.guarded_by]


def _label(row: Batch) -> str:
    """What was done, and to which record where it was one: it may be on none of what is on the screen."""
    first = row.changes.order_by("id").first()
    if first is None:
        return ""
    label, model = verb_label(first.type, row.verb), models_by_name().get(first.type)
    others = row.changes.exclude(type=first.type, ref_id=first.ref_id).exists()
    record = model.everything.filter(pk=first.ref_id).first() if model and not others else None
    return f"{label}: {record}" if record and str(record) else label


def _said(request: HttpRequest, row: Batch | None, result: UndoResult, passed: Sequence[str] = ()) -> HttpResponse:
    back = render.came_from(request, "/")
    if result.is_begun:
        said = _("This is being taken back in the background. Others can work meanwhile.")
        return render.redirect(request, back, toast_text=said, stay=True)
    said = ngettext("Taken back: %d change.", "Taken back: %d changes.", result.undone) % result.undone
    if result.clashes:
        said += " " + _("Left as they are, because somebody changed them since: %s.") % ", ".join(
            f"{clash.record} ({clash.field})" for clash in result.clashes[:5]
        )
    if result.out_of_reach:
        one, many = (
            "%d change stays: you may not change its record.",
            "%d changes stay: you may not change their records.",
        )
        said += " " + ngettext(one, many, result.out_of_reach) % result.out_of_reach
    if passed:
        names = ", ".join(dict.fromkeys(passed))
        said += " " + _("Passed over, because it cannot be taken back: %s.") % names
    if row and (label := _label(row)):
        said = _("“%(deed)s” is undone. %(said)s") % {"deed": label, "said": said}
    render.toast(request, said, undo=undo_url(result.batch), redo=True)
    gone = vanished.left_without(request, actor_of(request))
    return render.redirect(request, list_url(gone) if gone else back, stay=not gone)
