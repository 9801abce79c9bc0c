"""Roll-ups stay right whatever happens to the records that they are made of."""

from datetime import date

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import CustomField, User
from goodwill.kernel.money import Money
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field, remove_field
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing

TOY, MAKER = registry.get("toy"), registry.get("maker")


def roll(owner, label, how, field="", **more):
    spec = {"source": "toy.maker", "how": how, "field": field, "filter": "", **more}
    return make_field(by=owner, type="maker", kind="rollup", label=label, rollup=spec)


@pytest.fixture
def rolled(firm, owner):
    make_field(by=owner, type="toy", kind="money", label="Cost", currency="GBP")
    roll(owner, "Toys", "count")
    roll(owner, "Made", "count", filter="stage is made")
    roll(owner, "Turnover", "sum", "x_cost")
    roll(owner, "First launch", "min", "launched")
    roll(owner, "Latest toy", "last", "name")


NAMES = ("x_toys", "x_made", "x_turnover", "x_first_launch", "x_latest_toy")


def of(maker, owner):
    rows = Listing(MAKER, owner, columns=NAMES, filter=f'name is "{maker.name}"').rows()
    return tuple(rows[0][name] for name in NAMES)


def make(owner, maker=None, **given):
    return writing.create(TOY, {"name": "Toy", "maker": maker.pk if maker else None, **given}, by=owner)


def test_it_follows_making_changing_moving_deleting_and_undo(rolled, owner):
    lego, brio = (writing.create(MAKER, {"name": name}, by=owner) for name in ("Lego", "Brio"))
    assert of(lego, owner) == (0, 0, None, None, None)
    car = make(owner, lego, name="Car", x_cost="2.50", launched="2026-03-15", stage="made")
    make(owner, lego, name="Doll", x_cost="1", launched="2025-01-01")
    assert of(lego, owner) == (2, 1, Money(350, "GBP"), date(2025, 1, 1), "Doll")
    with changes.batch(owner, "edit") as edited:
        writing.edit(TOY, car, {"x_cost": "10", "stage": "idea"}, by=owner)
    assert of(lego, owner)[:3] == (2, 0, Money(1100, "GBP"))
    with changes.batch(owner, "edit") as moved:
        writing.edit(TOY, car, {"maker": brio.pk}, by=owner)
    assert (of(lego, owner)[0], of(brio, owner)[0], of(brio, owner)[2]) == (1, 1, Money(1000, "GBP"))
    changes.undo(moved.id, owner)
    changes.undo(edited.id, owner)
    assert (of(lego, owner)[:3], of(brio, owner)[0]) == ((2, 1, Money(350, "GBP")), 0)
    writing.trash(car, by=owner)
    assert of(lego, owner)[:3] == (1, 0, Money(100, "GBP"))
    writing.restore(car, by=owner)
    assert of(lego, owner)[:3] == (2, 1, Money(350, "GBP"))


def test_records_that_were_there_before_are_rolled_up(firm, owner):
    lego = writing.create(MAKER, {"name": "Lego"}, by=owner)
    for n in range(3):
        make(owner, lego, pieces=n + 1)
    roll(owner, "Pieces", "sum", "pieces")
    assert Listing(MAKER, owner, columns=["x_pieces"], filter="x_pieces = 6").rows()[0]["x_pieces"] == 6
    lego.refresh_from_db()
    assert lego.version == 1


def test_formulas_and_further_rollups_follow(rolled, owner):
    make_field(by=owner, type="maker", kind="formula", label="Mean", formula="[Turnover] / [Toys]")
    make_field(by=owner, type="maker", kind="relation", label="Parent firm", target="maker")
    roll(owner, "Group turnover", "sum", "x_turnover", source="maker.x_parent_firm")
    group = writing.create(MAKER, {"name": "Group"}, by=owner)
    lego = writing.create(MAKER, {"name": "Lego", "x_parent_firm": group.pk}, by=owner)
    make(owner, lego, x_cost="3")
    toy = make(owner, lego, x_cost="4")

    def told():
        rows = Listing(MAKER, owner, columns=["x_mean", "x_group_turnover"], sort="name").rows()
        return rows[1]["x_mean"], rows[0]["x_group_turnover"]

    assert told() == (Money(350, "GBP"), Money(700, "GBP"))
    writing.edit(TOY, toy, {"x_cost": "5"}, by=owner)
    assert told() == (Money(400, "GBP"), Money(800, "GBP"))


def test_what_a_rollup_needs_is_not_removed(rolled, owner):
    with pytest.raises(Refused):
        remove_field(CustomField.objects.get(label="Cost"), by=owner)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"source": "nothing.here"}, "source"),
        ({"how": "median"}, "how"),
        ({"how": "sum", "field": "name"}, "field"),
        ({"filter": "colour is red"}, "filter"),
        ({"filter": 'maker.name is "Lego"'}, "filter"),
    ],
)
def test_what_cannot_be_rolled_up_is_said(given, part, firm, owner):
    spec = {"source": "toy.maker", "how": "count", **given}
    with pytest.raises(Invalid) as refusal:
        make_field(by=owner, type="maker", kind="rollup", label="Toys", rollup=spec)
    assert list(refusal.value.problems) == [part]


def test_who_may_not_know_a_field_may_not_know_what_is_made_of_it(rolled, owner, staff):
    make_field(by=owner, type="maker", kind="formula", label="Tenth", formula="x_turnover / 10")
    make_field(by=owner, type="maker", kind="formula", label="Doubled", formula="x_tenth * 2")
    lego = writing.create(MAKER, {"name": "Lego"}, by=owner)
    make(owner, lego, x_cost="2.50")
    reader = Actor.of(staff.user)
    assert known(reader) == {"x_toys", "x_turnover", "x_tenth", "x_doubled", "x_latest_toy", "x_first_launch", "x_made"}
    with changes.batch(system(), "seed"):
        changes.update(staff.user.role, field_rights={"toy": {"x_cost": "hidden", "stage": "hidden"}})
    reader = Actor.of(User.objects.get(pk=staff.user_id))
    assert known(reader) == {"x_toys", "x_latest_toy", "x_first_launch"}


def known(actor):
    return {field.name for field in known_fields(MAKER, actor) if field.kept}
