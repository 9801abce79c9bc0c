"""Boards of the area's nouns: what a type wants to know before a card is put elsewhere."""

from datetime import date

from goodwill.areas.people.verbs.tasks import create_task

HX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "body"}


def test_a_task_that_is_to_repeat_is_asked_for_its_day_first(owner, browse):
    task, client = create_task(by=owner, title="Water the plants"), browse(owner)
    sent = {"card": task.pk, "lane": "weekly", "from": ""}
    asked = client.post("/tasks/move?as=board&by=repeat", sent, **HX)
    assert asked["HX-Retarget"] == "#modal"
    assert 'name="due_on"' in asked.content.decode()
    task.refresh_from_db()
    assert task.repeat == ""
    client.post("/tasks/move?as=board&by=repeat", {**sent, "more": "due_on", "due_on": "2027-01-04"}, **HX)
    task.refresh_from_db()
    assert (task.repeat, task.due_on) == ("weekly", date(2027, 1, 4))
