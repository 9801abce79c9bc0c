"""The page speaks the filter's language through chips."""

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.records.fields import Kind
from goodwill.records.filter import FilterError, apply, parse, to_text
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import Joined, build, filter_fields, operators_for
from goodwill.records.filter.operators import Takes
from goodwill.records.toys.models import Maker
from goodwill.records.toys.records import TOY


def shown(chip: Chip) -> str:
    if chip.kind == "group":
        inner = f" {chip.joiner} ".join(shown(item) for item in chip.items)
        return f"not ({inner})" if chip.negated else f"({inner})"
    return " | ".join(part for part in (chip.label, chip.operator_label, chip.value_label) if part)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("stage is not sold_out", ["Stage | is not | Sold out"]),
        ("launched in last 90 days", ["Launched | is in | the last 90 days"]),
        ("launched in last 1 week", ["Launched | is in | the last 1 week"]),
        ("launched not in this month", ["Launched | is not in | this month"]),
        ("launched before 30 days ago", ["Launched | is before | 30 days ago"]),
        ("launched on today", ["Launched | is on | today"]),
        ("pieces between 1 and 1000", ["Pieces | is between | 1 and 1,000"]),
        ("price >= 12.50 EUR", ["Price | is at least | 12.5 EUR"]),
        ("discount > 5", ["Discount | is more than | 5 %"]),
        ("owner is me", ["Owner | is | me"]),
        ("owner in my team", ["Owner | is in my team"]),
        ("story is empty", ["Story | is empty"]),
        ('name is "me"', ["Name | is | me"]),
        ('tags has "vip" and "anna b"', ["Tags | has | vip", "Text | contains | anna b"]),
        ('maker.city contains "os"', ["Maker › City | contains | os"]),
        ("stage is made and (safe is yes or safe is no)", ["Stage | is | Made", "(Safe | is | yes or Safe | is | no)"]),
        ("not (safe is yes and stage is idea)", ["not (Safe | is | yes and Stage | is | Idea)"]),
    ],
)
def test_a_chip_says_what_a_condition_says(owner: Actor, typed: str, expected: list[str]) -> None:
    assert [shown(chip) for chip in chips(typed, TOY, owner)] == expected


def test_records_are_called_by_their_names_unless_one_may_not_see_them(owner: Actor, staff: Actor) -> None:
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Åse & Co"))
    typed = f"maker is #{maker.pk} and owner is any of (me, #{staff.user.pk}, #999)"
    labels = [chip.value_label for chip in chips(typed, TOY, owner)]
    assert labels == ["Åse & Co", f"me, {staff.user.name}, #999"]
    staff.user.role.scopes = {**staff.user.role.scopes, "maker": {"read": "none"}}
    assert chips(typed, TOY, Actor.of(staff.user))[0].value_label == f"#{maker.pk}"


def test_taking_a_chip_away_leaves_the_others(owner: Actor) -> None:
    first, second, third = chips("stage is made and (safe is yes or pieces > 1) and owner is me", TOY, owner)
    assert first.without == "(safe is yes or pieces > 1) and owner is me"
    assert second.without == "stage is made and owner is me"
    assert third.without == "stage is made and (safe is yes or pieces > 1)"
    assert chips("owner is me", TOY, owner)[0].without == ""


def test_a_chip_turns_to_another_operator_that_takes_as_many_values(owner: Actor) -> None:
    _stage, name = chips('stage is made and name contains "b"', TOY, owner)
    turns = {str(turn.choice.operator): turn.text for turn in name.turns}
    assert turns["starts with"] == 'stage is made and name starts with "b"'
    assert turns["is empty"] == "stage is made and name is empty"
    assert turns["is any of"] == ""


@pytest.mark.parametrize(
    ("path", "operator", "raws", "text"),
    [
        ("name", "contains", ['  a"b '], 'name contains "a\\"b"'),
        ("name", "is any of", ["a", "", "b"], 'name is any of ("a", "b")'),
        ("stage", "is", ["sold_out"], "stage is sold_out"),
        ("stage", "is any of", ["idea", "made"], "stage is any of (idea, made)"),
        ("pieces", "between", ["1", "5"], "pieces between 1 and 5"),
        ("price", ">", ["12.50 EUR"], "price > 12.50 EUR"),
        ("launched", "in", ["last 90 days"], "launched in last 90 days"),
        ("launched", "on", ["2026-01-31"], "launched on 2026-01-31"),
        ("launched", "before", ["30 days ago"], "launched before 30 days ago"),
        ("owner", "is", ["me"], "owner is me"),
        ("maker", "is", ["#7"], "maker is #7"),
        ("maker", "is", ["Acme"], 'maker.name is "Acme"'),
        ("maker.city", "is empty", [], "maker.city is empty"),
        ("safe", "is", ["no"], "safe is no"),
        ("tags", "has all of", ["a", "b"], 'tags has all of ("a", "b")'),
        ("phones", "contains", ["79 46"], 'phones contains "79 46"'),
        ("name", "", ["x"], 'name is "x"'),
    ],
)
def test_a_form_builds_a_condition(owner: Actor, path: str, operator: str, raws: list[str], text: str) -> None:
    assert to_text(build(TOY, path, operator, raws, owner)) == text


