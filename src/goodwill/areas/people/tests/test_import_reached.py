"""Rows without a name that tell a mail or a phone: they are of whoever is reached there, or wait where several are."""

import pytest

from goodwill.areas.people.models import ContactPoint, Note, Party, Tie
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.areas.people.tests.test_import_nameless import noted
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.transfer import repairing
from goodwill.transfer.models import Import

PEOPLE = (
    "Kind,First Name,Last Name,Company,Email,Phone\n"
    "person,Anna,Field,,anna@field.example,020 7946 0001\n"
    "person,Ben,Field,,,020 7946 0001\n"
    "person,Cleo,Moor,Moor Ltd,cleo@moor.example,020 7946 0002\n"
    "company,,,Brook Ltd,info@brook.example,020 7946 0003\n"
)
ANNAS, CLEOS, BROOKS, NOBODYS = (f"020 7946 000{number}" for number in (1, 2, 3, 9))


@pytest.fixture
def people(owner: Actor) -> dict[str, Party]:
    performed(brought(PEOPLE, owner, "old.csv"), owner)
    return {party.name: party for party in Party.objects.all()}


def listed(owner: Actor, text: str, **options: str) -> Import:
    return brought(text, owner, "list.csv", **{"row_is": "person", **options})


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
@pytest.mark.parametrize(
    ("row", "who"),
    [
        (f",{CLEOS},", "Cleo Moor"),
        ("cleo@moor.example,,", "Cleo Moor"),
        (f"cleo@moor.example,{NOBODYS},", "Cleo Moor"),
        (f"cleo.new@moor.example,{CLEOS},", "Cleo Moor"),
        (f"anna@field.example,{ANNAS},", "Anna Field"),
        (f"cleo@moor.example,{ANNAS},", "Cleo Moor"),
        (f",{BROOKS},", "Brook Ltd"),
        ("info@brook.example,,", "Brook Ltd"),
        (f",{CLEOS},Moor Ltd", "Cleo Moor"),
        ("cleo@moor.example,,Moor Ltd", "Cleo Moor"),
    ],
)
def test_a_row_is_of_the_one_who_is_reached_there(
    owner: Actor, people: dict[str, Party], row: str, who: str, policy: str
) -> None:
    text = f"Name,Email,Phone,Company,Notes\n,{row},Called back\n"
    assert checked(listed(owner, text, policy=policy), owner) == {"updated": 1}
    run = listed(owner, text, policy=policy)
    assert performed(run, owner) == {"updated": 1}
    assert noted(people[who]) == ["Called back"]
    assert Party.objects.count() == len(people)
    assert set(Party.objects.values_list("name", flat=True)) == set(people)
    assert Tie.objects.count() == 1
    before = Change.objects.exclude(type="file").count()
    assert performed(listed(owner, text, policy=policy), owner) == {"same": 1}
    assert Change.objects.exclude(type="file").count() == before


def test_a_phone_that_several_bear_waits_and_offers_them(owner: Actor, people: dict[str, Party]) -> None:
    run = listed(owner, f"Name,Email,Phone,Notes\n,,{ANNAS},Called back\n")
    assert checked(run, owner) == {"refused": 1}
    row = run.rows.get()
    assert "The row has no name, and 2 here have “020 7946 0001”" in row.sentence
    assert row.wrong == {"2": row.sentence}
    assert {one["name"] for one in row.maybe} == {"Anna Field", "Ben Field"}
    assert performed(run, owner) == {"refused": 1}
    assert not Note.objects.exists()
    assert Party.objects.count() == len(people)


@pytest.mark.parametrize(("place", "name"), [(0, "Anna Field"), (1, "Ben Field"), (2, "Brook Ltd")])
def test_whoever_is_chosen_of_several_gets_the_row(
    owner: Actor, people: dict[str, Party], place: int, name: str
) -> None:
    with changes.batch(owner, "create"):
        changes.create(ContactPoint(party=people["Brook Ltd"], kind="phone", value=ANNAS, country="GB"))
        changes.create(ContactPoint(party=people["Cleo Moor"], kind="phone", value=ANNAS, country="GB"))
    run = listed(owner, f"Name,Phone,Notes\n,{ANNAS},Called back\n")
    assert checked(run, owner) == {"refused": 1}
    number, maybe = run.rows.get().number, run.rows.get().maybe
    assert len(maybe) == 4
    chosen = next(one["id"] for one in maybe if one["name"] == name)
    repairing.repair(run, number, owner, choice="this", chosen=chosen)
    assert performed(run, owner) == {"updated": 1}
    assert noted(people[name]) == ["Called back"]
    assert set(Party.objects.values_list("name", flat=True)) == set(people)


