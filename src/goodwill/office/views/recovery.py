"""The recovery sheet: shown after the first run, and to owners at any time."""

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goodwill.kernel import recovery, workspace as workspaces
from goodwill.ui import formats, render
from goodwill.ui.access import power


@power("safety")
def recovery_sheet(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": recovery.groups_of(workspaces.masters().current),
        "firm": workspaces.current().name,
        "day": format_date(timezone.localdate(), "long", formats.locale()),
    }
    return render.page(request, "office/recovery.html", context)
