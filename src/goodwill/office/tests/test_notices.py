"""The bell: what one was told, and that it is nobody else's."""

import pytest

from goodwill.kernel import notices
from goodwill.kernel.actors import system
from goodwill.kernel.models import Notice
from goodwill.ui import slots


@pytest.fixture
def told(staff):
    return notices.notify([staff.user], notices.MENTION, "Nina mentioned you", by=system(), url="/history")[0]


def test_the_bell_counts_what_is_new(staff, told):
    bell = next(iter(slots.bells.seen_by(staff)))
    assert bell.count(staff) == 1
    notices.mark_read(staff.user)
    assert bell.count(staff) == 0


def test_opening_one_marks_it_read_and_leads_to_what_it_is_about(staff, browse, told):
    answer = browse(staff).post(f"/notices/{told.pk}")
    assert answer["Location"] == "/history"
    assert Notice.objects.get(pk=told.pk).read_at is not None


def test_looking_at_the_list_marks_nothing(staff, browse, told):
    assert "Nina mentioned you" in browse(staff).get("/notices").content.decode()
    assert Notice.objects.get(pk=told.pk).read_at is None


def test_all_are_marked_read_at_once(staff, browse, told):
    browse(staff).post("/notices/read")
    assert notices.unread(staff.user) == 0


def test_nobody_sees_or_reads_the_notices_of_another(owner, browse, told):
    client = browse(owner)
    assert "Nina mentioned you" not in client.get("/notices").content.decode()
    assert client.post(f"/notices/{told.pk}").status_code == 404
    client.post("/notices/read")
    assert Notice.objects.get(pk=told.pk).read_at is None


def test_a_notice_never_leads_out_of_the_house(staff, browse):
    out = notices.notify([staff.user], notices.MENTION, "Look", by=system(), url="//evil.example/")[0]
    assert browse(staff).post(f"/notices/{out.pk}")["Location"] == "/notices"
