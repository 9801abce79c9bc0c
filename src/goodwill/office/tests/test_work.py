"""Background work and outgoing mail: who sees what of it, stops it and starts it again."""

import pytest

from goodwill.kernel import jobs, mail
from goodwill.kernel.models import Job, OutgoingMail


@jobs.job("office-test", label="Count the bells", retries=0)
def count_bells() -> None:
    """Work for these tests."""


@pytest.fixture
def waiting(staff):
    return jobs.enqueue(count_bells, by=staff)


def fail(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error="The bell is broken.")


def test_one_sees_ones_own_work_and_why_it_failed(staff, browse, waiting):
    fail(waiting)
    page = browse(staff).get("/settings/work").content.decode()
    assert "Count the bells" in page
    assert "The bell is broken." in page


def test_others_see_it_only_with_the_power_over_settings(as_role, browse, waiting):
    assert "Count the bells" in browse(as_role("owner")).get("/settings/work").content.decode()
    other = browse(as_role("read_only"))
    assert "Count the bells" not in other.get("/settings/work").content.decode()
    assert other.post(f"/settings/work/{waiting.pk}/cancel").status_code == 404
    assert Job.objects.get(pk=waiting.pk).state == Job.State.WAITING


def test_it_is_stopped_and_started_again(staff, browse, waiting):
    client = browse(staff)
    client.post(f"/settings/work/{waiting.pk}/cancel")
    assert Job.objects.get(pk=waiting.pk).state == Job.State.CANCELLED
    client.post(f"/settings/work/{waiting.pk}/retry")
    assert Job.objects.get(pk=waiting.pk).state == Job.State.WAITING


def test_what_is_over_cannot_be_stopped(staff, browse, waiting):
    Job.objects.filter(pk=waiting.pk).update(state=Job.State.DONE)
    assert browse(staff).post(f"/settings/work/{waiting.pk}/cancel").status_code == 422


def test_mail_that_failed_is_sent_again_by_who_looks_after_the_firm(owner, staff, browse):
    letter = mail.send("kim@harbour.example", subject="Hello", text="Hi", purpose="test", by=staff)
    OutgoingMail.objects.filter(pk=letter.pk).update(state="failed", error="No such mailbox")
    assert "No such mailbox" in browse(staff).get("/settings/work").content.decode()
    assert browse(staff).post(f"/settings/work/mail/{letter.pk}/again").status_code == 403
    assert OutgoingMail.objects.get(pk=letter.pk).state == "failed"
    browse(owner).post(f"/settings/work/mail/{letter.pk}/again")
    assert OutgoingMail.objects.get(pk=letter.pk).state == "waiting"