@pytest.mark.parametrize(
    ("path", "operator", "raws", "said"),
    [
        ("name", "contains", [" "], "Name needs a value here."),
        ("pieces", "between", ["1"], "Pieces needs two values here."),
        ("pieces", "=", ["many"], "A number belongs here."),
        ("stage", "is", ["lost"], "Possible: idea, made, sold_out."),
        ("launched", "in", ["2026-01-31"], 'a span of time goes with "in"'),
        ("secret", "=", ["1"], 'Toys have no field "secret".'),
        ("name", "delete", ["a", "b"], "Name needs a value here."),
    ],
)
def test_a_form_that_makes_no_condition_gets_a_sentence(
    staff: Actor, path: str, operator: str, raws: list[str], said: str
) -> None:
    with pytest.raises(FilterError) as caught:
        build(TOY, path, operator, raws, staff)
    assert said in caught.value.sentence


def test_conditions_are_added_and_replaced_in_their_place(owner: Actor) -> None:
    tree = parse("stage is made and owner is me")
    more = build(TOY, "safe", "is", ["yes"], owner)
    assert Joined.of(tree).added(more).text == "stage is made and owner is me and safe is yes"
    assert Joined.of(tree).replaced(0, more).text == "safe is yes and owner is me"
    assert Joined.of(parse("safe is no or owner is me")).added(more).text == "safe is no or owner is me or safe is yes"
    assert Joined.of(parse("")).added(more).text == "safe is yes"


def test_conditions_of_which_one_will_do_stand_side_by_side_and_turn(owner: Actor) -> None:
    text = "(stage is made and pieces > 1) or safe is yes"
    both, safe = chips(text, TOY, owner)
    assert [item.label for item in both.items] == ["Stage", "Pieces"]
    assert (both.without, safe.without) == ("safe is yes", "stage is made and pieces > 1")
    assert Joined.of(parse(text)).turned().text == "stage is made and pieces > 1 and safe is yes"
    assert Joined.of(parse("stage is made and safe is yes")).turned().text == "stage is made or safe is yes"


def test_the_menu_of_fields_goes_one_relation_far_and_hides_what_is_hidden(owner: Actor, staff: Actor) -> None:
    offered = {choice.path: choice for choice in filter_fields(TOY, staff)}
    assert str(offered["maker.city"].group) == "Maker"
    assert offered["name"].group == ""
    assert {"tags", "phones", "votes", "owner", "changed_at", "maker"} <= offered.keys()
    assert "secret" not in offered
    assert "secret" in {choice.path for choice in filter_fields(TOY, owner)}
    for choice in offered.values():
        assert operators_for(choice.field)


RAWS = {
    Kind.NUMBER: "5",
    Kind.MONEY: "12.50",
    Kind.PERCENT: "5",
    Kind.YES_NO: "yes",
    Kind.DATE: "2026-01-31",
    Kind.MOMENT: "30 days ago",
    Kind.CHOICE: "made",
    Kind.COUNTRY: "NO",
    Kind.LANGUAGE: "nb",
    Kind.PHONE: "7946",
    Kind.USER: "me",
    Kind.TEAM: "#1",
    Kind.RELATION: "#1",
}


def test_every_operator_on_offer_can_be_used(owner: Actor) -> None:
    for choice in filter_fields(TOY, owner):
        for operator in operators_for(choice.field):
            raw = "last 90 days" if operator.takes is Takes.PERIOD else RAWS.get(choice.field.kind, "x")
            raws = [raw] * {Takes.NOTHING: 0, Takes.TWO: 2}.get(operator.takes, 1)
            condition = build(TOY, choice.path, operator.operator, raws, owner)
            assert apply(TOY.rows(owner), condition, TOY, owner).count() == 0
            assert len(chips(condition, TOY, owner)) == 1
