from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, jobs, notices, seen
from goodwill.kernel.actors import system
from goodwill.kernel.models import Job, Notice, Role, StreamEvent, Team, User


@pytest.fixture
def team(owner):
    with changes.batch(owner, "create"):
        return changes.create(Team(name="Night shift"))


def test_others_are_told_and_whoever_did_it_is_not(owner, staff):
    told = notices.notify([owner.user, staff.user, staff.user], notices.MENTION, "Anna mentioned you", by=owner)
    assert [notice.user for notice in told] == [staff.user]
    assert (notices.unread(staff.user), notices.unread(owner.user)) == (1, 0)
    assert told[0].by_name == owner.name


def test_an_open_page_of_theirs_hears_of_it(owner, staff):
    (notice,) = notices.notify([staff.user], notices.MENTION, "Anna mentioned you", by=owner)
    event = StreamEvent.objects.filter(name="notice").get()
    assert (event.user_id, event.data["id"]) == (staff.user_id, notice.pk)


def test_nobody_is_told_of_a_record_that_they_may_not_see(owner, staff, team):
    with changes.batch(owner, "edit"):
        blind = changes.create(Role(name="Blind"))
        changes.update(staff.user, role=blind, is_active=True)
    gone = User.objects.get(role__builtin="read_only")
    with changes.batch(owner, "edit"):
        changes.update(gone, is_active=False)
    missing = ("team", 10**9)
    assert notices.notify([gone], notices.MENTION, "x", by=owner, ref=team.ref) == []
    assert notices.notify([staff.user], notices.MENTION, "x", by=owner, ref=missing) == []


def test_a_key_tells_once(owner, staff):
    assert len(notices.notify([staff.user], notices.MENTION, "x", by=owner, key="note 1")) == 1
    assert notices.notify([staff.user], notices.MENTION, "x", by=owner, key="note 1") == []


def test_each_reads_it_in_their_language(owner, staff):
    with changes.batch(owner, "edit"):
        changes.update(staff.user, language="de")
    staff.user.refresh_from_db()
    (notice,) = notices.notify([staff.user], notices.MENTION, _("Monday"), by=owner)
    assert notice.title == "Montag"


def test_lines_are_marked_read_one_by_one_and_all(owner, staff):
    for number in range(3):
        notices.notify([staff.user], notices.MENTION, f"Line {number}", by=owner)
    newest = notices.latest(staff.user)
    assert [notice.title for notice in newest] == ["Line 2", "Line 1", "Line 0"]
    assert [notice.title for notice in notices.latest(staff.user, before=newest[0].pk)] == ["Line 1", "Line 0"]
    assert notices.mark_read(staff.user, [newest[0].pk]) == 1
    assert notices.unread(staff.user) == 2
    assert notices.mark_read(owner.user) == 0
    assert notices.mark_read(staff.user) == 2
    assert notices.unread(staff.user) == 0


def test_more_than_99_are_counted_no_further(owner, staff):
    rows = [Notice(user=staff.user, kind="x", title="x", at=timezone.now()) for _ in range(130)]
    Notice.objects.bulk_create(rows)
    assert notices.unread(staff.user) == 100


def test_opening_the_record_reads_what_was_told_of_it(owner, staff, team):
    notices.notify([staff.user], notices.MENTION, "x", by=owner, ref=team.ref)
    notices.notify([staff.user], notices.MENTION, "y", by=owner)
    seen.looked(team.ref, staff)
    seen.flush()
    assert [notice.title for notice in notices.latest(staff.user) if notice.read_at is None] == ["y"]


def test_a_reminder_comes_at_its_moment_and_a_new_moment_replaces_it(owner, staff, team):
    early, late = timezone.now() + timedelta(seconds=1), timezone.now() + timedelta(seconds=2)
    notices.remind(staff.user, early, team.ref, by=owner)
    notices.remind(staff.user, late, team.ref, by=owner)
    jobs.run_due(now=early)
    assert notices.unread(staff.user) == 0
    jobs.run_due(now=late)
    (notice,) = notices.latest(staff.user)
    assert (notice.kind, notice.title, notice.about) == ("reminder", "Night shift", team.ref)


def test_a_reminder_of_what_lies_in_the_trash_stays_silent(owner, staff, team):
    late = timezone.now() + timedelta(seconds=2)
    notices.remind(staff.user, late, team.ref, by=owner)
    with changes.batch(owner, "trash"):
        changes.trash(team)
    jobs.run_due(now=late)
    assert notices.unread(staff.user) == 0


def test_a_forgotten_reminder_does_not_come(owner, staff, team):
    late = timezone.now() + timedelta(seconds=2)
    notices.remind(staff.user, late, team.ref, by=owner, key="task 7")
    notices.forget_reminder("task 7")
    jobs.run_due(now=late)
    assert notices.unread(staff.user) == 0


def test_a_failed_job_tells_whoever_it_was_for(owner, staff):
    @jobs.job("test-notice-fails", label="Import contacts", retries=0)
    def fails() -> None:
        raise KeyError

    jobs.enqueue(fails, by=staff)
    jobs.enqueue(fails, by=system())
    jobs.run_due()
    (notice,) = Notice.objects.filter(kind=notices.JOB)
    assert (notice.user, notice.title) == (staff.user, "Failed: Import contacts")
    assert "KeyError" in notice.snippet
    assert Job.objects.filter(name="test-notice-fails", state="failed").count() == 2
