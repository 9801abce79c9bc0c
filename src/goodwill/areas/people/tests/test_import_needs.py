"""What the firm asks of its own fields is asked of rows of a file, and the dry run says the same."""

from collections import Counter
from typing import Any

import pytest

from goodwill.areas.people.imports import plain, quick as quick_way
from goodwill.areas.people.models import Party
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.areas.people.tests.test_import_plain import left
from goodwill.kernel import jobs
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import SearchSlip
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import apart, repairing, runs


def told(run: Any) -> dict[int, str]:
    return {row.number: row.sentence for row in run.rows.filter(outcome="refused")}


def test_a_new_person_without_a_needed_field_waits_for_its_repair(owner):
    make_field(by=owner, type="person", label="Customer no", kind="text", required=True)
    run = brought("Name,Email,Customer no\nAda Byron,ada@x.example,\nBen Moor,ben@x.example,K2\n", owner)
    assert checked(run, owner) == {"new": 1, "refused": 1}
    sentence = told(run)[2]
    assert "Ada Byron would be new here, and that needs: Customer no." in sentence
    assert "Put it in, or leave the row out." in sentence
    repairing.repair(run, 2, owner, cells={2: "K1"})
    assert performed(run, owner) == {"new": 2}
    assert sorted(party.extra["x_customer_no"] for party in Party.objects.all()) == ["K1", "K2"]


def test_a_file_without_the_column_says_so_and_leaves_nothing(owner):
    make_field(by=owner, type="person", label="Customer no", kind="text", required=True)
    rows = "".join(f"Ada{n},Byron,ada{n}@x.example,Quill {n}\n" for n in range(30))
    run = brought("First name,Last name,Email,Company\n" + rows, owner)
    assert checked(run, owner) == {"refused": 30}
    assert "No column of the file is used for it" in told(run)[2]
    assert performed(run, owner) == {"refused": 30}
    assert not Party.objects.exists()


def test_who_is_here_already_is_updated_and_never_emptied(owner):
    performed(brought("Name,Email\nAda Byron,ada@x.example\nBen Moor,ben@x.example\n", owner), owner)
    make_field(by=owner, type="person", label="Customer no", kind="text", required=True)
    ben = Party.objects.get(name="Ben Moor")
    writing.edit(registry.get("person"), ben, {"x_customer_no": "K2"}, by=owner)
    text = "Name,Email,City,Customer no\nAda Byron,ada@x.example,Leeds,\nBen Moor,ben@x.example,York,\n"
    run = brought(text, owner, policy="overwrite")
    assert checked(run, owner) == performed(run, owner) == {"updated": 2}
    ben.refresh_from_db()
    assert (ben.city, ben.extra["x_customer_no"]) == ("York", "K2")


def test_a_new_company_behind_a_person_needs_its_field_too(owner):
    make_field(by=owner, type="company", label="Size", kind="number", required=True)
    writing.create(registry.get("company"), {"name": "Quill Ltd", "x_size": "5"}, by=owner)
    text = "Name,Company,Size\nAda Byron,Quill Ltd,\nBen Moor,Reed Ltd,\nCem Tan,Slate Ltd,7\nDora Lind,,\n"
    run = brought(text, owner)
    assert checked(run, owner) == performed(run, owner) == {"new": 3, "refused": 1}
    assert "Reed Ltd would be new here, and that needs: Size." in told(run)[3]
    assert not Party.objects.filter(name__in=["Ben Moor", "Reed Ltd"]).exists()
    with pytest.raises(Invalid) as refusal:
        writing.create(registry.get("person"), {"name": "Eva Moss", "company": "Moss Ltd"}, by=owner)
    assert "a new company needs: Size" in refusal.value.problems["company"]
    assert not Party.objects.filter(name__in=["Eva Moss", "Moss Ltd"]).exists()


def test_what_is_not_shown_for_a_row_is_not_needed(owner):
    make_field(by=owner, type="person", label="Contract", kind="text", required=True, shown_when="phase is customer")
    text = "Name,Email,Phase\nAda Byron,ada@x.example,customer\nBen Moor,ben@x.example,lead\n"
    run = brought(text, owner)
    assert checked(run, owner) == performed(run, owner) == {"new": 1, "refused": 1}
    assert Party.objects.get().name == "Ben Moor"


