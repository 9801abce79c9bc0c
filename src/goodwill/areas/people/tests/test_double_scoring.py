"""How sure the scorer is, case by case, and what it says of it."""

import random
from collections import Counter

import pytest

from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.doubles.scoring import CERTAIN, LIKELY, PERHAPS, POSSIBLE, is_worth_comparing, score, told
from goodwill.areas.people.doubles.traits import traits
from goodwill.areas.people.duplicate_keys import keys_of, place

FIRM = Rarity(5000, {"SM0": 60, "JN": 50, "RBRT": 40, "BB": 10, "OKFR": 2, "KRS": 2, "AMR": 2, "BL": 12})
HOME = place("12 Harbour Street", "", "HW1 2AB", "Harwick")


def person(given, family, **more):
    return traits("person", f"{given} {family}".strip(), given=given, family=family, **more)


JOHN_1981 = person("John", "Smith", birthday="1981-05-03")
JOHN_1970 = person("John", "Smith", birthday="1970-01-01")
NUMBERED = person("J.", "Smith", numbers=[("x", "88123")])


@pytest.mark.parametrize(
    ("one", "other", "least", "most", "reasons"),
    [
        # names: any order, run together, short forms, sounds, typing errors, initials
        (person("Amara", "Okafor"), person("Okafor", "Amara"), LIKELY, 1, ["same_name"]),
        (person("Amara", "Okafor"), person("Amara", "Okafro"), POSSIBLE, 1, ["like_name"]),
        (person("Ann Marie", "Okafor"), person("Annmarie", "Okafor"), POSSIBLE, 1, ["like_name"]),
        (person("Robert", "Okafor"), person("Bob", "Okafor"), POSSIBLE, 1, ["nickname"]),
        (person("Robert", "Smith"), person("Roberta", "Jones"), 0, PERHAPS, []),
        (person("Cy", "Tal"), person("Cy", "Dale"), 0, POSSIBLE, []),
        # a mail address that stands for a name is none
        (
            person("john.doe@firm.example", "", mails=["john.doe@firm.example"]),
            person("jane.doe@firm.example", "", mails=["jane.doe@firm.example"]),
            0,
            PERHAPS,
            [],
        ),
        # households of one street
        (
            traits("household", "Ogden family, Port Ellis", places=[HOME]),
            traits("household", "Kendrick family, Port Ellis", places=[HOME]),
            0,
            PERHAPS,
            [],
        ),
        # a rare name says more than a common one
        (person("John", "Smith"), person("John", "Smith"), PERHAPS, LIKELY, ["same_name"]),
        (person("Kris", "Okafor"), person("Kris", "Okafor"), LIKELY, 1, ["same_name"]),
        # mails, phones
        (
            person("John", "Smith", mails=["j@smith.example"]),
            person("Jon", "Smith", mails=["j@smith.example"]),
            CERTAIN,
            1,
            ["mail"],
        ),
        (
            person("Amara", "Bello", phones=["2079460112"]),
            person("A.", "Bello", phones=["2079460112"]),
            POSSIBLE,
            1,
            ["phone", "initial"],
        ),
        (
            person("Boris", "Petrov", phones=["2079460112"]),
            person("Amara", "Bello", phones=["2079460112"]),
            0,
            PERHAPS,
            [],
        ),
        (
            person("Amara", "Bello", mails=["info@bello.example"]),
            person("Boris", "Petrov", mails=["info@bello.example"]),
            0,
            PERHAPS,
            [],
        ),
        # addresses: a household is a perhaps, a misspelt street is the same
        (person("Grace", "Okafor", places=[HOME]), person("Samuel", "Okafor", places=[HOME]), PERHAPS, POSSIBLE, None),
        (
            person("John", "Smith", places=[HOME]),
            person("John", "Smith", places=[place("Harbor Street 12", "", "HW12AB", "Harwick")]),
            LIKELY,
            1,
            ["address", "same_name"],
        ),
        # birthdays: same, day and month swapped, another, made up
        (JOHN_1981, JOHN_1981, LIKELY, 1, ["birthday"]),
        (JOHN_1981, person("John", "Smith", birthday="1981-03-05"), LIKELY, 1, ["like_birthday"]),
        (JOHN_1981, person("John", "Smith", birthday="1962-11-20"), 0, PERHAPS, ["other_birthday"]),
        (JOHN_1970, JOHN_1970, 0, LIKELY, ["same_name"]),
        # numbers of one system, companies without their legal form, kinds
        (NUMBERED, person("John", "Smith", numbers=[("x", "88123")]), LIKELY, 1, ["number"]),
        (traits("company", "Okafor Cargo Ltd"), traits("company", "OKAFOR Cargo GmbH"), LIKELY, 1, ["same_name"]),
        (traits("company", "Amara Okafor"), person("Amara", "Okafor"), 0, 0.001, []),
    ],
)
def test_how_sure_it_is_and_why(one, other, least, most, reasons):
    result = score(one, other, FIRM)
    assert least <= result.probability <= most, result
    assert score(other, one, FIRM).probability == pytest.approx(result.probability)
    if reasons:
        assert set(reasons) <= set(told(result))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Kris", "Okafor"), person("Kris", "Okafor")),
        (person("A.", "Okafor", mails=["a@okafor.example"]), person("Amara", "Okafor", mails=["a@okafor.example"])),
        (
            person("Kris", "Okafor", mails=["k@okafor.example"], birthday="1981-05-03"),
            person("Kris", "Okafor", mails=["k@okafor.example"], birthday="1990-09-09"),
        ),
    ],
)
def test_names_alone_initials_and_contradictions_are_never_certain(one, other):
    assert not score(one, other, FIRM).certain


def test_a_small_spoilt_sample_is_found_again():
    """Forty people, each a second time with a typing error, a part left out or a short form: reach and precision."""
    chance = random.Random(11)
    given = ["Robert", "William", "Margaret", "Thomas", "Katherine", "Ingrid", "Yusuf", "Helena", "Marek", "Olivia"]
    family = ["Brandt", "Castellano", "Dvorak", "Eriksen", "Fontaine", "Grabowski", "Hashimoto", "Ivanov"]
    clean = [
        {
            "given": given[n % 10],
            "family": family[n % 8] + ("" if n < 20 else "son"),
            "street": f"{n * 7 % 150 + 1} {family[(n + 3) % 8]} Street",
            "postcode": f"{2000 + n * 13 % 90}",
            "city": f"{family[n % 5]}ham",
        }
        for n in range(40)
    ]
    spoilt = [dict(row, **{name: _typo(row[name], chance)}) for row in clean for name in [chance.choice(sorted(row))]]
    compared = [_person(row) for row in (*clean, *spoilt)]
    rarity = Rarity(len(compared), Counter(sound for each in compared for _word, sound in each.names))
    found = {
        (one, other)
        for one in range(80)
        for other in range(one + 1, 80)
        if is_worth_comparing(compared[one], compared[other])
        and score(compared[one], compared[other], rarity).probability >= POSSIBLE
    }
    right = {(n, n + 40) for n in range(40)}
    assert len(found & right) >= 38
    assert len(found - right) <= 1
    keys = [_keys(row) for row in (*clean, *spoilt)]
    assert all(keys[one] & keys[other] for one, other in found & right)


def _typo(word, chance):
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _person(row):
    return person(row["given"], row["family"], places=[place(row["street"], "", row["postcode"], row["city"])])


def _keys(row):
    at = place(row["street"], "", row["postcode"], row["city"])
    name = f"{row['given']} {row['family']}"
    return keys_of("person", name, given=row["given"], family=row["family"], places=[at])
