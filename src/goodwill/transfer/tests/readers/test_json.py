"""Lists of objects from any program, as tables."""

import json
from typing import Any

import pytest

from goodwill.transfer.readers import json as reader
from goodwill.transfer.readers.detect import FileKind
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.json import open_json
from goodwill.transfer.readers.opening import open_table, tables_in
from goodwill.transfer.readers.reading import Reading

PEOPLE = [
    {"name": "Ann", "email": "ann@example.org", "phones": [{"type": "mobile", "number": "+44 7700 900123"}]},
    {"name": "Bo", "address": {"city": "Leeds"}, "tags": ["a, b", "vip"], "rate": 1.25, "since": None, "ok": True},
]


def table(data: Any, **reading: Any) -> Any:
    text = data if isinstance(data, str) else json.dumps(data)
    return open_table(Input.of_bytes(text.encode(), "some.json"), Reading(**reading))


def as_dicts(found: Any) -> list[dict[str, str]]:
    names = [column.name for column in found.columns]
    return [{n: c for n, c in zip(names, row.cells, strict=True) if c} for row in found.rows()]


ROWS = [
    {"name": "Ann", "email": "ann@example.org", "phone mobile": "+44 7700 900123"},
    {"name": "Bo", "city": "Leeds", "tags": '"a, b",vip', "rate": "1.25", "ok": "true"},
]


@pytest.mark.parametrize("data", [
    PEOPLE,
    {"paging": {"next": None}, "results": PEOPLE},
    {"data": {"contacts": PEOPLE, "of": {"total": 2}}},
    "\n".join(map(json.dumps, PEOPLE)),
])  # fmt: skip
def test_a_list_is_found_wherever_it_lies(data: Any) -> None:
    assert as_dicts(table(data)) == ROWS


def test_one_record_alone_is_a_row_and_what_lies_in_it_its_columns() -> None:
    found = {"name": "Ann", "mail": "a@b.example", "addresses": [{"type": "home", "city": "Hull"}, {"city": "Bath"}]}
    assert as_dicts(table(found)) == [{"name": "Ann", "mail": "a@b.example", "home city": "Hull", "city 2": "Bath"}]


def test_of_several_lists_the_one_of_somebody_is_read_and_another_can_be_chosen() -> None:
    data = {"notes": [{"text": "x"}, {"text": "y"}], "person": [{"name": "Ann", "mail": "a@b.example"}]}
    found = table(data)
    assert as_dicts(found) == [{"name": "Ann", "mail": "a@b.example"}]
    assert [each.code for each in found.problems] == ["other_lists"]
    assert len(as_dicts(table(data, sheet="notes"))) == 2
    source = Input.of_bytes(json.dumps(data).encode())
    assert [each.name for each in tables_in(source, FileKind.JSON)] == ["notes", "person"]


def test_rows_before_the_place_where_a_file_breaks_off_are_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PIECE", 7)
    found = table('[{"name": "Ann"}, {"name": "Bö"}, {"name": "Ce')
    assert [each.code for each in found.problems] == ["damaged_json"]
    rows = found.rows()
    assert [next(rows).cells, next(rows).cells] == [["Ann"], ["Bö"]]
    with pytest.raises(Unreadable):
        next(rows)


def test_what_no_database_keeps_is_taken_out_and_depth_ends_with_a_sentence() -> None:
    assert as_dicts(table('[{"name\\u0000": "\\ud83d x \\u0000"}]')) == [{"name": " x "}]
    with pytest.raises(Unreadable) as told:
        open_json(Input.of_bytes(b"[" * 100_000))
    assert told.value.problem.code == "damaged_json"
    assert "[[[" in told.value.problem.sentence
