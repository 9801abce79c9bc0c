"""Making and editing parties."""

import pytest

from goodwill.areas.people.models import ContactPoint, DuplicateKey, Party, Tie
from goodwill.areas.people.verbs import parties
from goodwill.kernel.errors import Invalid


def fresh(party):
    return Party.everything.get(pk=party.pk)


def test_a_person_is_made_with_parts_contacts_and_company(firm, owner):
    made = parties.create_person(
        by=owner,
        name="Dr. Amara Bello",
        role="Fleet manager",
        company="Northgate Couriers",
        phone="020 7946 0112",
        mail="Amara@Northgate.example",
        website="https://www.northgate.example/",
        addresses=[{"street": "14 Dock Road", "city": "Harwick", "country": "gb"}],
        tags=["Fleet", "fleet", "VIP"],
    )
    found = fresh(made)
    assert (found.name, found.prefix, found.given, found.family) == ("Amara Bello", "Dr.", "Amara", "Bello")
    assert found.company.name == "Northgate Couriers"
    assert found.company.kind == "company"
    assert (found.primary_phone, found.primary_mail) == ("+44 20 7946 0112", "Amara@northgate.example")
    assert (found.website, found.city) == ("northgate.example", "Harwick")
    assert found.owner == owner.user
    tie = Tie.objects.get(party=found)
    assert (tie.other, tie.role, tie.main) == (found.company, "Fleet manager", True)
    assert ContactPoint.objects.get(party=found, kind="phone").value == "020 7946 0112"
    assert set(DuplicateKey.objects.filter(party=found).values_list("kind", "key")) == {
        ("name", "AMR BL"),
        ("phone", "2079460112"),
        ("mail", "amara@northgate.example"),
        ("work", "amara bello @ northgate couriers"),
    }


def test_a_party_without_a_name_is_refused_and_nothing_is_written(firm, owner):
    with pytest.raises(Invalid) as refused:
        parties.create_company(by=owner, name="  ", phone="020 7946 0112")
    assert "name" in refused.value.problems
    assert not Party.everything.exists()
    assert not ContactPoint.everything.exists()
