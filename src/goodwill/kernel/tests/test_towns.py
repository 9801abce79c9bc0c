import pytest

from goodwill.kernel.text import fold
from goodwill.kernel.towns import find_town, find_towns, locate

pytestmark = pytest.mark.once


def test_towns_are_found_by_their_own_and_by_other_names() -> None:
    wanted = [("utrecht", "NL"), (fold("München"), "DE"), (fold("København"), "DK"), ("nowhere at all", "DE")]
    found = find_towns(wanted)
    assert {town: (round(at.latitude), round(at.longitude)) for town, at in found.items()} == {
        ("utrecht", "NL"): (52, 5),
        (fold("München"), "DE"): (48, 12),
        (fold("København"), "DK"): (56, 13),
    }


def test_of_two_towns_of_one_name_the_one_at_home_is_meant() -> None:
    at_home, abroad = find_town("Portland", "US"), find_town("portland", "GB")
    assert at_home is not None
    assert at_home.longitude < -60
    assert abroad is not None
    assert find_town("Nowhere at all", "DE") is None


def test_a_town_of_several_countries_is_left_open_unless_somebody_says_which() -> None:
    found = locate(["Perth", "Perth, Australia", "Perth, GB", "Utrecht"], "DE")
    assert {text: round(point.latitude) for text, point in found.items()} == {
        "Perth, Australia": -32,
        "Perth, GB": 56,
        "Utrecht": 52,
    }
    assert round(locate(["Perth"], "GB")["Perth"].latitude) == 56
