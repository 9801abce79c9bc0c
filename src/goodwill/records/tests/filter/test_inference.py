"""What one may not see cannot be asked about either: every question answers as if it were not there."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.records.filter import FilterError, apply, check, parse, predicate, to_text
from goodwill.records.filter.editing import OperatorChoice, build, filter_fields, operators_for
from goodwill.records.filter.operators import Operator, Takes
from goodwill.records.filter.tree import Comparison, Filter, Id, Not, Number, Text, all_of, any_of
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import foot_of
from goodwill.records.tests.filter.test_chips import RAWS
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import MAKER, TOY


@pytest.fixture
def reader(as_role: Callable[[str], Any]) -> Actor:
    """Somebody who sees every toy, and of the makers their own."""
    user = as_role("staff").user
    user.role.scopes = {**user.role.scopes, "maker": {"read": "own"}}
    return Actor.of(user)


@pytest.fixture
def toys(as_role: Callable[[str], Any]) -> tuple[Toy, Toy]:
    """Two toys alike: one has a maker that the reader does not see, one has none."""
    owner = as_role("owner").user
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="x", city="x", country="NO", founded="2026-01-31", owner=owner))
        return changes.create(Toy(name="x", maker=maker)), changes.create(Toy(name="x"))


def raws_of(operator: OperatorChoice, kind: Any, maker: int) -> list[str]:
    raw = "last 90 days" if operator.takes is Takes.PERIOD else RAWS.get(kind, "x")
    return [f"#{maker}" if kind == "relation" else raw] * {Takes.NOTHING: 0, Takes.TWO: 2}.get(operator.takes, 1)


def questions(reader: Actor, maker: int) -> Iterator[Any]:
    for choice in filter_fields(TOY, reader):
        if choice.path.startswith("maker"):
            for operator in operators_for(choice.field):
                raws = raws_of(operator, choice.field.kind, maker)
                yield build(TOY, choice.path, operator.operator, raws, reader)


def test_no_question_tells_a_hidden_company_from_none(reader: Actor, toys: tuple[Toy, Toy]) -> None:
    linked, alone = toys
    asked = 0
    for question in questions(reader, linked.maker_id):
        found = apply(TOY.rows(reader), question, TOY, reader)
        assert found.count() in (0, 2), question
        passes = predicate(question, TOY, reader)
        assert passes(linked) == passes(alone) == (found.count() == 2), question
        asked += 2
    assert asked > 150


def test_who_sees_the_company_gets_other_answers(owner: Actor, toys: tuple[Toy, Toy]) -> None:
    counts = [
        apply(TOY.rows(owner), question, TOY, owner).count() for question in questions(owner, toys[0].maker_id or 0)
    ]
    assert counts.count(1) > 50


def test_a_hidden_company_is_an_empty_cell_and_no_neighbour(reader: Actor, toys: tuple[Toy, Toy]) -> None:
    assert [row["maker"] for row in Listing(TOY, reader, columns=["maker"]).rows()] == [None, None]
    assert Listing(MAKER, reader).rows() == []
    assert Listing(MAKER, reader).count().number == 0
    assert Listing(MAKER, reader).neighbours(toys[0].maker_id or 0) == (None, None, None)


def refusal(name: str, ask: Callable[[], Any]) -> str:
    with pytest.raises((FilterError, QueryError)) as caught:
        ask()
    return caught.value.sentence.replace(name, "…")


PROBES = [
    "{} = 0",
    "{} > 5",
    "not {} is empty",
    "{} contains x",
    "{}.name is x",
    "name is x or {} = 1",
    "{} in last 5 days",
]


@pytest.mark.parametrize("probe", PROBES)
def test_a_hidden_field_cannot_be_told_from_one_that_does_not_exist(staff: Actor, probe: str) -> None:
    hidden = refusal("secret", lambda: Listing(TOY, staff, filter=probe.format("secret")))
    assert hidden == refusal("absent", lambda: Listing(TOY, staff, filter=probe.format("absent")))


def test_nor_by_sorting_choosing_columns_or_summing(staff: Actor) -> None:
    for ask in (
        lambda name: Listing(TOY, staff, sort=name),
        lambda name: Listing(TOY, staff, sort=f"name,-{name}"),
        lambda name: Listing(TOY, staff, columns=["name", name]),
        lambda name: foot_of(Listing(TOY, staff), [f"{name}:sum"]),
        lambda name: build(TOY, name, "=", ["1"], staff),
    ):
        assert refusal("secret", lambda: ask("secret")) == refusal("absent", lambda: ask("absent"))  # noqa: B023


def test_no_list_of_what_is_possible_names_it(owner: Actor, staff: Actor) -> None:
    assert Listing(TOY, owner, filter="secret = 0", sort="secret", columns=["secret"]).rows() == []
    for typed in ("secre = 1", "secrets = 1", "ecret is x"):
        assert "secret." not in refusal("…", lambda: Listing(TOY, staff, filter=typed))  # noqa: B023
    assert "secret" not in {choice.path for choice in filter_fields(TOY, staff)}


TREES = 10_000 if os.environ.get("TESTED_FAULTS") == "whole" else 2_000


def broken() -> list[Filter]:
    """Conditions that nobody may ask: a hidden field, one that is not there, and values that do not fit."""
    paths = (
        ("secret",),
        ("maker", "secret"),
        ("absent",),
        ("owner", "password"),
        ("id__in",),
        ("maker", "maker", "name"),
    )
    wrong = [
        Comparison(path, operator, (value,))
        for path in paths
        for operator in (Operator.IS, Operator.CONTAINS, Operator.AFTER)
        for value in (Text("x"), Number(Decimal(1)), Id(1))
    ]
    return [*wrong, Comparison(("name",), Operator.IS, ()), Comparison(("pieces",), Operator.IS, (Text("x"),) * 3)]


def tree(dice: random.Random, leaves: Sequence[Filter], depth: int = 2) -> Filter:
    if depth == 0 or dice.random() < 0.3:
        return dice.choice(leaves)
    if dice.random() < 0.2:
        return Not(tree(dice, leaves, depth - 1))
    join = all_of if dice.random() < 0.5 else any_of
    return join([tree(dice, leaves, depth - 1) for _part in range(dice.randint(2, 3))])


@pytest.mark.once
@pytest.mark.slow
def test_random_trees_never_raise_and_never_tell(reader: Actor, toys: tuple[Toy, Toy]) -> None:
    """A tree with a condition that may not be asked is refused; any other one holds for both toys, or for neither."""
    dice, (linked, alone) = random.Random(20_261), toys
    fine = [check(question, TOY, reader) for question in questions(reader, linked.maker_id or 0)]
    refusals: list[str] = []
    for number in range(TREES):
        if number % 20 == 0:
            with pytest.raises(FilterError) as refused:
                check(all_of([tree(dice, fine), dice.choice(broken())]), TOY, reader)
            refusals.append(refused.value.sentence.replace('"secret"', ""))
            continue
        made = tree(dice, fine, depth=2 if number % 50 else 5)
        passes = predicate(made, TOY, reader)
        assert passes(linked) == passes(alone), to_text(made)
        if number % 20 == 1:
            rows = apply(TOY.rows(reader), parse(to_text(made)), TOY, reader)
            assert rows.count() == 2 * passes(linked), to_text(made)
    assert [said for said in refusals if "secret" in said] == []
