"""Lists as associations, phones and invoicing programs keep them."""

import pytest

from goodwill.areas.people.models import Address, ContactPoint, ExternalKey, Note, Party, Task
from goodwill.areas.people.names import names_firm, names_household
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.kernel.actors import Actor
from goodwill.transfer import importers


def points(party: Party) -> list[str]:
    return sorted(ContactPoint.objects.filter(party=party).values_list("shown", flat=True))


@pytest.mark.parametrize(
    "name",
    [
        "Anna & Peter Field",
        "Anna und Peter Huber",
        "Anne et Paul Roche",
        "Rev. Tim Bell & Dr. Susan Bell",
        "Mr and Mrs J Stone",
        "Mr. & Mrs. Stone",
        "Herr und Frau Huber",
        "M. et Mme Roche",
        "The Marsh Family",
        "Marsh family",
    ],
)
def test_several_people_under_one_name_are_a_household(name: str) -> None:
    assert names_household(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anna Field",
        "Field & Sons Bakery",
        "Marks & Spencer",
        "Tim Bell & Susan Moor",
        "José Ortega y Gasset",
        "Smith and Co",
    ],
)
def test_firms_and_single_people_are_no_household(name: str) -> None:
    assert not names_household(name)


def test_institutions_are_companies() -> None:
    assert all(map(names_firm, ["St Mary's Primary School", "Universidad de Sevilla", "Grundschule am Wald Gymnasium"]))
    assert not any(map(names_firm, ["Anna School-Field", "School", "Charlotte Church"]))


MEMBERS = (
    "Member no.,Name,Town,Email\n"
    '001,Anna & Peter Field,Leeds,"anna@field.example, peter@field.example"\n'
    '002,"Hughes, Mrs Carol",Leeds,carol@mail.example\n'
    "003,Park Road School,Otley,office@park.example\n"
)


def test_a_list_of_members_has_households_people_and_schools(owner: Actor) -> None:
    run = brought(MEMBERS, owner, "members.csv")
    assert checked(run, owner) == performed(run, owner) == {"new": 3}
    kinds = dict(Party.objects.values_list("name", "kind"))
    assert kinds == {"Anna & Peter Field": "household", "Carol Hughes": "person", "Park Road School": "company"}
    assert points(Party.objects.get(kind="household")) == ["anna@field.example", "peter@field.example"]
    assert set(ExternalKey.objects.values_list("key", flat=True)) == {"household:001", "person:002", "company:003"}
    assert performed(brought(MEMBERS, owner, "members.csv"), owner) == {"same": 3}


ONE = (
    "Contact\n"
    '"Fay Rivers, fay@rivers.example, Tel. 07700 900777"\n'
    '"Hall Motors Ltd, 12 Station Rd, York YO24 1AA, 01904 960 500"\n'
    "Guy Penn <guy@penn.example>\n"
    '"Lena Voss; Voss Ltd; +49 30 5550 1234; likes tea; lena@voss.example"\n'
    '"Moor, Ben, ben@moor.example"\n'
    "01904 960 600\n"
    '"Field, Dr. Anna"\n'
)


def test_one_column_that_holds_everything_is_taken_apart(owner: Actor) -> None:
    run = brought(ONE, owner, "contacts.csv")
    assert checked(run, owner) == performed(run, owner) == {"new": 7}
    told = {party.name: (party.kind, points(party)) for party in Party.objects.all()}
    assert told == {
        "Fay Rivers": ("person", ["+44 7700 900777", "fay@rivers.example"]),
        "Hall Motors Ltd": ("company", ["+44 1904 960500"]),
        "Guy Penn": ("person", ["guy@penn.example"]),
        "Lena Voss": ("person", ["+49 30 55501234", "lena@voss.example"]),
        "Voss Ltd": ("company", []),
        "Ben Moor": ("person", ["ben@moor.example"]),
        "+44 1904 960600": ("person", ["+44 1904 960600"]),
        "Anna Field": ("person", []),
    }
    place = Address.objects.get()
    assert (place.street, place.city, place.postcode) == ("12 Station Rd", "York", "YO24 1AA")
    assert list(Note.objects.values_list("text", flat=True)) == ["likes tea"]
    assert performed(brought(ONE, owner, "contacts.csv"), owner) == {"same": 7}


CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Brook;Ida;;;\nFN:Ida Brook\nTEL:07700900333\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nN:Family;;;;\nFN:Family\nX-ADDRESSBOOKSERVER-KIND:group\n"
    "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\nUID:a\nEND:VCARD\n"
)


def test_a_group_of_an_address_book_is_nobody_and_told(owner: Actor) -> None:
    run = brought(CARDS, owner, "phone.vcf")
    assert performed(run, owner) == {"new": 1, "refused": 1}
    assert "is the group “Family” of an address book" in run.rows.get(outcome="refused").sentence
    assert Party.objects.get().name == "Ida Brook"


INVOICES = (
    "Invoice no,Due date,Customer no,Customer,City,E-mail,Net,VAT\n"
    "R-1,01/04/2024,K100,Dale Garage Ltd,York,rob@dale.example,100.00,20.00\n"
    'R-2,02/04/2024,K101,Moss & Co,Leeds,accounts@moss.example,"1,200.00",240.00\n'
    "R-3,03/04/2024,K100,Dale Garage Ltd,York,rob@dale.example,50.00,10.00\n"
)


def test_customers_of_invoices_come_once_and_tax_is_no_number_of_theirs(owner: Actor) -> None:
    run = brought(INVOICES, owner, "invoices.csv")
    assert {"vat_number", "task_due"}.isdisjoint(run.targets.values())
    assert performed(run, owner) == {"new": 2, "same": 1}
    assert not Note.objects.exists()
    assert not Task.objects.exists()


def test_pages_as_google_writes_them_are_addresses(owner: Actor) -> None:
    text = "Name,Website\nGreta Hollis,http\\://www.google.com/profiles/1\n"
    performed(brought(text, owner, "google.csv"), owner)
    assert points(Party.objects.get()) == ["google.com/profiles/1"]


def test_the_page_shows_what_becomes_of_a_name() -> None:
    preview = importers.get("people").preview
    assert preview is not None
    assert preview("Fay Rivers, fay@rivers.example") == "Fay Rivers · fay@rivers.example"
    assert preview("Anna & Peter Field") == "Anna & Peter Field · Household"
    assert preview("Park Road School") == "Park Road School · Company"
    assert preview("Anna Field") == "Anna · Field"


def test_a_name_that_is_left_whole_is_not_taken_apart(owner: Actor) -> None:
    performed(brought("Contact\nFay Rivers (07700 900777)\n", owner, split_names=False), owner)
    assert Party.objects.get().name == "Fay Rivers (07700 900777)"


OUTLOOK = (
    "Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;E-Mail-Adresse;E-Mail-Typ;"
    "E-Mail: Angezeigter Name;Mobiltelefon;Jahrestag;Priorität;Privat;Vertraulichkeit\n"
    "Frau;Jutta;;Möller;;Weiß KG;;;jutta@weiss.example;SMTP;;0171 2345678;0.0.00;Normal;Falsch;Normal\n"
    "Herr;Björn;;Ådahl;;;;;bjoern@adahl.example;SMTP;;;0.0.00;Normal;Wahr;Normal\n"
)


def test_what_a_maker_writes_for_nothing_is_no_example(owner: Actor) -> None:
    run = brought(OUTLOOK, owner, "kontakte.csv")
    assert run.found["maker"] == "Outlook"
    samples = {column["name"]: column["samples"] for column in run.found["columns"]}
    assert (samples["Jahrestag"], samples["Priorität"], samples["Privat"]) == ([], [], ["Wahr"])


def test_a_picture_that_is_not_taken_is_no_field(owner: Actor) -> None:
    run = brought("Name,Photo\nAnna Field,https://pictures.example/anna.jpg\n", owner)
    assert set(run.targets.values()) == {"full_name"}
    assert performed(run, owner) == {"new": 1}
