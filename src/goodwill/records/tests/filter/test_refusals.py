"""Whatever is wrong with a filter, a sentence says so, and nothing else happens."""

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Role, User
from goodwill.records.filter import FilterError, check, parse
from goodwill.records.toys.records import TOY


def refusal(typed: str, actor: Actor) -> str:
    with pytest.raises(FilterError) as caught:
        check(parse(typed), TOY, actor)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("colour is red", 'Toys have no field "colour". Possible: name, stage, maker'),
        ("nam is x", "Did you mean name"),
        ("maker.cty is x", 'Makers have no field "cty". Did you mean city'),
        ("name.length = 1", "Name leads to no other record"),
        ("owner.password is x", "Owner leads to no other record"),
        ("maker.toys.secret = 1", 'Makers have no field "toys"'),
        ("maker.owner.name is x", "Owner leads to no other record"),
        ("name__regex is x", 'no field "name__regex"'),
        ("_connector is x", 'no field "_connector"'),
        ("name > 5", 'Name cannot be compared with ">". Possible: is, is not, is any of'),
        ("name is 5", "Put the text in double quotes."),
        ('name is ""', '"is empty"'),
        ('name contains "\u0301"', "nothing to look for"),
        ("pieces = x", "A number belongs here."),
        ("pieces = 1.5", "at most 0 decimal places"),
        ("discount = 1.555", "at most 2 decimal places"),
        ("pieces = 5 EUR", "It has no currency."),
        ("price = 1.555 EUR", "at most 2 decimal places"),
        ("price = 1.5 JPY", "at most 0 decimal places"),
        ("price between 1 EUR and 5 GBP", "one currency at a time"),
        ("price = 999999999999999999", "too large"),
        ("stage is lost", "Possible: idea, made, sold_out."),
        ("stage is mad", "Did you mean made?"),
        ("stage contains made", "Possible: is, is not, is any of, is none of, is empty, is not empty."),
        ("safe is maybe", "Possible: yes, no."),
        ("launched on 2026-02-30", 'There is no day "2026-02-30" in the calendar.'),
        ("launched on x", "A day reads 2026-01-31"),
        ("launched on 0001-01-01", "A day reads"),
        ("launched before 2026-01-31T10:00", "whole days"),
        ("tested_at on 2026-01-31T10:00", "whole days"),
        ("tested_at after 2026-01-31T99:00", "no point in time"),
        ("launched before last week", 'a span of time goes with "in"'),
        ("launched in last 99999 days", "100 years at most"),
        ("launched in last 3 fortnights", "A span of time reads"),
        ("launched in today", 'a span of time goes with "in"'),
        ("launched before 3 days", "A day is counted like this"),
        ("owner is nobody", "Owner cannot be compared with nobody"),
        ("maker is 5", "A name in double quotes belongs here, or an id like #7."),
        ("phones contains x", "compared by its digits"),
        ("country is Norway", 'no field "country"'),
        ("maker.country is Norwegian-land", '"-" has no meaning'),
        ("name is New York", '"York" is not expected here. Join two conditions'),
        ("name is", "The filter stops too early."),
        ("name", "After a field comes what to compare"),
        ("name is not", "stops too early"),
        ("name is and", "A value belongs here"),
        ("(name is x", 'A bracket "(" is still open'),
        ("name is x)", '")" is not expected here.'),
        ("name is any of x", "Several values stand in brackets"),
        ('name is any of ("x" "y")', 'A list ends with ")"'),
        ("pieces between 1", '"between" takes two values'),
        ('name is "x', "does not end with one"),
        ('name is "\\x"', "cannot hold this sign"),
        ("name is x; DROP TABLE toys_toy", '";" has no meaning'),
        ("name is 'x'", '"\'" has no meaning'),
        ("name is x -- and", '"-" has no meaning'),
        ("and", "The name of a field belongs here."),
        ('""', "There is no word to look for"),
        ('"!!"', "There is no word to look for"),
        ("maker.maker.maker.maker.name is x", "leads over too many relations"),
    ],
)
def test_the_sentence_names_the_trouble_and_what_is_possible(owner: Actor, typed: str, said: str) -> None:
    assert said in refusal(typed, owner)


def test_a_name_that_several_people_have_is_told_apart_by_id(owner: Actor) -> None:
    with changes.batch(system(), "play"):
        for mail in ("a@x.example", "b@x.example"):
            user = User(name="Kim Lee", email=mail, role=Role.objects.get(builtin="staff"))
            user.set_unusable_password()
            changes.create(user)
    assert "Several have this name: #" in refusal('owner is "kim lee"', owner)
