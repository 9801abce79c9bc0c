"""Boards of the area's nouns: what a type wants to know before a card is put elsewhere."""

from datetime import date

from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import create_task, plan_task

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


def test_a_card_says_by_a_dot_whether_something_is_planned_or_late(owner, browse):
    late, planned, bare = (create_person(by=owner, name=name) for name in ("Ann Late", "Bo Planned", "Cy Bare"))
    plan_task(late, by=owner, title="Call", due_on=date(2020, 1, 1))
    plan_task(planned, by=owner, title="Call", due_on=date(2999, 1, 1))
    page = browse(owner).get("/people/?as=board&by=phase").content.decode()
    cards = [page.partition(f'id="card-{one.pk}"')[2].partition("</article>")[0] for one in (late, planned, bare)]
    tones = ("bad", "good", "neutral")
    assert [tone for card in cards for tone in tones if f'class="dot {tone}"' in card] == ["bad", "good", "neutral"]
