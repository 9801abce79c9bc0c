"""What happened with customers, from files of its own: whom a row is about is told by name, mail or number."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodwill.areas.people.models import Interaction, Note, Party
from goodwill.kernel.actors import Actor
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.transfer.tests.bringing import brought, checked, performed

Browse = Callable[..., Client]

PEOPLE = "Customer number,Full name,E-mail\nK-1,Fay Ross,fay@ross.example\nK-2,Gil Tate,gil@tate.example\n"
CALLS = (
    "Customer,Kind,When,Subject,Text\n"
    "Fay Ross,Call,2026-04-01 10:30,Price,She will call back\n"
    "GIL@tate.example,Meeting,2026-04-02 09:00,Trial ride,Liked the blue one\n"
    "K-1,Visit,2026-04-03 09:00,Came by,Bought it\n"
    "K-9,Visit,2026-04-03 09:00,Came by,Nobody knows\n"
)
NOTES = 'Customer number,Note\nK-1,"Wants a tandem\nand a trailer"\ngil@tate.example,Asked for a quote\nK-9,Nobody\n'


def test_calls_find_their_people_by_name_mail_and_customer_number(owner: Actor) -> None:
    performed(brought(PEOPLE, owner, name="people.csv"), owner)
    run = brought(CALLS, owner, name="calls.csv")
    assert run.importer == "interaction"
    assert set(run.targets.values()) == {f"interaction.{name}" for name in ("party", "kind", "at", "subject", "text")}
    assert checked(run, owner) == {"new": 3, "refused": 1}
    performed(run, owner)
    told = Interaction.objects.order_by("at").values_list("party__name", "kind", "subject")
    assert list(told) == [
        ("Fay Ross", "call", "Price"),
        ("Gil Tate", "meeting", "Trial ride"),
        ("Fay Ross", "visit", "Came by"),
    ]
    assert performed(brought(CALLS, owner, name="calls.csv"), owner).get("new", 0) == 0
    runs.undo(run, owner)
    assert not Interaction.objects.exists()


def test_notes_come_in_about_those_whom_their_rows_name(owner: Actor) -> None:
    performed(brought(PEOPLE, owner, name="people.csv"), owner)
    run = brought(NOTES, owner, name="notes.csv")
    assert (run.importer, run.targets) == ("note", {0: "note.about", 1: "note.html"})
    assert checked(run, owner) == {"new": 2, "refused": 1}
    performed(run, owner)
    fay, gil = Party.objects.get(name="Fay Ross"), Party.objects.get(name="Gil Tate")
    assert Note.objects.get(about_id=fay.pk).text == "Wants a tandem\nand a trailer"
    assert Note.objects.get(about_id=gil.pk).text == "Asked for a quote"
    assert performed(brought(NOTES, owner, name="notes.csv"), owner).get("new", 0) == 0
    runs.undo(run, owner)
    assert not Note.objects.exists()


def test_a_mail_that_several_have_leads_to_nobody(owner: Actor) -> None:
    twice = "Full name,E-mail\nFay Ross,all@ross.example\nTom Ross,all@ross.example\n"
    performed(brought(twice, owner, name="people.csv"), owner)
    run = brought("Customer,Kind,When,Subject\nall@ross.example,Call,2026-04-01 10:30,Price\n", owner, name="calls.csv")
    assert checked(run, owner) == {"refused": 1}


def test_what_a_zip_held_beside_its_tables_is_named_where_each_is_asked_about(owner: Actor, browse: Browse) -> None:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in {"people.csv": PEOPLE, "calls.csv": CALLS, "face.png": "no picture"}.items():
            archive.writestr(name, text)
    client = browse(owner)
    answer = client.post("/import", {"files": [SimpleUploadedFile("old.zip", sink.getvalue())]})
    page = client.get(answer["Location"]).content.decode()
    assert "1 file in old.zip holds no contacts and no table, and was left out: face.png" in page
    assert Import.objects.count() == 2