CHOICES = [{"label": "Gold"}, {"label": "Tin"}]
LEVEL = {"type": "person", "label": "Level", "kind": "choice", "choices": CHOICES, "default": "tin", "required": True}


def imported(text: str, by: Any) -> list[Any]:
    """What a file leaves, which is taken back."""
    run = brought(text, by)
    assert checked(run, by) == performed(run, by)
    found = [run.counts["new"], set(SearchSlip.objects.values_list("slip", "word")), left()]
    runs.undo(run, by)
    jobs.run_due()
    return found


@pytest.mark.parametrize("text", [False, True])
def test_a_usual_value_is_the_same_on_every_way(text: bool, owner, monkeypatch):
    monkeypatch.setattr(quick_way, "TRIALS", 2)
    make_field(by=owner, **LEVEL)
    make_field(by=owner, type="company", label="Terms", kind="money", currency="EUR", default="1.50")
    if text:
        make_field(by=owner, type="person", label="Motto", kind="text", default="Größe")
    rows = "".join(f"Ada{n},Byron,ada{n}@x.example,Quill {n % 9}\n" for n in range(40))
    file = "First name,Last name,Email,Company\n" + rows
    quickly, ways = plain.Quick.__call__, Counter[bool]()

    def counting(self: Any, given: Any) -> Any:
        found = quickly(self, given)
        ways[found is not None] += 1
        return found

    with monkeypatch.context() as watching:
        watching.setattr(plain.Quick, "__call__", counting)
        quick = imported(file, owner)
    assert (ways[True] > 20) is not text
    with monkeypatch.context() as elsewhere:
        for name, value in {"LARGE": 1, "HERE": 1, "HEAD": 0, "PATIENCE": 60}.items():
            elsewhere.setattr(apart, name, value)
        other = imported(file, owner)
    monkeypatch.setattr(plain, "plain_of", lambda *_: None)  # and so no quick way either: it learns from this one
    assert imported(file, owner) == quick == other
    extra = Party.everything.filter(kind="person").latest("id").extra
    assert (extra["x_level"], extra.get("x_motto")) == ("tin", "Größe" if text else None)


def test_what_a_row_says_goes_before_what_is_usual(owner):
    make_field(by=owner, **LEVEL)
    run = brought("Name,Email,Level\nEva,eva@x.example,Gold\nEva,eva@x.example,\nFay,,\n", owner)
    assert performed(run, owner) == {"new": 2, "same": 1}
    assert {party.name: party.extra["x_level"] for party in Party.objects.all()} == {"Eva": "gold", "Fay": "tin"}


def test_known_people_do_not_get_usual_values_or_the_stage_of_the_file(owner):
    performed(brought("Name,Email\nAda Byron,ada@x.example\n", owner), owner)
    make_field(by=owner, type="person", label="Motto", kind="text", default="Plain")
    make_field(by=owner, type="person", label="Shelf", kind="text")
    text = "Name,Email,Shelf\nAda Byron,ada@x.example,A1\nBen Moor,ben@x.example,A2\n"
    assert performed(brought(text, owner, stage="lead", policy="overwrite"), owner) == {"new": 1, "updated": 1}
    ada, ben = Party.objects.get(name="Ada Byron"), Party.objects.get(name="Ben Moor")
    assert (ada.phase, ada.extra.get("x_motto"), ada.extra["x_shelf"]) == ("", None, "A1")
    assert (ben.phase, ben.extra["x_motto"], ben.extra["x_shelf"]) == ("lead", "Plain", "A2")


def test_values_that_are_taken_are_counted_before_as_they_are_refused_later(own_firm, owner):
    make_field(by=owner, type="person", kind="text", label="Plate", unique=True)
    performed(brought("Name,Plate\nGrace Hopper,AB 1\nHedy Moss,AB 9\n", owner), owner)
    rows = "Ada Byron,ab  1\nBen Moor,AB 2\nCem Tan,ab 2\nDora Lind,AB 3\nHedy Moss,AB 8\nEva Moss,AB 9\n"
    run = brought("Name,Plate\n" + rows, owner, match="", policy="overwrite")
    assert checked(run, owner) == {"new": 3, "updated": 1, "refused": 2}
    said = told(run)
    assert ["Grace Hopper has this Plate" in said[2], "Ben Moor has this Plate" in said[4]] == [True, True]
    assert performed(run, owner) == {"new": 3, "updated": 1, "refused": 2}
    assert Party.objects.count() == 5
