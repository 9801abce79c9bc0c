"""Many parties at once: written, matched, brought up to date."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodwill.areas.people import samples
from goodwill.areas.people.models import (
    Address,
    ContactPoint,
    DuplicateKey,
    ExternalKey,
    Note,
    Party,
    Tagging,
    Task,
    Tie,
)
from goodwill.areas.people.verbs import parties
from goodwill.areas.people.verbs.bulk import create_parties
from goodwill.areas.people.verbs.rows import ready
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Batch, Change
from goodwill.kernel.models.search import SearchRow
from goodwill.records import registry
from goodwill.records.search import reindex

AMARA = {
    "kind": "person",
    "fields": {"name": "Dr. Amara Bello", "role": "Fleet manager", "phase": "customer", "birthday": date(1990, 3, 4)},
    "contacts": [
        {"kind": "phone", "value": "020 7946 0112", "label": "work"},
        {"kind": "mail", "value": "Amara@Northgate.example"},
    ],
    "addresses": [{"street": "14 Dock Road", "city": "Harwick", "country": "gb"}],
    "company": "Northgate Couriers",
    "department": "Fleet",
    "tags": ["Fleet"],
    "keys": [("google", "c17")],
    "notes": ["Opens a second depot.\n\nAsk for the plan."],
}


def created(by, *rows):
    with changes.batch(by, "import"):
        return create_parties([ready(row, country="GB") for row in rows], by=by)


def columns(party):
    """Everything that is stored of a party, but for ids and moments."""
    left_out = {"id", "created_at", "changed_at", "company_id"}
    found = Party.everything.select_related("company").get(pk=party.pk)
    values = {f.attname: getattr(found, f.attname) for f in Party._meta.concrete_fields if f.attname not in left_out}
    points = ContactPoint.objects.filter(party=party).order_by("kind")
    keys = DuplicateKey.objects.filter(party=party).order_by("kind")
    return (
        values,
        found.company.name,
        list(points.values_list("kind", "value", "label", "shown", "fold", "national", "country", "position")),
        list(Address.objects.filter(party=party).values_list("street", "city", "country", "city_fold", "fold")),
        list(keys.values_list("kind", "key")),
        list(Tie.objects.filter(party=party).values_list("kind__builtin", "role", "main")),
    )


def test_a_row_in_bulk_is_stored_like_one_that_was_made_by_hand(firm, owner):
    (bulk,) = created(owner, AMARA)
    by_hand = parties.create_person(
        by=owner,
        **AMARA["fields"],
        contacts=AMARA["contacts"],
        addresses=AMARA["addresses"],
        company=AMARA["company"],
        tags=AMARA["tags"],
    )
    assert columns(bulk) == columns(by_hand)
    assert Tie.objects.get(party=bulk).department == "Fleet"
    assert Tagging.objects.filter(about_id=bulk.pk, tag__name="Fleet").exists()
    assert "Ask for the plan" in Note.objects.get(about_id=bulk.pk).text
    assert ExternalKey.objects.get(about_id=bulk.pk).key == "c17"


def test_rows_of_one_company_make_it_once(firm, owner):
    rows = [
        {"fields": {"name": f"Person {n}"}, "company": ("Quayside Hotel", "quayside  hotel")[n % 2]} for n in range(4)
    ]
    made = created(owner, *rows)
    assert Party.objects.filter(kind="company").count() == 1
    assert {party.company.name for party in Party.objects.filter(pk__in=[one.pk for one in made])} == {"Quayside Hotel"}


def test_what_is_wrong_with_a_row_is_told_and_the_rest_is_kept(firm, owner):
    row = ready(
        {
            "fields": {"name": "Tom Okafor", "phase": "best", "employees": 3, "primary_mail": "x", "role": "x" * 200},
            "contacts": [{"kind": "mail", "value": "tom(at)a.example"}, {"kind": "phone", "value": "none"}],
            "addresses": [{"street": "x" * 300, "city": "Oslo"}],
        },
        country="NO",
    )
    assert set(row.problems) == {
        "phase",
        "primary_mail",
        "role",
        "street",
        "mail: tom(at)a.example",
        "phone: none",
    }
    assert (row.name, row.fields["employees"], row.addresses[0].city, row.points) == ("Tom Okafor", 3, "Oslo", [])


def test_a_row_without_a_name_cannot_be_written(firm, owner):
    nameless = ready({"fields": {"role": "Buyer"}}, country="GB")
    assert "name" in nameless.problems
    with pytest.raises(Invalid), changes.batch(owner, "import"):
        create_parties([nameless], by=owner)
    assert not Party.everything.exists()


def test_who_may_not_create_may_not_in_bulk(firm, as_role):
    with pytest.raises(Refused):
        created(as_role("read_only"), AMARA)


def test_bulk_is_in_history_and_can_be_taken_back(own_firm, owner):
    created(owner, AMARA, {"fields": {"name": "Jonas Dahl"}})
    batch = Batch.objects.latest("id")
    assert Change.objects.filter(batch=batch, type="party").count() == 3
    changes.undo(batch.pk, owner)
    assert not Party.objects.exists()
    assert not ContactPoint.objects.exists()
    assert not DuplicateKey.objects.exists()


def test_a_key_that_another_record_has_is_left_to_it(firm, owner):
    created(owner, AMARA)
    (other,) = created(owner, {"fields": {"name": "Grace Bello"}, "keys": [("google", "c17"), ("google", "c18")]})
    assert list(ExternalKey.objects.filter(about_id=other.pk).values_list("key", flat=True)) == ["c18"]


def test_many_rows_take_as_many_queries_as_a_few(firm, owner):
    def queries(first, count):
        rows = [
            {
                "fields": {"name": samples.person(n)["name"]},
                "contacts": [{"kind": "mail", "value": samples.person(n)["mail"]}],
                "company": samples.company_name(n),
            }
            for n in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as found:
            created(owner, *rows)
        return len(found)

    assert queries(1000, 200) <= queries(0, 30) + 2


def test_values_of_every_kind_come_back_as_they_were(firm, owner):
    with changes.batch(owner, "create"):
        one = Task(
            title="Ånd", due_on=date(2026, 1, 31), due_time=time(9, 30), zone="Europe/Oslo", extra={"a": [1, None]}
        )
        other = Task(
            title="Ånd", due_on=date(2026, 1, 31), due_time=time(9, 30), zone="Europe/Oslo", extra={"a": [1, None]}
        )
        changes.create(one)
        changes.create_many([other])
    stored = [Task.objects.get(pk=task.pk) for task in (one, other)]
    differing = {
        f.name for f in Task._meta.concrete_fields if getattr(stored[0], f.attname) != getattr(stored[1], f.attname)
    }
    assert differing == {"id"}
    assert other.pk == one.pk + 1


def test_new_parties_are_found_by_what_is_read_back_of_them(firm, owner):
    """The search is told of new rows from memory; it must not know more or less than the database."""
    rows = [AMARA | {"fields": {"name": f"Amara Bello {n}"}, "keys": [("google", f"c{n}")]} for n in range(25)]
    with changes.batch(owner, "import"):
        made = create_parties([ready(row, country="GB") for row in rows], by=owner)
        changes.update(ContactPoint.objects.filter(party=made[3]).first(), value="+44 20 7946 0999")
    told = documents()
    assert len(told) >= len(made)
    for name in ("person", "company"):
        kind = registry.get(name)
        reindex(kind, list(kind.rows(owner).values_list("pk", flat=True)))
    assert documents() == told


def documents():
    rows = SearchRow.objects.filter(type="party").values_list("ref_id", "title", "body", "digits", "owner_id")
    return {pk: (title, set(body.split()), set(digits.split()), owner) for pk, title, body, digits, owner in rows}
