"""What runs, waits and failed, and why."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import blobs, jobs, mail
from goodwill.office.queries import refusals as refused, work as queries
from goodwill.office.views.history import number_of
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power, signed_in


@signed_in
def work(request: HttpRequest) -> HttpResponse:
    context = {
        "work": queries.work(actor_of(request)),
        "no_server": mail.server_is_missing(),
        "disk_is_full": blobs.disk_is_full(),
    }
    return render.page(request, "office/work.html", context, blocks={"work": "#work"})


@signed_in
def refusals(request: HttpRequest, pk: int) -> HttpResponse:
    """What of it was not done, and why."""
    actor, after = actor_of(request), number_of(request.GET.get("after", "")) or 0
    job = refused.job_of(pk, actor)
    page, here = refused.refusals(job, actor, after=after), reverse("refusals", kwargs={"pk": pk})
    context = {
        "page": page,
        "label": jobs.label_of(job.name),
        "first": here if after else "",
        "next": f"{here}?after={page.next}" if page.next else "",
    }
    return render.page(request, "office/refusals.html", context, blocks={"lines": "#refusals"})


@signed_in
def refusals_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    actor = actor_of(request)
    job = refused.job_of(pk, actor)
    lines = refused.as_csv(job, actor, request.build_absolute_uri("/").rstrip("/"))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = _("%s - not done") % jobs.label_of(job.name)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    return answer


@signed_in
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = jobs.cancel(pk, actor_of(request))
    said = _("Stopped: %s") if job.is_over else _("%s ends at its next step.")
    return render.redirect(request, "work", toast_text=said % jobs.label_of(job.name), stay=True)


@signed_in
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = jobs.retry(pk, actor_of(request))
    said = _("Started again: %s") % jobs.label_of(job.name)
    return render.redirect(request, "work", toast_text=said, stay=True)


@power("manage_settings")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    letter = mail.send_again(pk, actor_of(request))
    return render.redirect(request, "work", toast_text=_("The mail to %s goes out again.") % letter.to, stay=True)
