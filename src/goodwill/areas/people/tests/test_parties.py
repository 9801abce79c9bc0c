"""Making and editing parties."""

import pytest

from goodwill.areas.people.models import ContactPoint, DuplicateKey, Party, Tag, Tagging, Tie
from goodwill.areas.people.verbs import parties, ties
from goodwill.kernel import changes
from goodwill.kernel.errors import Conflict, Invalid, Refused
from goodwill.kernel.models import Batch, Team, User


def fresh(party):
    return Party.everything.get(pk=party.pk)


def keys(party):
    return set(DuplicateKey.objects.filter(party=party).values_list("kind", "key"))


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
    assert (found.company.name, found.company.kind) == ("Northgate Couriers", "company")
    assert (found.primary_phone, found.primary_mail) == ("+44 20 7946 0112", "Amara@northgate.example")
    assert (found.website, found.city) == ("northgate.example", "Harwick")
    assert found.owner == owner.user
    tie = Tie.objects.get(party=found)
    assert (tie.other, tie.role, tie.main) == (found.company, "Fleet manager", True)
    assert ContactPoint.objects.get(party=found, kind="phone").value == "020 7946 0112"
    assert keys(found) == {
        ("name", "AMR BL"),
        ("phone", "2079460112"),
        ("mail", "amara@northgate.example"),
        ("work", "amara bello @ northgate couriers"),
        ("staff", "BL @ northgate couriers"),
        ("house", "14 doc"),
        ("town", "har amar"),
        ("town", "har bell"),
    }
    tagged = Tagging.objects.filter(about_type="party", about_id=found.pk)
    assert sorted(tagged.values_list("tag__name", flat=True)) == ["Fleet", "VIP"]


def test_a_party_without_a_name_is_refused_and_nothing_is_written(firm, owner):
    with pytest.raises(Invalid) as refused:
        parties.create_company(by=owner, name="  ", phone="020 7946 0112")
    assert "name" in refused.value.problems
    assert not Party.everything.exists()
    assert not ContactPoint.everything.exists()


def test_a_company_that_is_known_by_name_is_not_made_again(firm, owner):
    company = parties.create_company(by=owner, name="Dahl & Søn")
    person = parties.create_person(by=owner, name="Jonas Dahl", company="dahl &  søn")
    assert person.company == company
    assert Party.objects.filter(kind="company").count() == 1


def test_who_may_not_create_is_refused(firm, as_role):
    with pytest.raises(Refused):
        parties.create_person(by=as_role("read_only"), name="Jonas Dahl")
    assert not Party.everything.exists()


def test_the_same_number_given_twice_is_kept_once(firm, owner):
    made = parties.create_person(
        by=owner,
        name="Tom Okafor",
        phone="+44 7700 900343",
        contacts=[{"kind": "phone", "value": "07700 900 343", "label": "mobile"}],
    )
    assert ContactPoint.objects.filter(party=made).count() == 1


def test_several_mails_in_one_field_become_several_contact_points(firm, owner):
    made = parties.create_person(by=owner, name="Tom Okafor", mail="tom@a.example, tom@b.example")
    assert list(made.contact_points.order_by("position").values_list("value", flat=True)) == [
        "tom@a.example",
        "tom@b.example",
    ]


def test_a_wrong_mail_is_refused_with_a_sentence(firm, owner):
    with pytest.raises(Invalid) as refused:
        parties.create_person(by=owner, name="Tom Okafor", mail="tom(at)a.example")
    assert refused.value.sentence
    assert not Party.everything.exists()


def test_editing_the_name_takes_it_apart_anew_and_keeps_the_nickname(firm, owner):
    person = parties.create_person(by=owner, name="Robert Smith", nickname="Bob")
    parties.edit(person, by=owner, name="Robert Smythe-Jones")
    found = fresh(person)
    assert (found.given, found.family, found.nickname) == ("Robert", "Smythe-Jones", "Bob")


def test_forms_that_send_empty_parts_along_have_the_name_taken_apart_all_the_same(firm, owner, browse):
    client, blank = browse(owner), dict.fromkeys(("prefix", "given", "additional", "family", "suffix", "nickname"), "")
    client.post("/people/new", {"name": "Dr. Zora Whitfield", **blank})
    person = Party.objects.get()
    assert (person.name, person.prefix, person.given, person.family) == ("Zora Whitfield", "Dr.", "Zora", "Whitfield")

    kept = {"prefix": "Dr.", "given": "Zora", "family": "Whitfield"}
    parties.edit(person, by=owner, name="Zora Whitfield", **blank | kept | {"family": "Okafor"})
    assert fresh(person).name == "Zora Okafor"
    parties.edit(fresh(person), by=owner, name="Zora Berg", **blank | kept | {"family": "Okafor"})
    assert (fresh(person).family, fresh(person).prefix) == ("Berg", "Dr.")


