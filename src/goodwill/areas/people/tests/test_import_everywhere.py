"""What no column says and every new record needs is said once for all rows of a file."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from goodwill.areas.people.models import Interaction, Party
from goodwill.areas.people.tests.test_import import brought as people
from goodwill.kernel.actors import Actor
from goodwill.records.custom.verbs import make_field
from goodwill.transfer.tests.bringing import brought, checked, mapped, performed

Browse = Callable[..., Client]

CALLS = "Customer,When,Subject,Text\nAnna Field,2024-03-01,Price,rang\nAnna Field,2024-03-02,Price,again\n"


@pytest.fixture
def anna(owner: Actor) -> Party:
    performed(people("Name\nAnna Field\n", owner), owner)
    return Party.objects.get(name="Anna Field")


def test_the_kind_of_all_calls_of_a_file_is_said_once(owner: Actor, anna: Party, browse: Browse) -> None:
    run = brought(CALLS, owner, "calls.csv", "interaction")
    assert checked(run, owner) == {"refused": 2}
    assert "go back and say it for all rows" in run.rows.first().sentence
    client, here = browse(owner), reverse("import_options", args=[run.pk])
    assert "Kind of all rows" in client.get(here).content.decode()
    client.post(here, {"policy": "overwrite", "doubles": "take", "all-interaction.kind": "call"})
    run.refresh_from_db()
    assert run.options["everywhere"] == {"interaction.kind": "call"}
    assert performed(run, owner) == {"new": 2}
    assert set(Interaction.objects.values_list("kind", "text")) == {("call", "rang"), ("call", "again")}
    again = brought(CALLS, owner, "calls.csv", "interaction", everywhere={"interaction.kind": "call"})
    assert performed(again, owner) == {"same": 2}


def test_a_column_that_says_it_is_right_and_nothing_is_offered(owner: Actor, anna: Party, browse: Browse) -> None:
    text = CALLS.replace("Subject", "Kind").replace("Price", "mail")
    run = brought(text, owner, "calls.csv", "interaction", everywhere={"interaction.kind": "call"})
    assert "of all rows" not in browse(owner).get(reverse("import_options", args=[run.pk])).content.decode()
    assert performed(run, owner) == {"new": 2}
    assert set(Interaction.objects.values_list("kind", flat=True)) == {"mail"}


def test_what_is_no_choice_is_not_taken(owner: Actor, anna: Party, browse: Browse) -> None:
    run = brought(CALLS, owner, "calls.csv", "interaction")
    here = reverse("import_options", args=[run.pk])
    browse(owner).post(here, {"policy": "fill", "doubles": "take", "all-interaction.kind": "smoke"})
    run.refresh_from_db()
    assert run.options["everywhere"] == {}


@pytest.fixture
def tier(owner: Actor) -> str:
    choices = [{"label": "Gold"}, {"label": "Tin"}]
    field = make_field(by=owner, type="person", kind="choice", label="Tier", required=True, choices=choices)
    return field.name


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_a_choice_of_the_firm_holds_for_new_people_and_leaves_known_ones(owner: Actor, tier: str, policy: str) -> None:
    performed(people("Name,Email,Tier\nAnna Field,a@field.example,Gold\n", owner), owner)
    gold = Party.objects.get().extra[tier]
    text = "Name,Email,Company\nAnna Field,a@field.example,\nBen Moor,b@moor.example,Moor Ltd\n,,Mill Ltd\n"
    assert checked(people(text, owner, "more.csv", policy=policy), owner)["refused"] == 1
    tin = next(each for each in ("tin", "2") if each != gold)
    run = people(text, owner, "more.csv", policy=policy, everywhere={f"person.{tier}": tin})
    assert checked(run, owner) == {"same": 1, "new": 2}
    assert performed(run, owner) == {"same": 1, "new": 2}
    held = dict(Party.objects.values_list("name", f"extra__{tier}"))
    assert held == {"Anna Field": gold, "Ben Moor": tin, "Moor Ltd": None, "Mill Ltd": None}


def test_it_is_offered_for_people_of_whom_a_choice_is_asked(owner: Actor, tier: str, browse: Browse) -> None:
    run = mapped(brought("Name,City\nAnna Field,Leeds\n", owner, "some.csv", "person"), "full_name", "city")
    page = browse(owner).get(reverse("import_options", args=[run.pk])).content.decode()
    assert "Tier of all rows" in page
