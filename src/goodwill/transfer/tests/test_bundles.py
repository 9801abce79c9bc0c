"""Several files of one shape as one import, and zips of them; what a hostile zip may not do."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File
from goodwill.records import registry
from goodwill.transfer import bringing, errorfile, runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.tests.bringing import checked, performed

Browse = Callable[..., Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def card(name: str, more: str = "") -> bytes:
    given, family = name.split()
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:{family};{given};;;\n{more}END:VCARD\n".encode()


def packed(files: dict[str, Any], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


def bring(owner: Actor, **files: bytes | str) -> bringing.Brought:
    """Files by name; "_" stands for the dot."""
    data = {name.replace("_", "."): text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return bringing.bring([Input.of_bytes(content, name) for name, content in data.items()], owner)


def names(owner: Actor, slug: str = "person") -> list[str]:
    return sorted(registry.get(slug).rows(owner).values_list("name", flat=True))  # type: ignore[union-attr]


def test_cards_that_are_dropped_together_are_one_import(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    cards = [card("Anna Field", "EMAIL:anna@field.example\n"), card("Ben Moor", "TEL:+44 20 7946 0000\n")]
    files = [SimpleUploadedFile(f"{n}.vcf", content) for n, content in enumerate(cards)]
    where = client.post("/import", {"files": files})["Location"]
    run = Import.objects.get()
    assert where == f"/import/{run.pk}/file"
    page = client.get(where).content.decode()
    for said in ("0.vcf and 1 more", "anna@field.example", "+44 20 7946 0000", "Import each file by itself"):
        assert said in page
    assert checked(run, owner) == {"new": 2}
    assert performed(run, owner) == {"new": 2}
    assert names(owner) == ["Anna Field", "Ben Moor"]


def test_tables_of_one_shape_are_read_each_in_its_own_way(owner: Actor) -> None:
    found = bring(
        owner,
        march_csv="Name,Email,Town\nAnna Field,anna@field.example,Leeds\n",
        april_csv="Town;Email;Name\nK\xf6ln;jo@moor.example;J\xf6 Moor\n;;\nBonn;kim@at\n".encode("latin-1"),
    )
    (run,) = found.runs
    assert checked(run, owner) == {"new": 2, "refused": 1}
    assert {row.cells[0] for row in run.rows.all()} == {""}
    assert [run.row_name(row.number) for row in run.rows.all()] == ["april.csv: 4"]
    performed(run, owner)
    assert {"Anna Field", "Jö Moor"} <= set(names(owner))


def test_the_error_file_names_the_file_of_each_row(owner: Actor) -> None:
    (run,) = bring(owner, a_csv="Name,Email\nAnna,a@x.example\n", b_csv="Name,Email\n,\nTotal,\n,1\n").runs
    checked(run, owner)
    assert "b.csv: 4." in "".join(errorfile.lines(run))


def test_each_file_can_be_imported_by_itself_after_all(owner: Actor, browse: Browse) -> None:
    (run,) = bring(owner, a_vcf=card("Anna Field"), b_vcf=card("Ben Moor")).runs
    answer = browse(owner).post(f"/import/{run.pk}/file", {"do": "apart"})
    alone = list(Import.objects.order_by("id"))
    assert [each.name for each in alone] == ["a.vcf", "b.vcf"]
    assert all(f"id={each.pk}" in answer["Location"] for each in alone)


def test_the_other_lists_of_a_file_are_brought_by_one_press(owner: Actor, browse: Browse) -> None:
    text = '{"people": [{"Name": "Anna Field"}], "things": [{"Firm": "Brio", "Town": "Leeds"}], "none": []}'
    (run,) = bring(owner, all_json=text).runs
    client = browse(owner)
    assert "Bring the other lists, too" in client.get(f"/import/{run.pk}/file").content.decode()
    answer = client.post(f"/import/{run.pk}/file", {"do": "sheets"})
    page = client.get(answer["Location"]).content.decode()
    names = [each.name for each in Import.objects.order_by("id")]
    assert len(names) == 2
    assert all(said in page for said in (*names, "Anna Field", "Brio"))


def test_a_zip_is_unpacked_and_what_is_nothing_to_import_is_named(owner: Actor) -> None:
    inside = {
        "../../etc/anna.vcf": card("Anna Field"),
        "/Takeout/B/anna.vcf": card("Ben Moor"),
        "Takeout/photo.png": PNG,
        "__MACOSX/._anna.vcf": b"\0\1",
        "Takeout/": b"",
    }
    (run,) = bring(owner, takeout_zip=packed(inside)).runs
    assert (run.name, run.found["parts"]) == ("takeout.zip", ["anna.vcf", "anna.vcf"])
    (told,) = [each["params"] for each in run.found["problems"] if each["code"] == "left_in_zip"]
    assert (told["count"], told["names"]) == (1, "photo.png")
    assert performed(run, owner) == {"new": 2}
    assert names(owner) == ["Anna Field", "Ben Moor"]


def test_of_a_zip_pictures_and_pages_are_named_and_not_asked_about_whatever_is_in_them(owner: Actor) -> None:
    inside = {
        "people.csv": "Name,Email\nAnna Field,anna@field.example\n",
        "face.png": "no picture at all\nbut text\n",
        "mail.html": "<html><table><tr><td>Dear<td>Anna</tr><tr><td>we<td>met</tr></table>",
    }
    (run,) = bring(owner, all_zip=packed(inside)).runs
    assert run.name == "people.csv"
    (told,) = [each["params"] for each in run.found["problems"] if each["code"] == "left_in_zip"]
    assert (told["count"], told["names"]) == (2, "face.png, mail.html")


def test_a_web_page_that_is_called_xls_is_imported_and_taken_back(owner: Actor, browse: Browse) -> None:
    table = "<table><tr><th>Name<th>Email<tr><td>Anna Field<td>anna@field.example</table>"
    text = f"<html><meta charset=utf-8>{table}<table><tr><td>Town<td>Code<tr><td>Ulm<td>89</table>"
    (run,) = bring(owner, export_xls=text).runs
    page = browse(owner).get(f"/import/{run.pk}/file").content.decode()
    assert "A web page with a table in it. Its name ends in .xls; what is inside counts." in page
    assert "Bring the other tables, too" in page
    assert checked(run, owner) == {"new": 1}
    assert performed(run, owner) == {"new": 1}
    assert names(owner) == ["Anna Field"]
    runs.undo(Import.objects.get(), owner)
    assert not names(owner)


def locked() -> bytes:
    data = bytearray(packed({"a.vcf": card("Anna Field")}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


HOSTILE = {
    "bomb": (lambda: packed({"a.csv": b"Name\n" + b"a" * (8 << 20)}), "no honest file packs so well"),
    "many": (lambda: packed({f"{n}.vcf": b"x" for n in range(501)}), "501 files"),
    "locked": (locked, "locked with a password"),
    "damaged": (lambda: packed({"a.vcf": card("Anna Field")})[:-30], "is damaged"),
    "nothing": (lambda: packed({"a.png": PNG, "in.zip": packed({"b.vcf": card("Ben Moor")})}), "a.png, in.zip"),
    "empty": (lambda: packed({"folder/": b""}), "no file in it"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_zip_that_cannot_be_taken_is_refused_with_a_sentence_and_nothing_is_kept(case: str, owner: Actor) -> None:
    make, sentence = HOSTILE[case]
    found = bring(owner, all_zip=make(), good_vcf=card("Anna Field"))
    assert sentence in found.errors[0]
    assert "Nothing was" in found.errors[0]
    assert [run.name for run in found.runs] == ["good.vcf"]
    assert File.objects.count() == 1