def test_editing_a_part_of_the_name_changes_the_name_that_is_shown(firm, owner):
    person = parties.create_person(by=owner, name="Hannah Weiss")
    parties.edit(person, by=owner, family="Weiß-Berg")
    assert fresh(person).name == "Hannah Weiß-Berg"


def test_a_name_that_was_given_by_hand_stays_when_a_part_changes(firm, owner):
    person = parties.create_person(by=owner, name="Ms Weiss of the bakery", given="Hannah", family="Weiss")
    parties.edit(person, by=owner, family="Berg")
    assert fresh(person).name == "Ms Weiss of the bakery"


def test_editing_the_role_changes_the_main_tie_too(firm, owner):
    person = parties.create_person(by=owner, name="Rosa Castillo", role="Buyer", company="Reparto Verde")
    parties.edit(person, by=owner, role="Head of buying")
    assert Tie.objects.get(party=person).role == "Head of buying"


def test_two_edits_of_the_same_field_collide_and_of_different_fields_do_not(firm, owner, staff):
    person = parties.create_person(by=owner, name="Elena Moretti")
    base = person.version
    parties.edit(fresh(person), by=staff, industry="", source="Fair")
    parties.edit(fresh(person), by=owner, base_version=base, language="it")
    with pytest.raises(Conflict) as conflict:
        parties.edit(fresh(person), by=owner, base_version=base, source="Web")
    assert conflict.value.theirs == {"source": "Fair"}
    assert fresh(person).source == "Fair"


def test_who_becomes_a_customer_is_one_since_today_and_the_reason_is_kept(firm, owner):
    person = parties.create_person(by=owner, name="Ben Whitaker", phase="prospect")
    assert person.customer_since is None
    parties.set_phase(person, by=owner, phase="customer", reason="First order")
    assert fresh(person).customer_since is not None
    assert Batch.objects.latest("id").note == "First order"


def test_assigning_names_the_owner_and_nothing_else(firm, owner, staff):
    person = parties.create_person(by=owner, name="Kenji Nakamura")
    team = Team.objects.get(name="Workshop")
    parties.give_to_team(person, by=owner, team=team)
    parties.assign(person, by=owner, owner=staff.user)
    found = fresh(person)
    assert (found.owner, found.team) == (staff.user, team)


def test_nothing_is_assigned_to_who_left(firm, owner, staff):
    person = parties.create_person(by=owner, name="Kenji Nakamura")
    with changes.batch(owner, "edit"):
        changes.update(staff.user, is_active=False)
    with pytest.raises(Invalid):
        parties.assign(person, by=owner, owner=User.objects.get(pk=staff.user.pk))
    assert fresh(person).owner == owner.user


def test_columns_that_follow_from_others_cannot_be_written(firm, owner):
    for name in ("primary_mail", "next_due", "kind", "merged_into", "name_fold", "nothing"):
        with pytest.raises(Invalid):
            parties.create_person(by=owner, name="Ben Whitaker", **{name: "x"})
    assert not Party.everything.exists()


def test_creating_a_party_can_be_taken_back_and_its_keys_go_with_it(own_firm, owner):
    person = parties.create_person(by=owner, name="Ben Whitaker", mail="ben@a.example", company="Quayside Hotel")
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert fresh(person).deleted_at is not None
    assert not Party.objects.exists()
    assert not DuplicateKey.objects.exists()
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert fresh(person).deleted_at is None
    assert ("mail", "ben@a.example") in keys(person)


def test_a_renamed_company_changes_the_keys_of_its_people(firm, owner):
    person = parties.create_person(by=owner, name="Rosa Castillo", company="Reparto Verde")
    parties.edit(fresh(person).company, by=owner, name="Reparto Azul Ltd")
    assert ("work", "castillo rosa @ reparto azul") in keys(person)


def test_tags_are_set_as_a_whole(firm, owner):
    person = parties.create_person(by=owner, name="Rosa Castillo", tags=["Fleet", "VIP"])
    parties.edit(person, by=owner, tags=["vip", "Press"])
    names = Tagging.objects.filter(about_id=person.pk).values_list("tag__name", flat=True)
    assert sorted(names) == ["Press", "VIP"]
    assert Tag.objects.count() == 3


def test_a_company_gets_no_person_s_parts_of_a_name(firm, owner):
    company = parties.create_company(by=owner, name="Smith, Smith & Partners")
    assert (company.name, company.given, company.family) == ("Smith, Smith & Partners", "", "")


def test_moving_to_another_company_ends_the_tie_before(firm, owner):
    person = parties.create_person(by=owner, name="Grace Bello", role="Buyer", company="Quayside Hotel")
    ties.work_at(person, by=owner, company="Northgate Couriers", role="Director")
    found = fresh(person)
    assert (found.company.name, found.role) == ("Northgate Couriers", "Director")
    before = Tie.objects.get(party=person, other__name="Quayside Hotel")
    assert (before.role, before.main, before.ended is not None) == ("Buyer", False, True)
