"""A contact is a person, a company or a household: what a firm asks of one of them is known of contacts, too."""

import pytest

from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Role, User
from goodwill.office.queries import narrowing
from goodwill.office.verbs import roles
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.query import Listing

PERSON, CONTACT = registry.get("person"), registry.get("party")


@pytest.fixture
def regions(firm, owner):
    north = [{"label": "North"}, {"label": "South"}]
    make_field(by=owner, type="person", kind="choice", label="Region", choices=north)
    make_field(by=owner, type="company", kind="text", label="Region")
    make_field(by=owner, type="task", kind="relation", label="Expert", target="party")
    anna = create_person(by=owner, name="Anna Field")
    writing.edit(PERSON, anna, {"x_region": "north"}, by=owner)
    create_company(by=owner, name="Brio")
    return anna


def test_they_are_columns_and_conditions_of_contacts_and_told_apart_by_their_kind(regions, owner):
    fields = CONTACT.all_fields
    assert [str(fields[name].label) for name in ("x_region", "x_region_2")] == ["Region (People)", "Region (Companies)"]
    assert not fields["x_region"].editable
    listing = Listing(CONTACT, owner, columns=["name", "x_region"], filter="x_region is north")
    assert [(row["name"], row["x_region"]) for row in listing.rows()] == [("Anna Field", "north")]


def test_they_are_reached_over_a_relation_to_contacts(regions, owner):
    task = registry.get("task")
    writing.create(task, {"title": "Call", "x_expert": regions.pk}, by=owner)
    writing.create(task, {"title": "Wait"}, by=owner)
    assert [row["title"] for row in Listing(task, owner, filter="x_expert.x_region is north").rows()] == ["Call"]


def test_a_role_reaches_contacts_by_them_and_narrows_them_as_their_own_kind(regions, owner, staff):
    role = roles.make_role(by=owner, name="North", like=Role.objects.get(builtin="staff"))
    row = dict.fromkeys(("read", "create", "change", "delete", "export"), "where x_region is north")
    roles.narrow_role(role, by=owner, of="party", row=row | {"create": "all"}, fields={}, refused=[])
    with changes.batch(owner, "edit"):
        changes.update(staff.user, role=role)
    member = Actor.of(User.objects.get(pk=staff.user_id))
    assert [row["name"] for row in Listing(CONTACT, member).rows()] == ["Anna Field"]
    line = next(line for line in narrowing.fields(role, "party") if line.name == "x_region")
    assert [value for value, _label in line.choices] == ["change", "read", "hidden"]
