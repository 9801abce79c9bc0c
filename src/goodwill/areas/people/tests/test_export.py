"""Parties leave as cards that phones read, and with everything that hangs on them; both as far as the rights reach."""

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest

from goodwill.areas.people.models import Consent, ContactPoint, Party
from goodwill.areas.people.records import CONTACT, PERSON
from goodwill.areas.people.verbs.consents import record_consent, write_wording
from goodwill.areas.people.verbs.contacts import ContactInput
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.areas.people.verbs.preferences import add_preference
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.areas.people.verbs.ties import tie
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Batch, Change
from goodwill.records.codec.export import Asked, Exported, export
from goodwill.records.files.verbs import attach
from goodwill.transfer.bringing import bring
from goodwill.transfer.models import Export
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.vcard import Card, read_cards
from goodwill.transfer.tests.bringing import brought, checked, performed

POINTS: list[ContactInput] = [
    {"kind": "phone", "value": "020 7946 0112", "label": "work", "preferred": True},
    {"kind": "phone", "value": "07700 900112", "label": "mobile"},
    {"kind": "phone", "value": "07700 900999", "do_not_use": True},
    {"kind": "mail", "value": "amara@northgate.example"},
    {"kind": "web", "value": "https://northgate.example"},
]


@pytest.fixture
def amara(owner: Actor) -> Party:
    return create_person(
        by=owner,
        name="Amara Bello",
        company="Northgate; Couriers, Ltd",
        role="Fleet manager",
        description="=Prefers the phone,\nbefore 11:00",
        contacts=POINTS,
        addresses=[{"street": "14 Dock Road", "city": "Harwick", "postcode": "HW1 4DR", "country": "GB"}],
        tags=["fleet", "=vip"],
    )


def cards(made: Exported) -> list[Card]:
    found = read_cards(Input.of_bytes(made.file.read(), made.name))
    return [card for card in found if isinstance(card, Card)]


@pytest.mark.parametrize("format", ["vcf", "vcf4"])
def test_a_list_leaves_as_cards_that_are_read_again(owner: Actor, amara: Party, format: str) -> None:
    made = export(CONTACT, Asked(format, sort="name"), by=owner)
    card, firm = cards(made)
    assert (made.rows, made.name) == (2, "contacts.vcf")
    assert (card.full_name, card.given_name, card.family_name) == ("Amara Bello", "Amara", "Bello")
    assert (card.organization, card.title) == ("Northgate; Couriers, Ltd", "Fleet manager")
    assert [(one.value, one.kinds) for one in card.phones] == [
        ("+44 20 7946 0112", ("work",)),
        ("+44 7700 900112", ("cell",)),
    ]
    assert [one.value for one in card.mails] == ["amara@northgate.example"]
    assert card.addresses[0].parts == ("", "", "14 Dock Road", "Harwick", "", "HW1 4DR", "United Kingdom")
    assert sorted(card.categories) == ["=vip", "fleet"]
    assert card.note == "=Prefers the phone,\nbefore 11:00"
    assert firm.is_company


def test_one_customer_leaves_with_everything(owner: Actor, amara: Party) -> None:
    write_note(amara, by=owner, html="<p>Likes steel</p>")
    plan_task(amara, by=owner, title="=Call about tyres")
    log_interaction(amara, by=owner, kind="call", subject="Gears slip")
    other = create_company(by=owner, name="Elsewhere")
    log_interaction(other, by=owner, kind="meeting", subject="At the fair", others=[amara.pk])
    log_interaction(other, by=owner, kind="meeting", subject="Without her")
    write_wording(by=owner, name="Newsletter", text="Send me news", purpose="news")
    record_consent(amara, by=owner, template="Newsletter")
    add_preference(amara, by=owner, topic="product", stance="wants", text="Steel frames")
    tie(amara, by=owner, other=create_person(by=owner, name="Grace Bello"), kind="sibling")
    made = export(PERSON, Asked("json", record=amara.pk), by=owner)
    found: dict[str, list[dict[str, Any]]] = json.load(made.file)
    assert found["person"][0]["name"] == "Amara Bello"
    assert len(found["contact_points"]) == len(POINTS)
    assert found["addresses"][0]["street"] == "14 Dock Road"
    assert {row["other"]["name"] for row in found["ties"]} == {"Northgate; Couriers, Ltd", "Grace Bello"}
    assert [row["text"] for row in found["notes"]] == ["Likes steel"]
    assert [row["title"] for row in found["tasks"]] == ["=Call about tyres"]
    assert {row["subject"] for row in found["interactions"]} == {"Gears slip", "At the fair"}
    assert found["consents"][0]["wording"] == "Send me news"
    assert found["preferences"][0]["text"] == "Steel frames"
    assert found["files"] == []
    row = Export.objects.get()
    assert (row.record, row.rows) == (amara.pk, sum(map(len, found.values())))
    assert f"Person {amara.pk} with everything" in Batch.objects.latest("id").note
    with zipfile.ZipFile(export(PERSON, Asked("csv", record=amara.pk), by=owner).file) as archive:
        assert {"person.csv", "notes.csv", "tasks.csv", "interactions.csv"} <= set(archive.namelist())
        tasks = list(csv.DictReader(io.StringIO(archive.read("tasks.csv").decode("utf-8-sig"))))
        assert tasks[0]["Title"] == "'=Call about tyres"
    book = openpyxl.load_workbook(export(PERSON, Asked("xlsx", record=amara.pk), by=owner).file)
    assert {"People", "Notes", "Tasks", "Interactions", "Consents"} <= set(book.sheetnames)
    assert len(cards(export(PERSON, Asked("vcf", record=amara.pk), by=owner))) == 1


