"""Counts over what hangs on a person."""

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
