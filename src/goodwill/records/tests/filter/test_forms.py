"""Text, tree and JSON are three forms of one filter."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from goodwill.kernel.actors import Actor
from goodwill.records.filter import EVERYTHING, check, parse, to_text
from goodwill.records.filter.tree import And, Comparison, Filter, Not, Or, Search, all_of, any_of
from goodwill.records.tests.filter.test_same_answer import SETTINGS
from goodwill.records.tests.filter.trees import filters
from goodwill.records.toys.records import TOY


@pytest.mark.slow
@settings(max_examples=500, **SETTINGS)
@given(filter=filters)
def test_reading_what_was_printed_gives_the_same_tree(filter: Filter) -> None:
    assert parse(to_text(filter)) == filter


@pytest.mark.slow
@settings(max_examples=500, **SETTINGS)
@given(filter=filters)
def test_checking_a_proper_filter_changes_nothing(owner: Actor, filter: Filter) -> None:
    proper = check(filter, TOY, owner)
    assert check(parse(to_text(proper)), TOY, owner) == proper


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("", ""),
        ("  everything ", ""),
        ("stage is Made", "stage is made"),
        ('stage is "Sold out"', "stage is sold_out"),
        ("stage = idea OR stage != made", "stage is idea or stage is not made"),
        ("name is bear", 'name is "bear"'),
        ('NAME Contains "A \\"b\\" \\\\"', 'name contains "A \\"b\\" \\\\"'),
        ('name in ("a", b)', 'name is any of ("a", "b")'),
        ("pieces is 5", "pieces = 5"),
        ("pieces <> 5.0", "pieces != 5.0"),
        ("price > 12.50 EUR", "price > 12.50 EUR"),
        ("safe is true", "safe is yes"),
        ("launched is today", "launched on today"),
        ("launched is this week", "launched in this week"),
        ("launched = 2026-01-31", "launched on 2026-01-31"),
        ("launched >= 30 days ago", "launched on or after 30 days ago"),
        ("launched before 1 week from now", "launched before 1 week from now"),
        ("launched in last 1 days", "launched in last 1 day"),
        ("launched not in next quarter", "launched not in next quarter"),
        ("tested_at after 2026-01-31T14:30Z", "tested_at after 2026-01-31T14:30:00+00:00"),
        ("tested_at between yesterday and 2026-01-31T14:30", "tested_at between yesterday and 2026-01-31T14:30:00"),
        ('tags is "x" and tags is not y', 'tags has "x" and tags does not have "y"'),
        ('tags has any of ("x") and tags has all of (a, b)', 'tags is any of ("x") and tags has all of ("a", "b")'),
        ("owner is ME and owner is in my team", "owner is me and owner in my team"),
        ('maker is "Acme"', 'maker.name is "Acme"'),
        ('maker starts with "A"', 'maker.name starts with "A"'),
        ("maker is any of (#1, #2)", "maker is any of (#1, #2)"),
        ("maker.country is no", "maker.country is NO"),
        ('"anna b" and not (stage is made)', '"anna b" and not stage is made'),
        ("(stage is made and (pieces > 1 and pieces < 9))", "stage is made and pieces > 1 and pieces < 9"),
        ("not not (stage is made or pieces > 1)", "not not (stage is made or pieces > 1)"),
        ("stage is made and (pieces > 1 or pieces < 0)", "stage is made and (pieces > 1 or pieces < 0)"),
        ("language is nb-NO", 'language is "nb-no"'),
    ],
)
def test_what_people_type_has_one_proper_form(owner: Actor, typed: str, proper: str) -> None:
    if "nb-NO" in typed:
        typed = typed.replace("nb-NO", '"nb-NO"')
    assert to_text(check(parse(typed), TOY, owner)) == proper


def test_people_and_teams_may_be_named(as_role: Callable[[str], Any]) -> None:
    staff = as_role("staff")
    name, mail, team = staff.user.name, staff.user.email, next(iter(staff.team_ids))
    typed = f'owner is "{name.upper()}" or owner is "{mail}" or team is "workshop"'
    assert (
        to_text(check(parse(typed), TOY, staff))
        == f"owner is #{staff.user.pk} or owner is #{staff.user.pk} or team is #{team}"
    )


def test_joining_flattens_and_everything_gives_way() -> None:
    a, b, c = (Comparison((name,), parse(f"{name} is x").operator) for name in "abc")
    assert all_of([a, And((b, c))]) == And((a, b, c))
    assert any_of([Or((a, b)), c]) == Or((a, b, c))
    assert all_of([EVERYTHING, a]) == a
    assert any_of([EVERYTHING, a]) == EVERYTHING
    assert any_of([]) == Not(EVERYTHING)
    assert parse(to_text(Not(EVERYTHING))) == Not(EVERYTHING)


def test_a_search_is_one_text_alone() -> None:
    assert parse('"anna berg"') == Search("anna berg")
