"""A record as it was at a moment, and Ctrl Z without a toast."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import api_keys, changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import Batch, Change, CustomField
from goodwill.records import past, writing
from goodwill.records.custom.verbs import make_field, remove_field
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import TOY


@pytest.fixture
def toy(owner: Actor) -> Toy:
    with changes.batch(owner, "create"):
        return changes.create(Toy(name="Ape", pieces=1, owner=owner.user))


def edit(toy: Toy, by: Actor, **values: Any) -> int:
    """The id of the change that this makes."""
    writing.edit(TOY, toy, values, by=by)
    return Change.objects.filter(type="toy", ref_id=toy.pk).latest("id").pk


def test_a_record_returns_to_a_moment_in_one_act_that_can_be_taken_back(toy: Toy, owner: Actor, staff: Actor) -> None:
    moment = edit(toy, owner, name="Bear")
    edit(toy, staff, name="Cat", pieces=7)
    edit(toy, owner, pieces=9)
    way = past.way_back(TOY, toy, moment, owner)
    assert {(str(one.label), one.before, one.after) for one in way.differences} >= {("Name", "Cat", "Bear")}
    assert Toy.objects.get(pk=toy.pk).name == "Cat"
    before = Batch.objects.count()
    past.go_back(TOY, toy, moment, by=owner)
    found = Toy.objects.get(pk=toy.pk)
    assert (found.name, found.pieces, Batch.objects.count()) == ("Bear", 1, before + 1)
    changes.undo(Batch.objects.latest("id").pk, owner)
    found = Toy.objects.get(pk=toy.pk)
    assert (found.name, found.pieces) == ("Cat", 9)


def test_what_is_as_it_was_is_left_alone(toy: Toy, owner: Actor) -> None:
    moment = edit(toy, owner, name="Bear")
    edit(toy, owner, name="Cat")
    edit(toy, owner, name="Bear")
    assert past.go_back(TOY, toy, moment, by=owner).is_empty
    assert not Batch.objects.filter(verb=past.VERB).exists()


def test_fields_that_the_firm_made_return_too_unless_they_are_gone_or_out_of_sight(toy: Toy, owner: Actor) -> None:
    for kind, label in (("number", "Wheels"), ("relation", "Friend"), ("text", "Motto"), ("text", "Odd")):
        make_field(by=owner, type="toy", kind=kind, label=label, target="maker" if kind == "relation" else "")
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Acme"))
    moment = edit(toy, owner, x_wheels=4, x_friend=maker.pk, x_motto="On", x_odd="1")
    edit(toy, owner, x_wheels=6, x_friend="", x_motto="Off", x_odd="2")
    remove_field(CustomField.objects.get(name="x_odd"), by=owner)
    Maker.everything.filter(pk=maker.pk)._raw_delete("default")
    assert len(past.way_back(TOY, toy, moment, owner).left) == 2
    past.go_back(TOY, toy, moment, by=owner)
    extra = Toy.objects.get(pk=toy.pk).extra
    assert [extra.get(name) for name in ("x_wheels", "x_friend", "x_motto", "x_odd")] == [4, None, "On", "2"]


def test_a_field_that_one_may_not_see_and_a_link_to_what_is_gone_stay(toy: Toy, owner: Actor, staff: Actor) -> None:
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Acme"))
    with changes.batch(owner, "edit"):
        changes.update(toy, secret=5, maker=maker, name="Bear")
    moment = Change.objects.filter(type="toy", ref_id=toy.pk).latest("id").pk
    with changes.batch(owner, "edit"):
        changes.update(toy, secret=6, maker=None, name="Cat")
    Maker.everything.filter(pk=maker.pk)._raw_delete("default")
    way = past.go_back(TOY, toy, moment, by=staff)
    found = Toy.objects.get(pk=toy.pk)
    assert (found.name, found.secret, found.maker_id) == ("Bear", 6, None)
    assert len(way.left) == 2
    assert "5" not in str([(one.label, one.before, one.after) for one in way.differences])


def test_only_who_may_change_the_record_returns_it(toy: Toy, owner: Actor, as_role: Callable[[str], Actor]) -> None:
    moment = edit(toy, owner, name="Bear")
    edit(toy, owner, name="Cat")
    with pytest.raises(Refused):
        past.go_back(TOY, toy, moment, by=as_role("read_only"))
    with pytest.raises(Missing):
        past.way_back(TOY, toy, 10**9, owner)
    assert Toy.objects.get(pk=toy.pk).name == "Cat"


def test_the_page_shows_the_moments_and_what_would_change(
    toy: Toy, owner: Actor, browse: Callable[..., Client]
) -> None:
    moment = edit(toy, owner, name="Bear")
    edit(toy, owner, name="Cat")
    client = browse(owner)
    address = f"/toys/{toy.pk}/past/{moment}"
    assert address in client.get(f"/toys/{toy.pk}/past").content.decode()
    page = client.get(address).content.decode()
    assert "Cat" in page
    assert "Bear" in page
    assert Toy.objects.get(pk=toy.pk).name == "Cat"
    assert client.post(address).status_code == 303
    assert Toy.objects.get(pk=toy.pk).name == "Bear"


def test_ctrl_z_goes_back_act_by_act_and_never_over_acts_of_others(
    toy: Toy, owner: Actor, staff: Actor, browse: Callable[..., Client]
) -> None:
    client, key = browse(owner), api_keys.issue(by=owner, name="Till").key
    for name in ("Bear", "Cat"):
        client.post(f"/toys/{toy.pk}/edit", {"name": name, "version": Toy.objects.get(pk=toy.pk).version})
    edit(toy, staff, pieces=7)
    make_field(by=owner, type="toy", kind="text", label="Motto")
    api_keys.revoke(key, by=owner)  # which nobody can take back: it is passed over
    for expected in ("Bear", "Ape"):
        assert client.post("/undo/last").status_code == 303
        assert (Toy.objects.get(pk=toy.pk).name, Toy.objects.get(pk=toy.pk).pieces) == (expected, 7)
    left = [client.post("/undo/last").status_code for _act in range(3)]
    assert left[-1] == 404, left
    assert CustomField.objects.exists()  # what was done in the settings is taken back there
    assert "?settings=1" in client.get("/settings/fields").content.decode()
    assert client.post("/undo/last?settings=1").status_code == 303
    assert not CustomField.objects.exists()
    assert client.get("/undo/last").status_code == 405
