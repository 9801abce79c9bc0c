"""What leaves in a file comes back from it exactly as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goodwill.areas.people.models import Note, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.records import registry, writing
from goodwill.records.codec.export import Asked, export
from goodwill.records.toys.models import Toy
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


def emptied(model: Any, by: Actor) -> None:
    """As if it were another firm: what is in the trash is not found again."""
    with changes.batch(by, "trash"):
        for record in model.objects.all():
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
    emptied(Toy, owner)
    run = brought(before, owner, "toys.csv")
    assert run.importer == "toy"
    assert performed(run, owner) == {"new": len(naughty)}
    assert without_ids(exported("toys", owner, ("name", "story")), "toys.csv") == without_ids(before, "toys.csv")


@pytest.mark.slow
def test_naughty_strings_as_names_of_people_leave_and_come_back_the_same(owner: Actor, naughty: list[str]) -> None:
    people = registry.get("person")
    assert people is not None
    for number, text in enumerate(naughty):
        writing.create(people, {"name": f"{number} {text}"[:58].strip(), "description": text}, by=owner)
    before = exported("people", owner, ("name", "description"))
    emptied(Party, owner)
    run = brought(before, owner, "people.csv")
    assert run.options["row_is"] == "person"
    counts = performed(run, owner)
    assert counts == {"new": len(naughty)}
    assert without_ids(exported("people", owner, ("name",)), "p.csv") == [
        cells[:1] for cells in without_ids(before, "p.csv")
    ]


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
    emptied(Toy, owner)
    performed(brought(before, owner, "toys.csv", match=""), owner)
    assert without_ids(exported("toys", owner, ("name", "story")), "t.csv") == without_ids(before, "t.csv")


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
