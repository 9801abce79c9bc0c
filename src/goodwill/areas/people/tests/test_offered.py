"""What is offered to be done is what there is to do."""

import pytest

from goodwill.areas.people.verbs.follows import follow
from goodwill.areas.people.verbs.tags import tag, untag
from goodwill.areas.people.verbs.tasks import complete, create_task
from goodwill.records.toys.records import TOY
from goodwill.records.writing import create

LABELS = ("Tag", "Take off tags", "Follow", "Stop following", "Done", "Not done yet", "Put off")


@pytest.fixture
def offered(browse):
    def to(actor, url):
        page = browse(actor).get(url).content.decode()
        return {label for label in LABELS if f">{label}<" in page}

    return to


@pytest.fixture
def toy(owner):
    return create(TOY, {"name": "Duck"}, by=owner)


def test_a_record_is_let_go_of_where_it_is_held(toy, owner, staff, offered):
    page = f"/toys/{toy.pk}/menu"
    assert offered(owner, page) == {"Tag", "Follow"}
    tag(toy, by=owner, tags=["Yellow"])
    follow(toy, by=owner)
    assert offered(owner, page) == {"Tag", "Take off tags", "Stop following"}
    assert offered(staff, page) == {"Tag", "Take off tags", "Follow"}


def test_a_selection_is_let_go_of_where_one_of_the_type_is_held(toy, owner, offered):
    other = create_task(by=owner, title="Call back")
    tag(other, by=owner, tags=["Late"])
    follow(other, by=owner)
    assert offered(owner, "/toys/") == {"Tag", "Follow"}
    tag(toy, by=owner, tags=["Yellow"])
    follow(toy, by=owner)
    assert offered(owner, "/toys/") == {"Tag", "Take off tags", "Follow", "Stop following"}
    untag(toy, by=owner, tags=["yellow"])
    assert "Take off tags" not in offered(owner, "/toys/")


def test_a_task_is_done_once_and_opened_again_afterwards(owner, offered):
    task = create_task(by=owner, title="Call back")
    page = f"/tasks/{task.pk}/menu"
    assert offered(owner, page) == {"Done", "Put off"}
    complete(task, by=owner)
    assert offered(owner, page) == {"Not done yet"}
