"""What shows on timelines, page by page."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodwill.areas.people.models import Note, Party, TimelineEntry
from goodwill.areas.people.queries.folding import folded
from goodwill.areas.people.queries.timeline import one_entry, opening, timeline
from goodwill.areas.people.verbs import consents, interactions, notes, parties, tasks, ties
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Batch
from goodwill.records.files.verbs import attach

AT = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)


@pytest.fixture
def amara(firm, owner):
    return parties.create_person(by=owner, name="Amara Bello", company="Northgate Couriers")


def told(party, actor, **how):
    return [item.headline for item in timeline(party, actor, **how).items]


def call(party, by, **fields):
    given = {"kind": "call", "direction": "in", "at": AT, "duration_s": 360, "text": "Two bikes shift badly."}
    return interactions.log_interaction(party, by=by, **(given | fields))


def test_a_call_shows_with_the_person_and_with_the_company_of_that_time(firm, owner, amara):
    call(amara, owner)
    (item,) = timeline(amara, owner).items
    assert (item.headline, item.text) == ("Called in, answered by Owner, 6 min", "Two bikes shift badly.")
    northgate = Party.objects.get(kind="company")
    (seen,) = timeline(northgate, owner).items
    assert seen.via == (amara.pk, "Amara Bello")
    ties.work_at(amara, by=owner, company="Quayside Hotel")
    call(amara, owner, at=AT + timedelta(days=1))
    assert len(told(northgate, owner)) == 1
    assert len(told(Party.objects.get(name="Quayside Hotel"), owner)) == 1


def test_last_contact_follows_what_really_was_one(firm, owner, amara):
    first = call(amara, owner)
    second = call(amara, owner, at=AT + timedelta(days=1))
    call(amara, owner, at=AT + timedelta(days=2), direction="out", outcome="no_answer")
    for party in Party.objects.all():
        assert party.last_contact_at == AT + timedelta(days=1)
    interactions.remove(second, by=owner)
    assert {party.last_contact_at for party in Party.objects.all()} == {AT}
    interactions.edit(first, by=owner, at=AT - timedelta(days=3))
    assert {party.last_contact_at for party in Party.objects.all()} == {AT - timedelta(days=3)}
    interactions.remove(first, by=owner)
    assert {party.last_contact_at for party in Party.objects.all()} == {None}


def test_a_meeting_shows_with_everybody_who_took_part(firm, owner, amara):
    jonas = parties.create_person(by=owner, name="Jonas Dahl")
    priya = parties.create_person(by=owner, name="Priya Raman")
    meeting = interactions.create_interaction(by=owner, party=amara, others=[jonas, priya.pk], kind="meeting", at=AT)
    assert [len(told(party, owner)) for party in (amara, jonas, priya)] == [1, 1, 1]
    interactions.edit(meeting, by=owner, others=[priya.pk])
    assert [len(told(party, owner)) for party in (amara, jonas, priya)] == [1, 0, 1]
    assert Party.objects.get(pk=jonas.pk).last_contact_at is None


def test_what_lies_ahead_is_no_interaction(firm, owner, amara):
    with pytest.raises(Invalid):
        call(amara, owner, at=datetime.now(UTC) + timedelta(days=1))
    assert not TimelineEntry.objects.exists()


def test_a_note_is_cleaned_shown_edited_pinned_and_taken_away(firm, owner, amara):
    note = notes.write_note(amara, by=owner, html="<p>Second depot<script>x()</script> in <b>March</b></p>")
    assert "script" not in note.html
    assert timeline(amara, owner).items[0].text == "Second depot in March"
    notes.edit(note, by=owner, html="<p>Second depot in April</p>")
    assert timeline(amara, owner).items[0].text == "Second depot in April"
    notes.pin(note, by=owner)
    page = timeline(amara, owner)
    assert ([item.text for item in page.pinned], page.items) == (["Second depot in April"], ())
    notes.remove(note, by=owner)
    assert timeline(amara, owner).pinned == ()


def test_an_empty_note_is_refused(firm, owner, amara):
    with pytest.raises(Invalid):
        notes.write_note(amara, by=owner, html="<p> </p><script>x</script>")
    assert not Note.everything.exists()


def test_a_task_shows_when_it_is_done(firm, owner, amara):
    task = tasks.plan_task(amara, by=owner, title="Send catalogue")
    assert told(amara, owner) == []
    tasks.complete(task, by=owner)
    assert told(amara, owner) == ["Done by Owner: Send catalogue"]
    tasks.reopen(task, by=owner)
    assert told(amara, owner) == []


def test_pages_follow_each_other_without_gap_or_double(firm, owner, amara):
    for n in range(7):
        call(amara, owner, at=AT + timedelta(minutes=n // 3), subject=f"call {n}")
    seen, before = [], ""
    for _page in range(4):
        page = timeline(amara, owner, size=3, before=before)
        seen += [item.title for item in page.items]
        before = page.later
        if not before:
            break
    assert seen == [f"call {n}" for n in reversed(range(7))]


def test_field_changes_stand_among_the_events_when_asked_for(firm, owner, amara):
    parties.set_phase(amara, by=owner, phase="customer")
    parties.edit(amara, by=owner, role="Fleet manager", tags=["VIP"])
    call(amara, owner, at=datetime.now(UTC))
    assert len(told(amara, owner)) == 1
    items = timeline(amara, owner, with_changes=True).items
    assert [item.kind.name for item in items] == ["call", "change", "change", "change"]
    edited = {(str(one.label), one.before, one.after) for one in items[1].differences}
    assert edited == {("Role", "", "Fleet manager"), ("Tag", "", "VIP")}
    phase = {(str(one.label), one.before, one.after) for one in items[2].differences}
    assert ("Phase", "", "Customer") in phase


def test_pages_with_changes_follow_each_other_too(firm, owner, amara):
    for n in range(6):
        parties.edit(amara, by=owner, role=f"role {n}")
        call(amara, owner, at=datetime.now(UTC), subject=f"call {n}")
    seen, before = [], ""
    while True:
        page = timeline(amara, owner, size=4, before=before, with_changes=True)
        seen += [item.id for item in page.items]
        before = page.later
        if not before:
            break
    whole = [item.id for item in timeline(amara, owner, size=100, with_changes=True).items]
    assert seen == whole
    assert len(set(seen)) == 13


def test_searching_finds_words_in_title_and_text(firm, owner, amara):
    call(amara, owner, subject="Gears", text="The Übersetzung slips")
    call(amara, owner, subject="Tyres")
    assert len(told(amara, owner, search="ubersetz gear")) == 1
    assert told(amara, owner, search="gears tyres") == []


def test_kinds_are_filtered_and_offered(firm, owner, amara):
    call(amara, owner)
    notes.write_note(amara, by=owner, html="<p>Hello</p>")
    assert [kind.name for kind in opening(amara, owner).kinds] == ["note", "call"]
    assert told(amara, owner, kinds=["note"]) == ["Note by Owner"]


def test_a_cursor_that_was_tampered_with_gets_a_sentence(firm, owner, amara):
    for wrong in ("x", "AAAA", "MjAyNi0wMS0wMSAxIDE", "é"):
        with pytest.raises(Invalid):
            timeline(amara, owner, before=wrong)


def test_days_are_those_of_the_reader(firm, owner, amara):
    call(amara, owner, at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    page = timeline(amara, owner)
    assert page.days(ZoneInfo("Europe/London"))[0][0].isoformat() == "2026-03-01"
    assert page.days(ZoneInfo("Europe/Oslo"))[0][0].isoformat() == "2026-03-02"


def test_files_that_came_together_are_one_line_that_unfolds(firm, owner, amara):
    with changes.batch(owner, "attach"):
        for number in range(5):
            attach(amara, BytesIO(b"%d" % number), f"photo {number}.txt", by=owner)
    notes.write_note(amara, by=owner, html="<p>Hello</p>")
    note, files = folded(timeline(amara, owner).items)
    assert (note.headline, files.headline) == ("Note by Owner", "Owner added 5 files")
    assert files.text == "photo 4.txt, photo 3.txt, photo 2.txt and 2 more"
    assert [item.title for item in files.inside] == [f"photo {number}.txt" for number in (4, 3, 2, 1, 0)]


def test_an_event_through_somebody_unseen_is_not_shown_with_the_company(firm, owner, as_role):
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(as_role("staff").user.role, scopes={"*": own})
    staff = as_role("staff")
    company = parties.create_company(by=staff, name="Northgate Couriers")
    mine = parties.create_person(by=staff, name="Jonas Dahl", company=company)
    other = parties.create_person(by=owner, name="Amara Bello", company=company)
    call(mine, staff, subject="mine")
    call(other, owner, subject="not mine")
    assert [item.title for item in timeline(company, staff).items] == ["mine"]
    assert len(timeline(company, owner).items) == 2


def test_a_private_entry_is_for_its_owner_alone(firm, owner, staff, amara):
    call(amara, owner)
    TimelineEntry.objects.update(private=True, owner_id=staff.user_id)
    assert told(amara, owner) == []
    assert len(told(amara, staff)) == 1


def test_a_consent_shows_and_cannot_be_taken_back(firm, owner, amara):
    consents.record_consent(amara, by=owner, purpose="offers", channel="mail", wording="Yes, send me offers")
    assert told(amara, owner) == ["Consent given: Offers"]
    with pytest.raises(Exception, match="proof"):
        changes.undo(Batch.objects.latest("id").pk, owner)
    consents.withdraw_consent(amara, by=owner, purpose="offers", channel="mail")
    assert told(amara, owner)[0] == "Consent withdrawn: Offers"


def test_one_entry_is_read_after_it_was_written(firm, owner, amara):
    logged = call(amara, owner, subject="Gears")
    assert one_entry(logged.ref, amara, owner).title == "Gears"


def test_a_page_takes_as_many_queries_for_one_entry_as_for_thirty(firm, owner, amara):
    def queries():
        with CaptureQueriesContext(connection) as found:
            timeline(amara, owner, with_changes=True)
        return len(found)

    call(amara, owner)
    parties.edit(amara, by=owner, role="a", tags=["x"])
    few = queries()
    for n in range(30):
        call(amara, owner)
        parties.edit(amara, by=owner, role=f"b{n}", tags=[f"x{n}"])
    assert queries() == few <= 9
