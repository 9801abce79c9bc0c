"""What the process that reads a file sends arrives as it was read."""

import pickle
from typing import Any

import pytest

from goodwill.areas.people.imports.plain import Plain
from goodwill.kernel.actors import Actor
from goodwill.transfer import parcels, pipeline
from goodwill.transfer.tests.bringing import brought
from goodwill.transfer.understanding import Understanding

ROWS = 60
WITH_A_NOTE = 25
"""First rows, which go as objects: more than one stretch of them."""


def file_of(rows: int) -> str:
    lines = ["First Name,Last Name,Email,Phone,Notes"]
    for n in range(rows):
        note = f"Note {n}" if n < WITH_A_NOTE else ""
        lines.append(f"Ann{n},Field{n % 7},ann{n}@field.example,+44 20 7946 {n:04},{note}")
    return "\n".join(lines)


def arrived(understood: Understanding) -> tuple[dict[int, Any], set[bytes]]:
    """Of each row what it says, and how packed rows begin."""
    shared: list[Any] = []
    rows, starts = {}, set()
    for sent in parcels.parcels(understood, 0, frozenset()):
        parcel = pickle.loads(sent)
        starts |= {row[:1] for row in parcel.packed}
        for given in parcel.chunk(shared).rows:
            whole = given.draft.whole() if isinstance(given.draft, Plain) else None
            rows[given.number] = (list(given.cells), given.values, whole)
    return rows, starts


def test_rows_of_a_long_file_arrive_as_those_of_a_short_one(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    understood = pipeline.Way(brought(file_of(ROWS), owner, "long.csv"), owner, dry=False).understanding
    short, starts = arrived(understood)
    assert parcels._DEFLATED not in starts
    monkeypatch.setattr(parcels, "SHORTEST", 10)
    monkeypatch.setattr(parcels, "READ_AT_ONCE", 10)
    monkeypatch.setattr(parcels, "LONG", 10)
    long, starts = arrived(understood)
    assert parcels._DEFLATED in starts
    assert sorted(long) == sorted(short)
    assert len(long) == ROWS
    assert long == short
