"""Rows of a large file are written by their names, and make what they would make in the order of the file."""

from typing import Any

import pytest

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs import parties
from goodwill.kernel.actors import Actor
from goodwill.transfer import apart, runs
from goodwill.transfer.tests.bringing import brought, performed

HEADER = "First Name,Last Name,Email,Phone,Company,Birthday"
TIED = (
    "Zoe,Ash,zoe@ash.example,,Harbour Works,",
    "Yan,Birch,zoe@ash.example,020 7946 0001,HARBOUR WORKS,",
    "Ann,Birch,ann@birch.example,020 7946 0001,harbour works,",
    "Zoe,Ash,,020 7946 0999,,1980-02-01",
    "Bea,Cole,known@field.example,020 7946 0555,,",
    "Abe,Known,,020 7946 0777,Mill,1990-05-05",
)


def _file() -> str:
    rows = [f"Given{n},Family{n % 30},g{n}@field.example,+44 20 7946 1{n:03d},Firm {n % 9}," for n in range(200)]
    for place, row in enumerate(TIED):
        rows.insert(150 - 25 * place, row)
    return "\n".join([HEADER, *reversed(rows)])


def _told() -> list[tuple[Any, ...]]:
    return sorted(
        (
            party.kind,
            party.name,
            party.company.name if party.company else "",
            str(party.birthday),
            party.primary_mail,
            party.primary_phone,
            sorted((point.kind, point.value, point.position) for point in party.contact_points.all()),
        )
        for party in Party.objects.select_related("company")
    )


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_a_large_file_makes_what_a_small_one_makes(owner: Actor, monkeypatch: pytest.MonkeyPatch, policy: str) -> None:
    parties.create_person(by=owner, name="Abe Known", mail="known@field.example", phone="020 7946 0777")
    run = brought(_file(), owner, "in-order.csv", policy=policy, source="one")
    in_order = performed(run, owner), _told()
    order = [party.name for party in Party.objects.filter(name__startswith="Given").order_by("pk")]
    runs.undo(run, owner)
    for name, value in (("LARGE", 1), ("HERE", 10), ("HEAD", 10), ("PATIENCE", 60)):
        monkeypatch.setattr(apart, name, value)
    run = brought(_file(), owner, "by-names.csv", policy=policy, source="one")
    assert (performed(run, owner), _told()) == in_order
    by_names = [party.name for party in Party.objects.filter(name__startswith="Given").order_by("pk")]
    assert (by_names == order) == (policy == "overwrite")
