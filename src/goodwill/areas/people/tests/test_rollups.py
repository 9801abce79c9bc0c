"""Counts over what hangs on a person."""

from datetime import date

from goodwill.areas.people.models import Tie
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.kernel import changes
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.query import Listing


def test_what_is_about_a_person_is_counted_there(firm, owner):
    spec = {"source": "task.about", "how": "count", "filter": "done_at is empty"}
    make_field(by=owner, type="person", kind="rollup", label="Open tasks", rollup=spec)
    person = registry.get("person")
    ada = writing.create(person, {"name": "Ada Byron"}, by=owner)
    task = plan_task(ada, by=owner, title="Call")
    plan_task(ada, by=owner, title="Write")
    assert len(Listing(person, owner, columns=["x_open_tasks"], filter="x_open_tasks = 2").rows()) == 1
    with changes.batch(owner, "trash"):
        changes.trash(task)
    assert Listing(person, owner, columns=["x_open_tasks"]).rows()[0]["x_open_tasks"] == 1


def test_people_are_counted_at_the_company_where_they_work_now(firm, owner):
    spec = {"source": "person.company", "how": "count"}
    make_field(by=owner, type="company", kind="rollup", label="Staff", rollup=spec)
    person, company = registry.get("person"), registry.get("company")
    ada = writing.create(person, {"name": "Ada Byron", "company": "Analytical"}, by=owner)
    writing.create(person, {"name": "Ben Moor", "company": "Analytical"}, by=owner)

    def counted():
        rows = Listing(company, owner, columns=["name", "x_staff"], sort="name").rows()
        return {row["name"]: row["x_staff"] for row in rows}

    assert counted() == {"Analytical": 2}
    tie = Tie.objects.get(party=ada)
    with changes.batch(owner, "edit") as batch:
        changes.update(tie, ended=date(2026, 1, 31))
    assert counted() == {"Analytical": 1}
    changes.undo(batch.id, owner)
    assert counted() == {"Analytical": 2}
    writing.trash(ada, by=owner)
    assert counted() == {"Analytical": 1}
