"""Tasks and the next step."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.projections.next_step import next_steps
from goodwill.areas.people.repeating import next_due
from goodwill.areas.people.verbs import parties, tasks
from goodwill.kernel import changes, rights
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Batch, Job


@pytest.fixture
def person(firm, owner):
    return parties.create_person(by=owner, name="Amara Bello")


def step(party):
    found = Party.everything.select_related("next_task").get(pk=party.pk)
    return found.next_task.title if found.next_task else None, found.next_due


def test_what_is_due_first_is_the_next_step(firm, owner, person):
    tasks.plan_task(person, by=owner, title="Some day")
    assert step(person) == ("Some day", None)
    tasks.plan_task(person, by=owner, title="In May", due_on=date(2026, 5, 2))
    april = tasks.plan_task(person, by=owner, title="In April", due_on=date(2026, 4, 2))
    assert step(person) == ("In April", date(2026, 4, 2))
    tasks.complete(april, by=owner)
    assert step(person) == ("In May", date(2026, 5, 2))
    tasks.reopen(april, by=owner)
    assert step(person) == ("In April", date(2026, 4, 2))
    tasks.postpone(april, by=owner, due_on=date(2026, 6, 1))
    assert step(person) == ("In May", date(2026, 5, 2))


def test_a_time_of_day_is_meant_where_the_owner_is(firm, owner, person):
    task = tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 7, 1), due_time="09:30")
    assert task.due_at == datetime.fromisoformat("2026-07-01T08:30+00:00")  # London in summer
    whole_day = tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 7, 1))
    assert whole_day.due_at > task.due_at


def test_a_time_that_is_none_is_refused(firm, owner, person):
    with pytest.raises(Invalid):
        tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 7, 1), due_time="noon")
    assert not Task.everything.exists()


def test_a_removed_task_is_no_next_step_and_undo_brings_it_back(firm, owner, person):
    task = tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 7, 1))
    tasks.remove(task, by=owner)
    assert step(person) == (None, None)
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert step(person) == ("Call", date(2026, 7, 1))


def test_a_done_task_that_repeats_plans_its_next_time(firm, owner, person):
    today = timezone.localdate()
    task = tasks.plan_task(
        person, by=owner, title="Weekly call", due_on=today - timedelta(days=15), due_time=time(9), repeat="weekly"
    )
    tasks.complete(task, by=owner, outcome="Fine")
    later = Task.objects.get(done_at=None)
    assert (later.due_on, later.due_time, later.series) == (today + timedelta(days=6), time(9), task)
    assert step(person)[0] == "Weekly call"
    tasks.reopen(task, by=owner)
    assert not Task.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize(
    ("repeat", "every", "first", "today", "expected"),
    [
        ("daily", 1, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2)),
        ("daily", 3, date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 7)),
        ("weekly", 2, date(2026, 1, 5), date(2026, 1, 4), date(2026, 1, 19)),
        ("monthly", 1, date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("monthly", 1, date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31)),
        ("monthly", 6, date(2026, 1, 31), date(2026, 1, 31), date(2026, 7, 31)),
        ("yearly", 1, date(2024, 2, 29), date(2025, 1, 1), date(2025, 2, 28)),
        ("yearly", 4, date(2024, 2, 29), date(2025, 1, 1), date(2028, 2, 29)),
    ],
)
def test_a_series_goes_on_after_today_on_its_own_day(repeat, every, first, today, expected):
    task = Task(repeat=repeat, repeat_every=every, due_on=first, repeat_day=first.day)
    assert next_due(task, today) == expected


def test_a_short_month_does_not_move_the_series(firm, owner, person):
    task = Task(repeat="monthly", due_on=date(2026, 2, 28), repeat_day=31)
    assert next_due(task, date(2026, 2, 28)) == date(2026, 3, 31)


def test_a_series_ends_where_it_was_said(firm, owner, person):
    task = Task(repeat="daily", due_on=date(2026, 1, 1), repeat_until=date(2026, 1, 1))
    assert next_due(task, date(2026, 1, 1)) is None


def test_a_task_without_a_day_cannot_repeat(firm, owner, person):
    with pytest.raises(Invalid):
        tasks.plan_task(person, by=owner, title="Call", repeat="daily")


def test_who_is_given_a_task_may_see_and_do_it_although_its_party_is_out_of_reach(firm, owner, as_role, person):
    staff = as_role("staff")
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": own})
    staff = as_role("staff")
    task = tasks.plan_task(person, by=owner, title="Call", owner=staff.user)
    other = tasks.plan_task(person, by=owner, title="Not yours")
    assert list(rights.visible(Task.objects.all(), staff)) == [task]
    tasks.complete(task, by=staff)
    assert Task.objects.get(pk=task.pk).done_by == staff.user
    assert not rights.allows(staff, "change", other)


def test_a_reminder_is_a_job_that_follows_the_task(firm, owner, person):
    at = timezone.now() + timedelta(days=2)
    task = tasks.plan_task(person, by=owner, title="Call", due_on=(at + timedelta(days=1)).date(), remind_at=at)
    waiting = Job.objects.filter(name="remind", state=Job.State.WAITING)
    assert waiting.count() == 1
    tasks.postpone(task, by=owner, due_on=task.due_on + timedelta(days=7))
    assert waiting.get().arguments["due"].startswith((at + timedelta(days=7)).date().isoformat())
    tasks.complete(task, by=owner)
    assert not waiting.exists()
    tasks.reopen(task, by=owner)
    assert waiting.count() == 1


def test_a_task_about_nothing_belongs_to_who_made_it_and_who_does_it(firm, owner, staff):
    task = tasks.create_task(by=owner, title="Water the plants", owner=staff.user)
    assert rights.allows(staff, "change", task)
    assert list(rights.visible(Task.objects.all(), staff)) == [task]
    tasks.complete(task, by=staff)
    assert next_steps("party", [1]) == {}


def test_programs_read_along_what_a_task_is_about_as_far_as_they_may_see_it(person, owner, as_role, browse):
    staff = as_role("staff")
    tasks.plan_task(person, by=owner, title="Call", owner=staff.user)
    tasks.create_task(by=owner, title="Water the plants", owner=staff.user)
    asked = "/api/v1/tasks?fields=title&sort=title&expand=about,owner"
    call, water = browse(owner).get(asked).json()["items"]
    told = {part: call["about"][part] for part in ("id", "name", "type")}
    assert told == {"id": person.pk, "name": "Amara Bello", "type": "party"}
    assert (call["about"]["record"]["phase"], call["owner"]["record"]["mail"]) == (person.phase, staff.user.email)
    assert water["about"] is None
    with changes.batch(owner, "roles"):
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "party": {"read": "own"}})
    assert [item["about"] for item in browse(staff).get(asked).json()["items"]] == [None, None]


def test_no_task_at_all_is_told_from_none_in_this_view(owner, browse):
    client = browse(owner)
    assert "There are no tasks yet." in client.get("/tasks/").content.decode()
    tasks.complete(tasks.create_task(by=owner, title="Ring back"), by=owner)
    assert "Nothing is in “Open” at the moment." in client.get("/tasks/").content.decode()
    assert "Nothing matches these filters." in client.get("/tasks/?filter=title+contains+%22zz%22").content.decode()


def test_a_new_task_says_whom_it_is_about(person, owner, browse):
    client = browse(owner)
    assert 'data-name="about"' in client.get("/tasks/new").content.decode()
    client.post("/tasks/new", {"title": "Call", "about": str(person.pk), "kind": "call", "priority": "normal"})
    assert Task.objects.get(title="Call").about_record == person
    assert "Call" in client.get(f"/people/{person.pk}/").content.decode()
    gone = client.post("/tasks/new", {"title": "Write", "about": "999", "kind": "mail", "priority": "normal"})
    assert gone.status_code == 422
    assert not Task.objects.filter(title="Write").exists()


def test_a_task_is_ticked_off_in_the_list_by_who_may_change_it(person, owner, as_role, browse):
    task = tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 2, 3))
    press = f'hx-post="/tasks/{task.pk}/complete"'
    client = browse(owner)
    assert press in client.get("/tasks/").content.decode()
    assert press not in browse(as_role("read_only")).get("/tasks/").content.decode()
    with changes.batch(owner, "edit"):
        changes.update(owner.user.role, refused_verbs={"task": ["complete"]})
    assert press not in browse(owner).get("/tasks/").content.decode()
    with changes.batch(owner, "edit"):
        changes.update(owner.user.role, refused_verbs={})
    assert '<span class="n" id="waits-tasks-">1' in client.get("/tasks/").content.decode()
    answer = client.post(f"/tasks/{task.pk}/complete", HTTP_HX_REQUEST="true").content.decode()
    assert '<span class="n" id="waits-tasks-" hx-swap-oob="true"></span>' in answer
    shown = client.get("/tasks/?view=done").content.decode()
    assert 'class="tick done"' in shown
    assert press not in shown


@pytest.mark.parametrize("form", ["", "as=board&by=kind&columns=title,due_on", "as=calendar&at=2026-02"])
def test_what_was_done_is_not_overdue_in_any_form_of_the_list(person, owner, browse, form):
    address = f"/tasks/?filter=&sort=due_on&{form}"
    late = tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 2, 3))
    shown = browse(owner).get(address).content.decode()
    assert ('<time class="due bad"' in shown) or ('<span class="dot bad"' in shown)
    tasks.complete(late, by=owner)
    shown = browse(owner).get(address).content.decode()
    assert "Call" in shown
    assert '<time class="due bad"' not in shown
    assert '<span class="dot bad"' not in shown
