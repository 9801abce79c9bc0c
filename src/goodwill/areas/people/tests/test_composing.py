"""Writing down from the page of a party, and correcting what was written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Interaction, Note, Task, TimelineEntry
from goodwill.areas.people.queries.bodies import bodies
from goodwill.areas.people.queries.timeline import timeline
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.notes import edit, write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.records.filter.context import context_of

PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "composer"}


@pytest.fixture
def amara(owner):
    return create_person(by=owner, name="Amara Bello", company="Northgate Couriers")


def compose(client, party, **sent):
    return client.post(f"/parties/{party.pk}/compose", sent, **PART)


def test_formatted_text_is_cleaned_and_plain_text_is_taken_as_it_stands(amara, owner, browse):
    client = browse(owner)
    compose(client, amara, kind="note", html="<p>Two <strong>bikes</strong><script>x</script></p>", formatted="1")
    compose(client, amara, kind="note", html="Two <strong>bikes</strong>")
    newest, first = Note.objects.order_by("-id")
    assert first.html == "<p>Two <strong>bikes</strong></p>"
    assert newest.html == "<p>Two &lt;strong&gt;bikes&lt;/strong&gt;</p>"


def test_a_meeting_and_what_follows_are_one_act(amara, owner, browse):
    grace = create_person(by=owner, name="Grace Bello")
    answer = compose(
        browse(owner),
        amara,
        kind="meeting",
        html="<p>Agreed:</p><ul><li><p>six bikes</p></li></ul>",
        formatted="1",
        subject="Fleet",
        minutes="45",
        others=str(grace.pk),
        next_title="Send the offer",
        next_due_on="2030-01-02",
    )
    meeting, task = Interaction.objects.get(), Task.objects.get()
    assert (meeting.kind, meeting.duration_s, meeting.text) == ("meeting", 2700, "Agreed:\n- six bikes")
    assert [row.party_id for row in meeting.others.all()] == [grace.pk]
    assert (task.title, task.about) == ("Send the offer", amara.ref)
    undo = answer.content.decode().partition('hx-post="/undo/')[2].partition('"')[0]
    browse(owner).post(f"/undo/{undo}")
    assert not Interaction.objects.exists()
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "note", "html": " "}, "There is nothing in the note"),
        ({"kind": "task", "html": "", "title": ""}, "is needed"),
        ({"kind": "call", "html": "x", "minutes": "-1"}, "is no number of minutes"),
        ({"kind": "call", "html": "x", "at": "2999-01-01T10:00"}, "This lies ahead"),
        ({"kind": "call", "html": "x", "next_due_on": "2030-01-01"}, "is needed"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(amara, owner, browse, sent, said):
    answer = compose(browse(owner), amara, **sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Nothing is lost" in answer.content.decode()
    assert not TimelineEntry.objects.filter(party=amara).exists()
    assert not Task.objects.exists()


def test_who_may_only_read_writes_nothing(amara, as_role, browse):
    compose(browse(as_role("read_only")), amara, kind="note", html="x")
    assert not Note.objects.exists()


def test_an_entry_is_corrected_and_a_newer_version_is_not_overwritten_unseen(amara, owner, browse):
    note = write_note(amara, by=owner, html="<p>First</p>")
    edit(note, by=owner, html="<p>Theirs</p>")
    address, client = f"/parties/entries/note/{note.pk}", browse(owner)
    target = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "entry-1"}
    sent = {"html": "<p>Mine</p>", "formatted": "1", "version": "1"}
    refused = client.post(address, sent, **target)
    note.refresh_from_db()
    assert (refused.status_code, note.text) == (422, "Theirs")
    assert "Mine" in refused.content.decode()
    client.post(address, sent | {"version": str(note.version)}, **target)
    note.refresh_from_db()
    assert note.html == "<p>Mine</p>"


def test_a_call_is_corrected_without_touching_what_was_not_sent(amara, owner, browse):
    call = log_interaction(amara, by=owner, kind="call", subject="Gears", duration_s=95, text="They slip")
    address = f"/parties/entries/interaction/{call.pk}"
    browse(owner).post(address, {"subject": "Gears slip", "minutes": "1", "version": str(call.version)})
    call.refresh_from_db()
    assert (call.subject, call.duration_s, call.text) == ("Gears slip", 95, "They slip")


def test_staff_correct_their_own_entries_and_owners_all(amara, owner, staff):
    mine = write_note(amara, by=staff, html="<p>Mine</p>")
    theirs = write_note(amara, by=owner, html="<p>Theirs</p>")
    items = timeline(amara, owner).items
    assert {ref: body.own for ref, body in bodies(items, amara, staff).items()} == {mine.ref: True, theirs.ref: False}
    assert all(body.own for body in bodies(items, amara, owner).values())


def test_a_long_text_shows_its_beginning_and_all_of_it(amara, owner, browse):
    write_note(amara, by=owner, html=f"<p>{'word ' * 400}the end</p>")
    page = browse(owner).get(f"/people/{amara.pk}/").content.decode()
    assert "Show all" in page
    assert "the end" in page


def test_a_link_leads_to_an_old_entry(amara, owner, browse):
    old = log_interaction(amara, by=owner, kind="call", subject="Long ago", at=timezone.now() - timedelta(days=400))
    for number in range(51):
        write_note(amara, by=owner, html=f"<p>Note {number}</p>")
    client = browse(owner)
    assert "Long ago" not in client.get(f"/people/{amara.pk}/").content.decode()
    page = client.get(f"/people/{amara.pk}/?entry=interaction:{old.pk}").content.decode()
    assert "Long ago" in page
    assert "Back to the newest" in page


def test_the_last_step_done_asks_for_the_next_and_another_does_not(amara, owner, browse):
    first, second = (plan_task(amara, by=owner, title=title) for title in ("Call", "Write"))
    client = browse(owner)
    part = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "modal"}
    quiet = client.post(f"/parties/steps/{first.pk}/done", **part)
    assert quiet["HX-Reswap"] == "none"
    asking = client.post(f"/parties/steps/{second.pk}/done", **part).content.decode()
    assert "What happens next?" in asking
    assert not Task.objects.filter(done_at=None).exists()


def test_a_next_step_is_planned_with_a_day_that_is_one_press_away(amara, owner, as_role, browse):
    client, address = browse(owner), f"/parties/{amara.pk}/next-step"
    asked = client.get(address).content.decode()
    today = context_of(owner).today
    assert f'value="{today.isoformat()}"' in asked
    assert f'action="/people/{amara.pk}/plan_task"' in asked
    assert browse(as_role("read_only")).get(address).status_code == 403
    client.post(f"/people/{amara.pk}/plan_task", {"title": "Ring", "kind": "call", "due_on": today.isoformat()})
    step = Task.objects.get(title="Ring")
    assert (step.kind, step.due_on) == ("call", today)
