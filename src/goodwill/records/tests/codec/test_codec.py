import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from hypothesis import example, given, strategies as st

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.formulas import own_column, unguard
from goodwill.kernel.models import Batch
from goodwill.records.codec import codec, plain_row
from goodwill.records.codec.rows import Codec
from goodwill.records.query import Listing
from goodwill.records.query.cells import Row
from goodwill.records.tests.filter.trees import toys
from goodwill.records.toys.models import Label, Maker, Toy
from goodwill.records.toys.records import TOY

HOSTILE = [
    "=1+1", "+49 30", "-5", "@SUM(A1)", "\tx", "\r=x", "'=quoted", "''=twice", "a;=b", "a,=b", "a|@b", "＝1", "＋1",
    "－1", "＠x", 'say "x"', "two\nlines", "two\r\nlines", "\u202egnp.exe", "😀", "Ω≈ç", "<script>alert(1)</script>",
    "'; DROP", "null", "0x0", "1e999", "\ufeffbom", "#N/A", " leads and trails ", ",", '"', '""', "\\", "%s{}$x",
]  # fmt: skip


def through_csv(found: Codec, plain: dict[str, Any]) -> dict[str, Any]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(found.headers)
    writer.writerow(found.texts(plain))
    headers, texts = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    return found.plain(headers, texts)


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
)
@example("'=1", ["a,b", "=c", '"', "'"])
def test_any_text_leaves_in_a_file_and_returns_as_it_was(text: str, tags: list[str]) -> None:
    fields = {name: TOY.field(name) for name in ("name", "story", "tags")}
    found = codec(TOY, tuple(fields.values()))
    plain = plain_row(fields, Row(7, 1, {"name": text, "story": text, "tags": tags}))
    del plain["version"]
    assert through_csv(found, plain) == plain


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_hostile_text_begins_as_a_formula(text: str) -> None:
    fields = {"name": TOY.field("name"), "tags": TOY.field("tags")}
    found = codec(TOY, tuple(fields.values()))
    plain = plain_row(fields, Row(7, 1, {"name": text, "tags": [text, text]}))
    for cell in found.texts(plain):
        assert cell[:1] not in tuple("=+-@\t\r＝＋－＠")
    assert through_csv(found, plain) == {name: value for name, value in plain.items() if name != "version"}


def test_every_kind_of_value_returns_from_a_file_as_it_was(firm: Any, owner: Actor) -> None:
    toys(random.Random(5), 40)
    listing = Listing(TOY, owner, columns=list(TOY.all_fields), size=100)
    fields = {field.name: field for field in listing.columns}
    found = codec(TOY, listing.columns)
    plains = [plain_row(fields, row) for row in listing.rows()]
    assert len(plains) > 20
    for plain in plains:
        assert through_csv(found, plain) == {name: value for name, value in plain.items() if name != "version"}
        assert json.loads(json.dumps(plain)) == plain


def make_toys(count: int) -> None:
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="=Acme"))
        for number in range(count):
            toy = changes.create(Toy(name=f"@Toy {number}", price=number * 100 + 5, maker=maker))
            changes.create(Label(toy=toy, kind="tag", value="=x"))


def exported(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:500]
    return b"".join(answer.streaming_content)


def test_an_export_holds_all_rows_of_the_list_and_is_told_in_history(
    browse: Callable[..., Client], owner: Actor
) -> None:
    make_toys(501)
    data = exported(browse(owner), "/toys/export.csv?filter=price > 1 GBP&columns=name,price,maker&sort=-price")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == [own_column(), "Name", "Price", "Price (currency)", "Maker", "Maker (ID)"]
    assert rows[1][1:5] == ["'@Toy 500", "500.05", "GBP", "'=Acme"]
    assert len(rows) == 501  # one of 501 is too cheap
    batch = Batch.objects.latest("id")
    assert (batch.verb, batch.actor_id, batch.changes.count()) == ("export", owner.id, 0)
    assert "500 rows as CSV" in batch.note


def test_a_sheet_holds_numbers_days_and_guarded_texts(browse: Callable[..., Client], owner: Actor) -> None:
    make_toys(3)
    data = exported(browse(owner), "/toys/export.xlsx?columns=name,price,tags&sort=name")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[0] == (own_column(), "Name", "Price", "Price (currency)", "Tags")
    assert rows[2][1:] == ("'@Toy 1", 1.05, "GBP", "'=x")


def test_a_phone_in_a_sheet_is_as_people_write_it_and_what_could_run_is_guarded(
    browse: Callable[..., Client], owner: Actor
) -> None:
    texts = ["+44 20 7946 0112", "+1 (555) 0100", "+1+1", "+44|calc", "'+44 20", "+44 20\n=x"]
    with changes.batch(system(), "play"):
        for text in texts:
            changes.create(Toy(name=text))
    data = exported(browse(owner), "/toys/export.xlsx?columns=name&sort=name")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))[1:]
    kept = dict(Toy.objects.values_list("pk", "name"))
    assert {kept[pk]: cell for pk, cell in rows} == {
        "+44 20 7946 0112": "+44 20 7946 0112",
        "+1 (555) 0100": "+1 (555) 0100",
        "+1+1": "'+1+1",
        "+44|calc": "'+44|calc",
        "'+44 20": "''+44 20",
        "+44 20\n=x": "'+44 20\n'=x",
    }
    assert all(unguard(cell) == kept[pk] for pk, cell in rows)


def test_a_json_file_is_a_list_of_objects(browse: Callable[..., Client], owner: Actor) -> None:
    make_toys(2)
    found = json.loads(exported(browse(owner), "/toys/export.json?columns=name,price&sort=name"))
    assert [row["price"] for row in found] == [
        {"amount": "0.05", "currency": "GBP"},
        {"amount": "1.05", "currency": "GBP"},
    ]


def test_staff_export_what_is_theirs_and_readers_nothing(
    browse: Callable[..., Client], as_role: Callable[..., Actor]
) -> None:
    make_toys(2)
    staff = as_role("staff")
    with changes.batch(staff, "play"):
        changes.create(Toy(name="Mine", owner=staff.user))
    assert [row["name"] for row in json.loads(exported(browse(staff), "/toys/export.json?columns=name"))] == ["Mine"]
    assert browse(as_role("read_only")).get("/toys/export.csv").status_code == 403
    assert browse(None).get("/toys/export.csv").status_code == 302
    assert browse(staff).get("/toys/export.exe").status_code == 404
