"""Doubles of a whole firm, and of what changed."""

from datetime import date
from itertools import combinations

import pytest

from goodwill.areas.people.models import DoubleDue, DoublePair, NameSound, Party
from goodwill.areas.people.projections import doubles as kept
from goodwill.areas.people.queries import double_finding
from goodwill.areas.people.queries.double_traits import stored_rarity, traits_of
from goodwill.areas.people.verbs import addresses, bulk, contacts, merge, parties
from goodwill.areas.people.verbs.rows import ready
from goodwill.kernel import changes, jobs

GIVEN = "Ada Bela Carl Dora Emil Fritz Gina Hugo Ines Jan Karl Lena Mona Nils Olga Paul Quentin Rosa"
FAMILY = "Abel Berg Claus Dorn Ebert Frank Gross Haas Ilg Jung Kern Lang Maier Nagel Ott Pohl Quast Roth"
HOME = {"street": "12 Harbour Street", "postcode": "HW1 2AB", "city": "Harwick"}
BOB = [{"kind": "mail", "value": "bob@smith.example"}]


def person(given, family, **more):
    fields = {"given": given, "family": family} | ({"birthday": more.pop("birthday")} if "birthday" in more else {})
    return {"kind": "person", "fields": fields, **more}


def rows():
    """Some people, some of them twice: by mail, by address with a typing error, by birthday, at work."""
    plain = [
        person(
            given,
            family,
            contacts=[{"kind": "mail", "value": f"{given}.{family}@example.com"}],
            company=f"{('Quay', 'Mill', 'Dock', 'Yard')[place % 4]} Works",
        )
        for place, (given, family) in enumerate(zip(GIVEN.split(), FAMILY.split(), strict=True))
    ]
    return [
        *plain,
        person("Robert", "Smith", contacts=BOB),
        person("Bob", "Smith", contacts=BOB),
        person("Grace", "Okafor", addresses=[HOME]),
        person("Grace", "Okafro", addresses=[{**HOME, "street": "Harbor Street 12"}]),
        person("Samuel", "Okafor", addresses=[HOME]),
        person("Liv", "Dahl", birthday=date(1981, 5, 3)),
        person("Liv", "Dahl", birthday=date(1981, 3, 5)),
        person("Thomas", "Webber", company="Quayside Hotel"),
        person("Tom", "Webber", company="Quayside Hotel Ltd"),
    ]


@pytest.fixture
def people(owner):
    with changes.batch(owner, "create"):
        return bulk.create_parties([ready(row, country="GB") for row in rows()], by=owner)


def look_through():
    kept.ask_for([kept.ALL])
    jobs.enqueue("find-doubles", key="firm")
    jobs.run_due()


def test_those_who_share_several_keys_are_found_once_however_small_the_pieces_are(people):
    rarity = double_finding.measured_rarity()
    at_once = [each for some in double_finding.all_doubles(rarity) for each in some]
    pieces = list(double_finding.all_doubles(rarity, parties=1))

    assert len([piece for piece in pieces if piece]) > 3
    assert sorted(each for piece in pieces for each in piece) == sorted(at_once)
    assert len({(each.one, each.other) for each in at_once}) == len(at_once) > 3


def known():
    """All pairs by names, with how sure it is."""
    return {
        (pair.one.name, pair.other.name): (round(pair.probability, 3), pair.certain, pair.reasons)
        for pair in DoublePair.objects.select_related("one", "other")
    }


def test_a_look_through_all_finds_the_pairs_with_reasons(people):
    look_through()
    found = known()
    likely = {tuple(sorted(names)) for names, (probability, _certain, _reasons) in found.items() if probability >= 0.5}
    assert likely == {
        ("Bob Smith", "Robert Smith"),
        ("Grace Okafor", "Grace Okafro"),
        ("Liv Dahl", "Liv Dahl"),
        ("Thomas Webber", "Tom Webber"),
        ("Quayside Hotel", "Quayside Hotel Ltd"),
    }
    assert found["Robert Smith", "Bob Smith"][1:] == (True, "nickname,mail")
    assert not found["Thomas Webber", "Tom Webber"][1]
    assert "nickname" in found["Thomas Webber", "Tom Webber"][2]


