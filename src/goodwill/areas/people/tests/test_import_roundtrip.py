"""What leaves in a file comes back from it exactly as it was."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goodwill.areas.people.imports.of_ours import FIELDS
from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.verbs import addresses, contacts, parties, ties
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.firm_secret import firm_mark
from goodwill.records import registry, writing
from goodwill.records.codec.export import Asked, export
from goodwill.records.toys.models import Toy
from goodwill.transfer import errorfile, runs
from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.tests.bringing import brought, mapped, performed


def exported(slug: str, by: Actor, columns: tuple[str, ...], format: str = "csv") -> bytes:
    found = registry.by_slug(slug)
    assert found is not None
    with export(found, Asked(format, sort="created_at", columns=columns), by=by).file as file:
        return file.read()


def without_ids(data: bytes, name: str) -> list[list[str]]:
    table = open_csv(Input.of_bytes(data, name))
    return sorted(row.cells[1:] for row in table.rows())


def emptied(rows: Any, by: Actor) -> None:
    """As if it were another firm, for an import that makes anew whoever is in the trash."""
    with changes.batch(by, "trash"):
        for record in rows:
            changes.trash(record)


@pytest.fixture
def naughty(real_data: Path) -> list[str]:
    return [text for text in json.loads((real_data / "strings" / "blns.json").read_text("utf-8")) if text.strip()]


@pytest.mark.slow
def test_naughty_strings_of_any_type_leave_and_come_back_the_same(owner: Actor, naughty: list[str]) -> None:
    toys = registry.get("toy")
    assert toys is not None
    for number, text in enumerate(naughty):
        writing.create(toys, {"name": f"{number} {text}"[:120].strip(), "story": text}, by=owner)
    before = exported("toys", owner, ("name", "story"))
    assert performed(brought(before, owner, "toys.csv"), owner) == {"same": len(naughty)}
    emptied(Toy.objects.all(), owner)
    run = brought(before, owner, "toys.csv")
    assert run.importer == "toy"
    assert performed(run, owner) == {"new": len(naughty)}
    assert without_ids(exported("toys", owner, ("name", "story")), "toys.csv") == without_ids(before, "toys.csv")


TEXTS = ("prefix", "given", "additional", "family", "suffix", "nickname", "role", "source", "best_hours")
SAID = ("name", *TEXTS, "description", "tags")


def _made_of(text: str, number: int, owner: Actor) -> Party:
    """A person with the text in every field that takes one, as far as there is room."""
    people = registry.get("person")
    assert people is not None
    longest = {name: Party._meta.get_field(name).max_length or 0 for name in TEXTS}
    told = {name: text[:most].strip() for name, most in longest.items()}
    given = told | {"name": f"{number} {text}"[:190].strip(), "description": text, "tags": [f"{number} {text}"[:58]]}
    made: Party = writing.create(people, given, by=owner)
    return made


@pytest.mark.slow
def test_naughty_strings_in_every_text_of_a_person_leave_and_come_back_the_same(
    owner: Actor, naughty: list[str]
) -> None:
    for number, text in enumerate(naughty):
        _made_of(text, number, owner)
    before = exported("people", owner, SAID)
    assert performed(brought(before, owner, "people.csv"), owner) == {"same": len(naughty)}
    emptied(Party.objects.all(), owner)
    run = brought(before, owner, "people.csv", trashed="new")
    assert run.options["row_is"] == "person"
    assert performed(run, owner) == {"new": len(naughty)}
    assert without_ids(exported("people", owner, SAID), "p.csv") == without_ids(before, "p.csv")


def test_every_field_of_a_person_and_of_a_company_leaves_and_comes_back_the_same(owner: Actor) -> None:
    parties.create_company(
        by=owner, name="Fjord, Foods; AB", company_kind="firm", industry="Food", employees=12, success="growing",
        customer_since=date(2019, 5, 1), phase="loyal", regard="partner", description="=Good\n'people", language="sv",
        country="SE", best_channel="phone", best_hours="after 9", source="Fair", time_zone="Europe/Stockholm",
    )  # fmt: skip
    anna = parties.create_person(
        by=owner, name="Anna of Oslo", given="Anna", family="Lind", phase="customer", customer_since=date(2020, 2, 29),
        birthday=date(1984, 3, 9), age_band="30-44", home="couple", best_channel="text", regard="friend",
        phone="+46 8 123 456 78", mail="anna@fjord.example", website="https://www.fjord.example/", language="sv",
        country="NO", role="Buyer", time_zone="Europe/Oslo", tags=["a, b", "c; d", '"e"'],
    )  # fmt: skip
    contacts.add_contact(anna, by=owner, kind="phone", value="+46 70 123 45 67")
    contacts.add_contact(anna, by=owner, kind="mail", value="lind@fjord.example")
    ties.work_at(anna, company="Fjord, Foods; AB", role="Buyer", by=owner)
    addresses.add_address(anna, by=owner, street="Storgatan 5", postcode="111 23", city="Stockholm", country="NO")
    for slug in ("companies", "people"):
        found = registry.by_slug(slug)
        assert found is not None
        names = tuple(name for name in found.all_fields if name in FIELDS)
        before = exported(slug, owner, names)
        assert performed(brought(before, owner, f"{slug}.csv"), owner) == {"same": 1}
        emptied(found.model.objects.filter(kind=found.name), owner)
        assert performed(brought(before, owner, f"{slug}.csv", trashed="new"), owner) == {"new": 1}
        assert without_ids(exported(slug, owner, names), "p.csv") == without_ids(before, "p.csv")


def test_of_two_companies_of_one_name_a_person_stays_with_theirs(owner: Actor) -> None:
    first, second = (parties.create_company(by=owner, name="Moor Ltd") for _each in range(2))
    assert first != second
    anna = parties.create_person(by=owner, name="Anna Lind", country="NO")
    ties.work_at(anna, company=f"#{second.pk}", by=owner)
    data = exported("people", owner, ("name", "company", "country"))
    assert performed(brought(data, owner, "people.csv"), owner) == {"same": 1}


def test_a_file_of_ours_stays_one_through_the_pages_of_the_wizard(owner: Actor, browse: Any) -> None:
    parties.create_person(by=owner, name="Anna Lind", mail="anna@fjord.example")
    run = brought(exported("people", owner, ("name", "mail")), owner, "people.csv")
    browse(owner).post(f"/import/{run.pk}/options", {"policy": "fill", "doubles": "take"})
    run.refresh_from_db()
    assert (run.options["is_ours"], run.options["split_names"]) == (True, True)


def foreign(data: bytes) -> bytes:
    """As another firm would have written it."""
    return data.replace(firm_mark().encode(), b"0ddf1a", 1)


def test_the_number_of_another_firms_record_is_not_the_record_here_that_has_the_same(owner: Actor) -> None:
    anna = parties.create_person(by=owner, name="Anna Lind", mail="anna@fjord.example")
    data = exported("people", owner, ("name", "mail"))
    theirs = foreign(data).replace(b"Anna Lind", b"Boris Petrov").replace(b"anna@", b"boris@")
    run = brought(theirs, owner, "people.csv", policy="overwrite")
    assert run.mapping["0"] == "external_id"
    assert performed(run, owner) == {"new": 1}
    anna.refresh_from_db()
    assert (anna.name, Party.objects.count()) == ("Anna Lind", 2)
    renamed = theirs.replace(b"Boris Petrov", b"Boris P. Petrov").replace(b"boris@", b"bp@")
    assert performed(brought(renamed, owner, "again.csv"), owner) == {"updated": 1}
    assert brought(data.replace(b"Lind", b"Berg"), owner, "people.csv").mapping["0"] == "own_id"


@pytest.mark.parametrize(("slug", "model"), [("people", Party), ("toys", Toy)])
def test_a_file_comes_in_again_when_what_it_brought_lies_in_the_trash(slug: str, model: Any, owner: Actor) -> None:
    found = registry.by_slug(slug)
    assert found is not None
    writing.create(found, {"name": "Anna Lind"}, by=owner)
    data = foreign(exported(slug, owner, ("name",)))
    for _time in range(3):
        emptied(model.objects.all(), owner)
        assert performed(brought(data, owner, f"{slug}.csv", found.name, trashed="new"), owner) == {"new": 1}
    assert performed(brought(data, owner, f"{slug}.csv", found.name), owner) == {"same": 1}


def test_rows_that_were_not_taken_come_back_from_their_file_as_they_were(owner: Actor) -> None:
    odd = ["=1+1", "'=kept", "+49 30 1", "x" * 2500]
    run = brought("First Name,Colour,Shape\n" + "".join(f",{text},{odd[3]}\n" for text in odd[:3]), owner, "odd.csv")
    assert performed(run, owner) == {"refused": 3}
    again = brought("".join(errorfile.lines(run)), owner, "again.csv")
    table = runs.table_of(again)
    assert [row.cells[:3] for row in table.rows()] == [["", text, odd[3]] for text in odd[:3]]
    assert again.mapping.get("3", "") == ""


SPECTRUM = (
    "comma_in_quotes", "escaped_quotes", "json", "location_coordinates", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8", "empty", "empty_crlf",
)  # fmt: skip


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_survives_import_page_search_export_and_import(
    name: str, owner: Actor, real_data: Path, browse: Any
) -> None:
    data = (real_data / "csv" / "spectrum" / "csvs" / f"{name}.csv").read_bytes()
    twin = json.loads((real_data / "csv" / "spectrum" / "json" / f"{name}.json").read_text("utf-8"))
    run = brought(data, owner, f"{name}.csv", "toy")
    mapped(run, *_targets(len(run.found["columns"])))
    performed(run, owner)
    if isinstance(twin, list):  # the twin of one file tells of another file
        assert sorted(Toy.objects.values_list("name", "story")) == sorted(_values(row) for row in twin)
    count = Toy.objects.count()
    assert count == len(twin) if isinstance(twin, list) else count == 1
    client: Client = browse(owner)
    toy = Toy.objects.order_by("id").first()
    assert toy is not None
    assert client.get(f"/toys/{toy.pk}/").status_code == 200
    word = next((word for word in toy.name.split() if word.isalnum()), "")
    assert not word or toy.name.split()[0].encode()[:1] in client.get("/search", {"q": word}).content
    before = exported("toys", owner, ("name", "story"))
    assert performed(brought(before, owner, "toys.csv"), owner) == {"same": count}
    emptied(Toy.objects.all(), owner)
    performed(brought(before, owner, "toys.csv", match=""), owner)
    assert without_ids(exported("toys", owner, ("name", "story")), "t.csv") == without_ids(before, "t.csv")


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_survives_as_people(name: str, owner: Actor, real_data: Path, browse: Any) -> None:
    data = (real_data / "csv" / "spectrum" / "csvs" / f"{name}.csv").read_bytes()
    twin = json.loads((real_data / "csv" / "spectrum" / "json" / f"{name}.json").read_text("utf-8"))
    run = brought(data, owner, f"{name}.csv", "person", match="", split_names=False)
    width = len(run.found["columns"])
    mapped(run, "full_name", *[""] * (width - 2), *(["description"] if width > 1 else []))
    assert performed(run, owner)["new"]
    told = list(Party.objects.values_list("name", "description"))
    if isinstance(twin, list):  # the twin of one file tells of another file
        assert set(told) <= {_values(row) for row in twin}
    for party in Party.objects.all():
        assert browse(owner).get(f"/people/{party.pk}/").status_code == 200
    before = exported("people", owner, ("name", "given", "family", "description"))
    assert performed(brought(before, owner, "people.csv"), owner) == {"same": len(told)}
    emptied(Party.objects.all(), owner)
    performed(brought(before, owner, "people.csv"), owner)
    after = exported("people", owner, ("name", "given", "family", "description"))
    assert without_ids(after, "p.csv") == without_ids(before, "p.csv")


def _targets(width: int) -> list[str]:
    """The first column is the name, the last the story; what lies between is left out here."""
    return ["toy.name", *[""] * (width - 2), *(["toy.story"] if width > 1 else [])]


def _values(row: dict[str, str]) -> tuple[str, str]:
    cells = list(row.values())
    return " ".join(cells[0].split()), cells[-1].strip().replace("\r\n", "\n") if len(cells) > 1 else ""


def test_every_column_of_a_strange_table_is_kept_in_a_note(owner: Actor, real_data: Path) -> None:
    data = (real_data / "csv" / "spectrum" / "csvs" / "comma_in_quotes.csv").read_bytes()
    run = brought(data, owner, "comma_in_quotes.csv")
    mapped(run, "given_name", "family_name", "keep_note", "keep_note", "keep_note")
    assert performed(run, owner) == {"new": 1}
    assert Note.objects.get().text == "address: 120 any st.\ncity: Anytown, WW\nzip: 08123"
