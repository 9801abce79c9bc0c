"""What is offered to be done is what there is to do."""

import re

import pytest

from goodwill.areas.people.verbs.follows import follow
from goodwill.areas.people.verbs.parties import create_company
from goodwill.areas.people.verbs.tags import tag, untag
from goodwill.areas.people.verbs.tasks import complete, create_task, reopen
from goodwill.kernel.actors import Actor
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


@pytest.fixture
def narrow(as_role):
    """Somebody who sees and changes what is their own."""
    user = as_role("staff").user
    user.role.scopes = {"*": dict.fromkeys(("read", "create", "change", "delete", "export"), "own")}
    user.role.save()
    return Actor.of(user)


def said(browse, actor, url):
    """A page without what is new each time."""
    return re.sub(r"(csrf\w*|nonce)[^>]{0,160}", "", browse(actor).get(url).content.decode())


def test_what_is_offered_for_a_selection_tells_nothing_of_records_that_one_does_not_see(owner, narrow, browse, offered):
    mine, theirs = (create_company(by=by, name="Quill Ltd") for by in (narrow, owner))
    task = create_task(by=owner, title="Call back", about=theirs.ref)
    complete(task, by=owner)
    complete(create_task(by=narrow, title="Write", about=mine.ref), by=narrow)
    done = "/tasks/?filter=done_at+is+not+empty"
    pages = ("/companies/", done)
    before = [said(browse, narrow, url) for url in pages]
    probes = 0
    for act, back in (
        (lambda: tag(theirs, by=owner, tags=["vip"]), lambda: untag(theirs, by=owner, tags=["vip"])),
        (lambda: reopen(task, by=owner), lambda: complete(task, by=owner)),
        (lambda: create_task(by=owner, title="Ask", about=theirs.ref), lambda: None),
    ):
        act()
        for url, once in zip(pages, before, strict=True):
            assert said(browse, narrow, url) == once
            probes += 1
        back()
    assert probes == 6
    assert offered(owner, done) >= {"Put off", "Not done yet"}
    assert offered(narrow, done) - {"Done"} == {"Tag", "Follow", "Not done yet"}  # a view is called Done as well
    tag(mine, by=narrow, tags=["vip"])
    create_task(by=narrow, title="Ring", about=mine.ref)
    assert "Take off tags" in offered(narrow, "/companies/")
    assert "Put off" in offered(narrow, done)


def test_what_may_be_read_and_not_changed_gives_nothing_to_do(owner, narrow, offered):
    narrow.user.role.scopes = {"*": {"read": "all", "change": "own", "create": "all"}}
    narrow.user.role.save()
    reader = Actor.of(narrow.user)
    theirs = create_company(by=owner, name="Quill Ltd")
    tag(theirs, by=owner, tags=["vip"])
    assert "Take off tags" not in offered(reader, "/companies/")
    assert "Take off tags" in offered(owner, "/companies/")


def test_a_hidden_day_of_doing_is_not_told_by_what_is_offered(owner, narrow, offered):
    narrow.user.role.field_rights = {"task": {"done_at": "hidden"}}
    narrow.user.role.save()
    reader = Actor.of(narrow.user)
    task = create_task(by=reader, title="Call back", about=create_company(by=reader, name="Quill Ltd").ref)
    page = f"/tasks/{task.pk}/menu"
    before = offered(reader, page)
    complete(task, by=owner)
    assert offered(reader, page) == before >= {"Done", "Not done yet", "Put off"}