def test_two_of_one_household_are_a_perhaps_alone(people):
    look_through()
    probability, certain, reasons = known()["Grace Okafor", "Samuel Okafor"]
    assert 0.25 <= probability < 0.5
    assert not certain
    assert {"address", "other_given"} <= set(reasons.split(","))


def test_a_look_through_all_equals_comparing_everybody_with_everybody(people):
    look_through()
    ids = list(Party.objects.order_by("id").values_list("pk", flat=True))
    pairs = double_finding.compared(combinations(ids, 2), traits_of(ids), double_finding.measured_rarity())
    stored = set(DoublePair.objects.values_list("one_id", "other_id", "probability", "certain", "reasons"))
    assert stored == {tuple(found) for found in pairs if found.probability >= 0.5 or "address" in found.reasons}


def test_what_changed_is_looked_for_again_as_if_all_were(own_firm, people, owner):
    look_through()
    bela, carl = people[1:3]
    contacts.add_contact(bela, by=owner, kind="mail", value="ada.abel@example.com")
    parties.edit(bela, by=owner, name="Ada Abel", given="Ada", family="Abel")
    addresses.add_address(carl, by=owner, street="12 Harbour Street", postcode="HW1 2AB", city="Harwick")
    parties.edit(carl, by=owner, name="Grace Okafor", given="Grace", family="Okafor")
    parties.create_person(by=owner, name="Liv Dahl", mail="liv@dahl.example")
    with changes.batch(owner, "trash"):
        changes.trash(people[-1])
    jobs.run_due()
    incremental = known()
    assert ("Ada Abel", "Ada Abel") in incremental
    assert not any("Tom Webber" in names for names in incremental)
    rarity = stored_rarity()
    batch = {found[:2] for some in double_finding.all_doubles(rarity) for found in some}
    assert set(DoublePair.objects.values_list("one_id", "other_id")) == batch
    assert not DoubleDue.objects.exists()


def test_a_merged_party_has_no_doubles_any_more(own_firm, people, owner):
    look_through()
    robert, bob = (Party.objects.get(name=name) for name in ("Robert Smith", "Bob Smith"))
    merge.merge(robert, by=owner, others=[bob.pk])
    jobs.run_due()
    assert not DoublePair.objects.filter(other=bob).exists()
    merge.unmerge(Party.everything.get(pk=bob.pk), by=owner)
    jobs.run_due()
    assert DoublePair.objects.filter(one=robert, other=bob).exists()


def test_what_nearly_all_share_says_nothing(firm, owner):
    office = [{"kind": "phone", "value": "020 7946 0112"}]
    many = [
        {"kind": "person", "fields": {"given": f"G{n:02}", "family": f"F{n:02}"}, "contacts": office} for n in range(60)
    ]
    with changes.batch(owner, "create"):
        bulk.create_parties([ready(row, country="GB") for row in many], by=owner)
    look_through()
    assert not DoublePair.objects.exists()


def test_rarity_is_that_of_the_firm(people):
    look_through()
    assert NameSound.objects.get(sound="").parties == Party.objects.count()
    rarity = double_finding.measured_rarity()
    assert rarity.bits("OKFR") < rarity.bits("SLDM")


def test_a_name_that_many_bear_says_less(firm, owner):
    many = [{"kind": "person", "fields": {"given": "John", "family": "Smith"}} for _n in range(30)]
    rare = [{"kind": "person", "fields": {"given": "Zbigniew", "family": "Okonkwo"}} for _n in range(2)]
    others = [{"kind": "person", "fields": {"given": f"Given{n}", "family": f"Family{n}"}} for n in range(300)]
    with changes.batch(owner, "create"):
        bulk.create_parties([ready(row, country="GB") for row in (*many, *rare, *others)], by=owner)
    look_through()
    sure = {name: p for (name, _other), (p, _certain, _reasons) in known().items()}
    assert sure["Zbigniew Okonkwo"] > 0.9
    assert sure.get("John Smith", 0) < 0.8