@pytest.mark.parametrize("format", ["json", "vcf"])
def test_one_customer_with_everything_comes_back_and_changes_nothing(owner: Actor, amara: Party, format: str) -> None:
    add_preference(amara, by=owner, topic="product", stance="wants", text="Steel frames")
    for name in ("lease.pdf", "plan.png", "terms.txt"):  # more of them than of anything else
        attach(amara, io.BytesIO(name.encode()), name, by=owner)
    write_wording(by=owner, name="Newsletter", text="Send me news", purpose="news")
    record_consent(amara, by=owner, template="Newsletter")
    made = export(PERSON, Asked(format, record=amara.pk), by=owner)
    before, count = Batch.objects.latest("id"), Party.objects.count()
    run = brought(made.file.read(), owner, made.name)
    assert checked(run, owner) == {"same": 1}
    assert performed(run, owner) == {"same": 1}
    assert not Change.objects.filter(batch__id__gt=before.id).exclude(type="file").exists()
    assert Party.objects.count() == count


def test_of_a_zip_of_one_customer_only_what_stands_alone_is_asked_about(owner: Actor, amara: Party) -> None:
    write_note(amara, by=owner, html="<p>Likes steel</p>")
    plan_task(amara, by=owner, title="Call about tyres")
    made = export(PERSON, Asked("csv", record=amara.pk), by=owner)
    found = bring([Input.of_bytes(made.file.read(), made.name)], owner)
    names = {run.name for run in found.runs}
    assert {"person.csv", "tasks.csv"} <= names
    assert names.isdisjoint({"contact_points.csv", "addresses.csv", "ties.csv", "notes.csv", "files.csv"})
    person = next(run for run in found.runs if run.name == "person.csv")
    assert performed(person, owner) == {"same": 1}


def test_what_may_not_be_exported_stays(owner: Actor, as_role: Any, amara: Party) -> None:
    staff = as_role("staff")
    with pytest.raises(Refused):
        export(PERSON, Asked("json", record=amara.pk), by=staff)
    assert cards(export(CONTACT, Asked("vcf"), by=staff)) == []
    mine = create_person(by=staff, name="Ben Moor", contacts=POINTS)
    tie(mine, by=owner, other=amara, kind="friend")
    found = json.load(export(PERSON, Asked("json", record=mine.pk), by=staff).file)
    assert [row["name"] for row in found["person"]] == ["Ben Moor"]
    assert ContactPoint.objects.count() > len(found["contact_points"]) == len(POINTS)
    assert Consent.objects.count() == 0


def test_the_page_of_a_customer_offers_it(owner: Actor, browse: Any, amara: Party) -> None:
    client, here = browse(owner), f"/people/{amara.pk}/"
    assert f"{here}export" in client.get(here).content.decode()
    assert "Export Amara Bello" in client.get(f"{here}export").content.decode()
    answer = client.post(f"{here}export", {"format": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="Amara Bello.zip"'
    assert b"PK" in b"".join(answer.streaming_content)
    assert "Amara Bello with everything" in client.get("/exports").content.decode()


def test_the_log_tells_of_cards_what_they_hold_and_not_the_columns_of_the_list(
    owner: Actor, amara: Party, browse: Any
) -> None:
    client = browse(owner)
    client.post("/people/export", {"format": "vcf", "scope": "all", "what": "shown"})
    assert "what a card holds" in client.get("/exports").content.decode()
    Export.objects.all().delete()
    client.post("/people/export", {"format": "csv", "scope": "all", "what": "shown"})
    assert "what a card holds" not in client.get("/exports").content.decode()
