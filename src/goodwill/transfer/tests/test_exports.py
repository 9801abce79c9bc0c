"""What leaves: exactly as it was, as far as the rights reach, written down, and gone in time."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid
from goodwill.kernel.formulas import own_column
from goodwill.kernel.models import Batch, File
from goodwill.records import registry
from goodwill.records.codec import export as engine
from goodwill.records.codec.export import Asked, export
from goodwill.records.toys.models import Toy
from goodwill.records.toys.records import TOY
from goodwill.transfer.leaving import exports
from goodwill.transfer.models import Export
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table

Browse = Callable[..., Client]
SIGNS = [
    *("\x0bvertical", "a\x08b", "_x0041_", "one\r\ntwo", "tail\r", "\tx", " =1", "'=1", "a\x1fb"),
    *("\ufffe", "_xFFFE_", "_x005F_xFFFE_"),
]


def play(*names: str, **fields: Any) -> list[Toy]:
    with changes.batch(system(), "play"):
        return changes.create_many([Toy(name=name[:200], **fields) for name in names])


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content[:500]
    return b"".join(answer.streaming_content)


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    monkeypatch.setattr(engine, "AT_ONCE", 2)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_harmful_texts_leave_guarded_and_are_read_again_as_they_were(
    firm: Any, owner: Actor, real_data: Path, format: str
) -> None:
    found = json.loads((real_data / "strings" / "blns.json").read_text("utf-8"))
    texts = [text for text in [*found, *SIGNS] if text and "\x00" not in text]
    assert len(texts) > 500
    toys = play(*(f"Toy {number:04}" for number in range(len(texts))))
    with changes.batch(system(), "play"):
        changes.update_each({toy: {"story": text} for toy, text in zip(toys, texts, strict=True)})
    made = export(TOY, Asked(format, sort="name", columns=("name", "story")), by=owner)
    table = open_table(Input.of_bytes(made.file.read(), made.name))
    assert [column.header for column in table.columns] == [own_column(), "Name", "Story"]
    rows = [row.cells for row in table.rows()]
    wrong = [(got[2], text) for got, text in zip(rows, texts, strict=True) if got[2] != text]
    assert wrong == []


def test_rows_leave_page_by_page(firm: Any, owner: Actor) -> None:
    play(*(f"Toy {number}" for number in range(501)))
    seen: list[int] = []
    made = export(TOY, Asked("csv", sort="name", columns=("name",)), by=owner, seen=seen.append)
    assert (seen, made.rows, made.size) == ([500, 501], 501, len(made.file.read()))
    with pytest.raises(Invalid, match="more than 500 rows"):
        export(TOY, Asked("csv"), by=owner, most=500)
    assert Export.objects.count() == 1


def test_each_export_is_written_down_with_what_left(owner: Actor, browse: Browse) -> None:
    play("Ball", "Boat", "Car")
    client = browse(owner)
    page = client.get('/toys/export?filter=name contains "b"&columns=name,price').content.decode()
    assert "2 toys" in page
    assert "3 toys" in page
    sent = {"format": "csv", "scope": "list", "what": "shown", "shown": "name,price", "filter": 'name contains "b"'}
    data = content(client.post("/toys/export", sent)).decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(data))] == ["Name", "Ball", "Boat"]
    row = Export.objects.get()
    assert (row.type, row.rows, row.format, row.columns) == ("toy", 2, "csv", ["name", "price"])
    assert (row.user, row.state, row.filter) == (owner.user, "done", 'name contains "b"')
    assert row.batch == Batch.objects.latest("id")
    log = client.get("/exports").content.decode()
    assert "name contains" in log
    assert "Name, Price" in log
    assert "2 rows as CSV" in client.get("/history").content.decode()


def test_ticked_rows_all_fields_and_chosen_columns_leave_as_asked(owner: Actor, browse: Browse) -> None:
    ball, boat, car = play("Ball", "Boat", "Car")
    client = browse(owner)
    sent: dict[str, Any] = {"format": "json", "scope": "ticked", "what": "chosen", "columns": "name"}
    found = json.loads(content(client.post("/toys/export", sent | {"id": [boat.pk, car.pk]})))
    assert [set(row) for row in found] == [{"@type", "@firm", "id", "version", "name"}] * 2
    assert {row["name"] for row in found} == {"Boat", "Car"}
    page = client.get(f'/toys/export?filter=name contains "b"&columns=name&all=&query=&id={boat.pk}').content.decode()
    assert "The ticked row" in page
    assert "2 toys" in page
    whole = client.get('/toys/export?all=1&query=name contains "c"').content.decode()
    assert "1 toy" in whole
    assert "ticked" not in whole
    every = json.loads(content(client.post("/toys/export", sent | {"scope": "all", "what": "all"})))
    assert len(every) == 3
    assert set(every[0]) >= {"name", "story", "price", "tags"}
    for wrong in ({"scope": "ticked"}, {"columns": ""}, {"format": "exe", "id": ball.pk}):
        assert client.post("/toys/export", sent | wrong).status_code in (404, 422)
    assert Export.objects.count() == 2


def test_a_long_list_is_written_in_the_background_and_its_file_expires(
    own_firm: Any, owner: Actor, browse: Browse, few_at_once: None
) -> None:
    play("Ball", "Boat", "Car")
    client = browse(owner)
    sent = {"format": "csv", "scope": "list", "what": "all"}
    place = client.post("/toys/export", sent)["Location"]
    assert "<progress" in client.get(place).content.decode()
    assert client.get(f"{place}/file").status_code == 404
    jobs.run_due()
    row = Export.objects.get()
    assert (row.state, row.rows, row.job.state if row.job else "") == ("ready", 3, "done")
    assert content(client.get(f"{place}/file")).decode("utf-8-sig").count("\r\n") == 4
    other = Actor.of(type(owner.user).objects.get(role__builtin="manager"))  # type: ignore[union-attr]
    assert browse(other).get(place).status_code == 200
    assert browse(other).get(f"{place}/file").status_code == 403
    row.save_only(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(f"{place}/file").status_code == 404
    file = row.file
    assert file is not None
    assert exports.expire() == 1
    row.refresh_from_db()
    assert (row.state, row.file) == ("expired", None)
    assert not File.everything.filter(pk=file.pk).exists()


def test_nothing_leaves_under_a_filter_that_is_not_understood(owner: Actor, browse: Browse) -> None:
    play("Duck")
    client, wrong = browse(owner), "nonsense is 1"
    assert client.get("/toys/export", {"filter": wrong}).status_code == 400
    assert client.get("/toys/export", {"all": "1", "query": wrong}).status_code == 400
    assert client.post("/toys/export", {"format": "csv", "scope": "list", "filter": wrong}).status_code == 400
    assert not Export.objects.exists()


def test_rights_decide_which_rows_leave_and_who_sees_the_log(browse: Browse, as_role: Callable[..., Actor]) -> None:
    staff, reader, owner = as_role("staff"), as_role("read_only"), as_role("owner")
    play("Theirs", owner=owner.user)
    play("Mine", owner=staff.user)
    sent = {"format": "json", "scope": "all", "what": "chosen", "columns": "name"}
    assert [row["name"] for row in json.loads(content(browse(staff).post("/toys/export", sent)))] == ["Mine"]
    before = Batch.objects.count()
    assert browse(reader).post("/toys/export", sent).status_code == 403
    assert browse(reader).get("/toys/export").status_code == 403
    assert (Export.objects.count(), Batch.objects.count()) == (1, before)
    assert "Toys" in browse(owner).get("/exports").content.decode()
    export_id = Export.objects.get().pk
    assert browse(reader).get(f"/exports/{export_id}").status_code == 404
    assert "Nothing was taken out yet" in browse(reader).get("/exports").content.decode()


def test_the_api_gives_a_whole_list_as_a_file(browse: Browse, owner: Actor) -> None:
    play("Ball", "Boat")
    client = browse(owner)
    answer = client.get("/api/v1/toys?format=csv&fields=name&sort=name")
    assert content(answer).decode("utf-8-sig").splitlines()[1:] == [
        f"{toy.pk},{toy.name}" for toy in Toy.objects.order_by("name")
    ]
    assert answer["Goodwill-Batch"] == str(Export.objects.get().batch_id)
    assert client.get("/api/v1/toys?format=csv&limit=5").status_code == 422
    assert client.get("/api/v1/toys?format=exe").status_code == 404


def test_one_record_leaves_with_its_parts_in_each_format(firm: Any, owner: Actor) -> None:
    (toy,) = play("=Ball")
    kind = registry.get("toy")
    assert kind is not None
    found = {name: export(kind, Asked(name, record=toy.pk), by=owner) for name in ("json", "csv", "xlsx")}
    assert json.load(found["json"].file)["toy"][0]["name"] == "=Ball"
    with zipfile.ZipFile(found["csv"].file) as archive:
        assert archive.namelist() == ["toy.csv"]
        assert "'=Ball" in archive.read("toy.csv").decode("utf-8-sig")
    assert found["csv"].name == "=Ball.zip"
    assert found["xlsx"].rows == 1