def test_a_mail_that_nobody_has_beside_a_known_phone_may_be_somebody_else(
    owner: Actor, people: dict[str, Party]
) -> None:
    text = f"Name,Email,Phone\n,dora@brook.example,{CLEOS}\n"
    run = listed(owner, text)
    assert checked(run, owner) == {"double": 1}
    assert [one["name"] for one in run.rows.get().maybe] == ["Cleo Moor"]
    run = listed(owner, text, doubles="hold")
    assert performed(run, owner) == {"refused": 1}
    assert Party.objects.count() == len(people)


def test_a_phone_tells_which_of_those_with_the_mail_is_meant(owner: Actor) -> None:
    two = "Name,Email,Phone\nAnna Field,us@field.example,020 7946 0001\nBen Field,us@field.example,020 7946 0002\n"
    performed(brought(two, owner, "old.csv"), owner)
    run = listed(owner, "Name,Email,Phone,Notes\n,us@field.example,020 7946 0002,Ben's\n,us@field.example,,Whose\n")
    assert performed(run, owner) == {"updated": 1, "refused": 1}
    assert noted(Party.objects.get(name="Ben Field")) == ["Ben's"]


def test_an_earlier_row_of_the_file_says_whose_a_phone_is(owner: Actor) -> None:
    text = (
        "Name,Company,Phone,Notes\nAnna Field,,020 7946 0001,First\n,,020 7946 0001,Second\n,Brook Ltd,020 7946 0003,\n"
    )
    run = listed(owner, f"{text},,020 7946 0003,Of the company\n")
    assert checked(run, owner) == {"new": 2, "updated": 2}
    assert performed(run, owner) == {"new": 2, "updated": 2}
    assert noted(Party.objects.get(name="Anna Field")) == ["First", "Second"]
    assert noted(Party.objects.get(name="Brook Ltd")) == ["Of the company"]


def test_plain_rows_are_written_in_an_order_in_which_a_phone_is_known(owner: Actor) -> None:
    text = "Name,Company,Phone,City\nZoe Field,,020 7946 0001,\n,,020 7946 0001,Leeds\n,,020 7946 0002,\n"
    run = listed(owner, text)
    assert checked(run, owner) == {"new": 2, "updated": 1}
    assert performed(run, owner) == {"new": 2, "updated": 1}
    assert set(Party.objects.values_list("name", "city")) == {("Zoe Field", "Leeds"), ("+44 20 7946 0002", "")}


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
@pytest.mark.parametrize(
    ("reach", "named"),
    [("anna@field.example,", "anna@field.example,"), (",020 7946 0001", "anna@field.example,020 7946 0001")],
)
def test_who_is_called_by_a_mail_or_phone_gets_the_name_of_a_later_file(
    owner: Actor, reach: str, named: str, policy: str
) -> None:
    performed(listed(owner, f"Name,Email,Phone\n,{reach}\n"), owner)
    run = listed(owner, f"Name,Email,Phone\nAnna Field,{named}\n", policy=policy)
    assert checked(run, owner) == {"updated": 1}
    assert performed(run, owner) == {"updated": 1}
    anna = Party.objects.get()
    assert (anna.name, anna.given, anna.family) == ("Anna Field", "Anna", "Field")


def test_the_company_of_a_colleague_is_meant_where_it_has_the_phone_itself(
    owner: Actor, people: dict[str, Party]
) -> None:
    run = listed(owner, f"Name,Company,Phone,Notes\n,Brook Ltd,{BROOKS},Called back\n,Brook Ltd,{CLEOS},Who was it\n")
    assert performed(run, owner) == {"updated": 2}
    assert noted(people["Brook Ltd"]) == ["Called back", "Who was it"]
    assert noted(people["Cleo Moor"]) == []
