"""What somebody did since a moment, taken back together."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs import notes, parties
from goodwill.kernel import api_keys, changes
from goodwill.kernel.errors import Refused
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Batch, Job
from goodwill.office.queries.stretch import preview


@pytest.fixture
def done(staff, owner):
    """Two companies made and one renamed by a colleague, whose name the owner changed again since."""
    old = parties.create_company(by=owner, name="Before")
    one, other = (parties.create_company(by=staff, name=name) for name in ("One", "Other"))
    notes.write_note(old, by=staff, html="<p>Mine</p>")
    with changes.batch(staff, "edit"):
        changes.update(Party.objects.get(pk=old.pk), name="Renamed by staff")
    with changes.batch(staff, "edit"):
        changes.update(Party.objects.get(pk=other.pk), name="Other Ltd")
    with changes.batch(owner, "edit"):
        changes.update(Party.objects.get(pk=old.pk), name="The owner's word")
    return old, one, other


def names():
    return set(Party.objects.values_list("name", flat=True))


def test_it_is_shown_first_then_taken_back_in_one_act_and_that_in_turn(own_firm, done, owner, staff, browse):
    client, before = browse(owner), names()
    shown = client.get("/history/stretch", {"who": staff.user_id, "minutes": "60"}).content.decode()
    assert preview(staff.user_id, timezone.now() - timedelta(hours=1), owner).acts == 5
    assert names() == before
    last = re.search(r'name="last" value="(\d+)"', shown)[1]
    sent = {"who": staff.user_id, "minutes": "60", "last": last}
    late = parties.create_company(by=staff, name="After the look")
    assert client.post("/history/stretch", sent).status_code == 303
    run_due()
    assert names() == {"The owner's word", late.name}
    job = Job.objects.get(name="undo-stretch")
    assert (job.state, job.result) == ("done", {"acts": 5, "stayed": 1, "refused": 0})
    acts = Batch.objects.filter(verb="undo_stretch")
    assert [batch.on_behalf_of_id for batch in acts] == [owner.user_id]
    an_hour_ago = timezone.now() - timedelta(hours=1)
    assert preview(staff.user_id, an_hour_ago, owner).acts == 1
    with pytest.raises(Refused):
        changes.undo(int(last), owner)
    changes.undo(acts.get().pk, owner)
    assert names() == before | {late.name}
    assert preview(staff.user_id, an_hour_ago, owner).acts == 6


def test_of_somebody_else_it_is_for_who_may_undo_for_others(done, staff, owner, as_role, browse):
    before = names()
    client = browse(staff)
    sent = {"who": owner.user_id, "minutes": "60", "last": Batch.objects.latest("id").pk}
    assert client.get("/history/stretch", sent).status_code == 403
    assert client.post("/history/stretch", sent).status_code == 403
    assert client.post("/history/stretch", {**sent, "who": staff.user_id, "minutes": "7"}).status_code == 422
    assert client.post("/history/stretch", {"minutes": "60"}).status_code == 422
    assert not Job.objects.filter(name="undo-stretch").exists()
    assert names() == before


def test_what_cannot_be_taken_back_is_named(firm, staff, owner):
    since = timezone.now() - timedelta(minutes=5)
    with changes.batch(owner, "change_role"):
        changes.update(staff.user.role, name="Colleague")
    found = preview(owner.user_id, since, owner)
    assert found.acts == 0
    assert found.refused


def test_what_would_be_taken_back_is_counted_in_words_that_people_know(firm, owner):
    since = timezone.now() - timedelta(minutes=1)
    company = parties.create_company(by=owner, name="Quill Ltd", phone="+44 20 7946 0112", tags=["Yellow"])
    notes.write_note(company, by=owner, html="<p>Mine</p>")
    api_keys.issue(by=owner, name="Till")
    told = dict(preview(owner.user_id, since, owner).by_type)
    assert told.keys() == {"Contacts", "Notes", "Tags", "API keys"}
    assert told["Contacts"] == 3  # with its number and its tag
