from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.kernel import jobs, notices, stream, throttle
from goodwill.kernel.jobs.schedule import plant
from goodwill.kernel.jobs.tidy import tidy
from goodwill.kernel.models import IdempotentAnswer, Job, Notice, StreamEvent, Throttle
from goodwill.kernel.tests.jobs import work


@pytest.fixture
def ended(owner):
    """A function that makes a job that ended so many days ago."""

    def make(days, **arguments):
        job = jobs.enqueue(work.fail if arguments else work.add_team, by=owner, **(arguments or {"name": f"T{days}"}))
        jobs.run_due()
        Job.objects.filter(pk=job.pk).update(ended_at=timezone.now() - timedelta(days=days))
        return job.pk

    return make


def test_ended_jobs_go_after_two_weeks_and_failed_ones_after_three_months(ended):
    young, old = ended(13), ended(15)
    failed, long_failed = ended(15, sentence="No."), ended(91, sentence="No.")
    tidy()
    kept = set(Job.objects.values_list("pk", flat=True))
    assert {young, failed} <= kept
    assert not {old, long_failed} & kept


def test_what_lives_for_a_day_or_two_goes_when_it_is_over(owner, staff):
    throttle.hit("sign-in", "anna", limit=5, per=60)
    notices.notify([staff.user], notices.MENTION, "x", by=owner)
    stream.publish("notice", {})
    IdempotentAnswer.objects.create(key="a", fingerprint="b", at=timezone.now() - timedelta(days=3))
    long_ago = timezone.now() - timedelta(days=100)
    Throttle.objects.update(expires=long_ago)
    StreamEvent.objects.update(at=long_ago)
    tidy()
    assert [model.objects.count() for model in (Throttle, StreamEvent, IdempotentAnswer)] == [0, 0, 0]
    assert Notice.objects.count() == 1
    Notice.objects.update(read_at=long_ago)
    assert tidy() == {"notices": 1}


def test_it_runs_each_night(owner):
    plant(timezone.now())
    assert Job.objects.filter(name="tidy", state="waiting", slot__gt=timezone.now()).count() == 1
