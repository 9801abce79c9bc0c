"""Everything of every party leaves in a file and comes back from it, in an empty firm and in the one that it left."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from goodwill.areas.people.locating import place_addresses
from goodwill.areas.people.models import (
    Address,
    ContactBan,
    ContactPoint,
    Party,
    Preference,
    Tagging,
    Tie,
    TieKind,
)
from goodwill.areas.people.tests.test_import_roundtrip import emptied, exported, foreign
from goodwill.areas.people.verbs import addresses, bans, contacts, parties, preferences, ties
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs
from goodwill.transfer.tests.bringing import brought, performed

BOOKKEEPING = {"id", "version", "created_at", "created_by", "changed_at", "changed_by", "deleted_at", "checked_at"}


def made(owner: Actor) -> None:
    """A household of two who are called alike, one of whom works at two firms of the same name."""
    first, second = (
        parties.create_company(by=owner, name="Moor Ltd", addresses=[{"street": street, "city": "Leeds"}])
        for street in ("1 High Street", "2 Low Street")
    )
    father, son = (
        parties.create_person(
            by=owner, name="Robert Moor", phone="+44 20 7946 0018", mail="moor@moor.example", birthday=born,
            country="NO", description="=Not a formula", tags=["a, b", "vip"], role="Owner", language="en",
        )
        for born in (date(1950, 4, 2), date(1985, 11, 30))
    )  # fmt: skip
    home = parties.create_household(by=owner, name="The Moors", phone="+44 20 7946 0999", tags=["family"])
    ties.work_at(son, company=f"#{second.pk}", role="Owner", by=owner)
    ties.tie(son, by=owner, other=first, kind="works_at", role="Adviser", department="Board")
    ties.tie(son, by=owner, other=home, kind="household", started=date(2001, 1, 1))
    ties.tie(father, by=owner, other=home, kind="household")
    ties.tie(father, by=owner, other=son, kind="parent")
    ties.tie(father, by=owner, other=first, kind="works_at", started=date(1990, 1, 1), ended=date(2015, 6, 30))
    ties.tie(first, by=owner, other=second, kind="competes")
    point = contacts.add_contact(son, by=owner, kind="phone", value="+44 7700 900123", label="boat, summer")
    old = contacts.add_contact(son, by=owner, kind="mail", value="bob@old.example", label="work")
    contacts.add_contact(son, by=owner, kind="fax", value="+44 20 7946 0777")
    contacts.add_contact(son, by=owner, kind="social", value="bobmoor", label="linkedin")
    with changes.batch(owner, "edit"):
        changes.update(point, preferred=True, confirmed_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
        changes.update(old, do_not_use=True)
    for street, city in (("5 Quay", "Hull"), ("6 Quay", "Hull"), ("", "Hull"), ("7 Kai", "Bergen")):
        addresses.add_address(son, by=owner, street=street, city=city, label="mooring", country="GB", more="C/O “Bob”")
    preferences.add_preference(
        son, by=owner, text="Tea, no milk", topic="product", strength="must", said_by="His wife", since=date(2020, 1, 2)
    )
    preferences.add_preference(son, by=owner, text="Calls before ten", stance="avoids")
    bans.leave_alone(father, by=owner, channel="phone", reason="Is deaf")
    jobs.enqueue(place_addresses, key="all")
    jobs.run_due()


def fields_filled(owner: Actor) -> None:
    make_field(by=owner, type="person", label="Shelf", kind="number")
    make_field(by=owner, type="company", label="Since when", kind="date")
    with changes.batch(owner, "edit"):
        for party in Party.objects.exclude(kind="household"):
            changes.update(party, **({"x_shelf": 12} if party.is_person else {"x_since_when": "2019-05-01"}))


def told(row: Any, *but: str) -> dict[str, Any]:
    names = {field.name for field in row._meta.concrete_fields} - BOOKKEEPING - {"party", "other", "kind_id", *but}
    return {name: str(getattr(row, name)) for name in sorted(names)}


def whole() -> list[Any]:
    """All that is known of each party, by what is written there."""
    names = dict(Party.objects.values_list("pk", "birthday"))
    found = []
    for party in Party.objects.all():
        of = {"party": party}
        found.append(
            (
                {**told(party, "company", "extra"), "company": str(party.company), "extra": party.extra},
                [told(point) for point in ContactPoint.objects.filter(**of).order_by("kind", "position")],
                [told(address) for address in Address.objects.filter(**of).order_by("position")],
                sorted(
                    (str(tie.kind), tie.other.name, str(names[tie.other_id]), tie.other.addresses.first().street
                     if tie.other.is_company else "", repr(told(tie)))
                    for tie in Tie.objects.filter(**of)
                ),
                sorted(repr(told(wish)) for wish in Preference.objects.filter(**of)),
                list(ContactBan.objects.filter(**of).values_list("channel", "reason")),
                sorted(Tagging.objects.filter(about_id=party.pk).values_list("about_type", "tag__name")),
            )
        )  # fmt: skip
    return sorted(found, key=repr)


def differing(one: list[Any], other: list[Any]) -> list[str]:
    """What only one of them holds, a line for each."""
    lines, others = ({f"{party[0]['name']}: {line}" for party in its for line in flat(party)} for its in (one, other))
    return sorted(lines ^ others) or ([] if one == other else ["another number of them"])


def flat(party: tuple[Any, ...]) -> list[str]:
    fields, *parts = party
    return [*(f"{name}={value}" for name, value in fields.items()), *(str(one) for part in parts for one in part)]


@pytest.mark.slow
@pytest.mark.parametrize(("format", "slugs", "is_ours"), [
    ("csv", ("contacts",), True),
    ("xlsx", ("households", "people", "companies"), False),
])  # fmt: skip
def test_everything_of_every_party_leaves_and_comes_back(
    owner: Actor, format: str, slugs: tuple[str, ...], is_ours: bool
) -> None:
    made(owner)
    fields_filled(owner)
    jobs.run_due()  # places on the map
    before = whole()
    files = {slug: exported(slug, owner, ("*",), format) for slug in slugs}
    for slug in slugs:
        assert set(performed(brought(files[slug], owner, f"{slug}.{format}"), owner)) == {"same"}
    assert differing(before, whole()) == []
    emptied(Party.objects.all(), owner)
    if not is_ours:
        files = {slug: foreign(data) for slug, data in files.items()}
    for again in ({"new", "updated"}, {"same"}):  # the firm behind a person is new with the person
        for slug in slugs:
            run = brought(files[slug], owner, f"{slug}.{format}", trashed="new")
            assert set(performed(run, owner)) <= again, slug
        assert differing(before, whole()) == []
    assert TieKind.objects.filter(builtin="").count() == 0


def test_everybody_comes_back_from_the_trash_as_they_were(owner: Actor) -> None:
    made(owner)
    fields_filled(owner)
    jobs.run_due()
    before, ids = whole(), set(Party.objects.values_list("pk", flat=True))
    data = exported("contacts", owner, ("*",), "csv")
    emptied(Party.objects.all(), owner)
    assert set(performed(brought(data, owner, "contacts.csv"), owner)) == {"updated"}
    assert differing(before, whole()) == []
    assert set(Party.objects.values_list("pk", flat=True)) == ids


@pytest.mark.parametrize("slug", ["contacts", "people"])
def test_json_of_ours_is_read_as_the_table_that_csv_is(owner: Actor, slug: str) -> None:
    made(owner)
    fields_filled(owner)
    told = []
    for kind in ("csv", "json"):
        run = brought(exported(slug, owner, ("*",), kind), owner, f"contacts.{kind}")
        table = runs.table_of(run)
        columns = [column.header for column in table.columns]
        assert performed(run, owner).keys() == {"same"}
        rows = [dict(zip(columns, row.cells, strict=True)) for row in table.rows()]
        told.append((rows, run.importer, run.found["maker"], run.options["is_ours"], set(run.mapping.values())))
    assert told[0] == told[1]


def on_a_card() -> list[Any]:
    """What a card holds of each party."""
    points, places = ("kind", "shown", "label"), ("label", "street", "more", "city", "country")
    names = ("kind", "name", "given", "family", "description", "birthday", "language", "role", "company__name")
    found = []
    for party in Party.objects.all():
        reached = ContactPoint.objects.filter(party=party, do_not_use=False)
        placed = Address.objects.filter(party=party).values_list(*places)
        found.append(
            (
                Party.objects.values_list(*names).get(pk=party.pk) if not party.is_company else (party.name,),
                sorted(reached.values_list(*points)),
                sorted((row[0] or "work", *row[1:]) for row in placed),
                sorted(Tagging.objects.filter(about_id=party.pk).values_list("tag__name", flat=True)),
            )
        )
    return sorted(found, key=repr)


@pytest.mark.parametrize("trashed", ["new", "back"])
@pytest.mark.parametrize("format", ["vcf", "vcf4"])
def test_what_a_card_holds_comes_back_from_it(owner: Actor, format: str, trashed: str) -> None:
    made(owner)
    before = on_a_card()
    cards = exported("contacts", owner, (), format)
    emptied(Party.objects.all(), owner)
    run = brought(cards, owner, "contacts.vcf", trashed=trashed)
    assert set(performed(run, owner)) <= {"new", "updated"}
    assert on_a_card() == before
    assert set(performed(brought(cards, owner, "contacts.vcf"), owner)) == {"same"}


@pytest.mark.parametrize("format", ["vcf", "vcf4"])
def test_cards_of_two_who_look_the_same_come_back_to_each(owner: Actor, format: str) -> None:
    for name in ("Chloé Martin", "Chloe Martin"):
        parties.create_person(by=owner, name=name, mail="chloe@martin.example")
    cards = exported("contacts", owner, (), format)
    assert performed(brought(cards, owner, "contacts.vcf"), owner) == {"same": 2}


def test_the_number_on_a_card_of_another_firm_is_nobodys_here(owner: Actor) -> None:
    anna = parties.create_person(by=owner, name="Anna Vogel")
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Lee\r\nUID:goodwill-party-{anna.pk}\r\nEND:VCARD\r\n"
    assert performed(brought(card, owner, "other.vcf"), owner) == {"new": 1}
