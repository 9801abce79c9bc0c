"""What a search says of what it found."""

from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.kernel.actors import Actor
from goodwill.records.search import search


def test_a_call_is_told_by_its_kind_its_contact_and_its_day(owner: Actor) -> None:
    amara = create_person(by=owner, name="Amara Bello")
    log_interaction(amara, by=owner, kind="call", subject="Squeaking gears")
    (found,) = search("squeaking", owner)
    assert found.title == "Squeaking gears"
    assert found.detail.startswith("Call · Amara Bello · ")


def test_a_task_is_told_by_whom_it_is_about(owner: Actor) -> None:
    plan_task(create_person(by=owner, name="Amara Bello"), by=owner, title="Order squeakless pads")
    (found,) = search("squeakless", owner)
    assert found.detail.startswith("Amara Bello · ")
    assert found.detail.endswith("Task")
