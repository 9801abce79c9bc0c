from typing import Any

import pytest
from django.urls import reverse

from goodwill.areas.people.models import Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.transfer import repairing, runs, surplus
from goodwill.transfer.models import Import
from goodwill.transfer.tests.bringing import brought, checked, performed

LONG = "Anna,Field,anna@field.example,more,and more\nBen,Moor,ben@moor.example,more\nCora,Lee,cora@lee.example\n"


@pytest.fixture
def run(owner: Actor) -> Import:
    run = brought("First Name,Last Name,Email\n" + LONG, owner, "people.csv")
    assert checked(run, owner) == {"new": 1, "refused": 2}
    return run


def names() -> list[str]:
    return sorted(Party.objects.values_list("given", flat=True))


def test_a_row_is_taken_without_its_surplus_and_as_it_was_again(owner: Actor, run: Import) -> None:
    number = run.rows.order_by("number")[0].number
    again = repairing.repair(run, number, owner, cuts=True)
    assert (again.outcome, run.checked["new"], run.checked["refused"]) == ("problem", 2, 1)
    assert again.cells[3:] == ["more", "and more"]
    before = repairing.repair(run, number, owner, cuts=False)
    assert (before.outcome, run.checked["new"], run.checked["refused"]) == ("refused", 1, 2)
    assert before.sentence
    repairing.repair(run, number, owner, cuts=True)
    assert performed(run, owner) == {"new": 2, "refused": 1}
    assert names() == ["Anna", "Cora"]


def test_a_cell_of_a_row_that_is_cut_can_be_corrected_as_well(owner: Actor, run: Import) -> None:
    number = run.rows.order_by("number")[0].number
    repairing.repair(run, number, owner, cuts=True)
    again = repairing.repair(run, number, owner, cells={0: "Anne"})
    assert again.cells == ["Anne", "Field", "anna@field.example", "more", "and more"]
    performed(run, owner)
    assert names() == ["Anne", "Cora"]


def test_all_of_them_are_taken_at_once_and_put_back_at_once(owner: Actor, run: Import) -> None:
    assert surplus.shown(run) == {"long_rows": 2, "cuts_rows": False}
    surplus.cut(run, cuts=True)
    assert checked(run, owner) == {"new": 3}
    assert surplus.shown(run) == {"long_rows": 0, "cuts_rows": True}
    assert [row.outcome for row in run.rows.all()] == ["problem", "problem"]
    surplus.cut(run, cuts=False)
    assert checked(run, owner) == {"new": 1, "refused": 2}
    surplus.cut(run, cuts=True)
    assert performed(run, owner) == {"new": 3}
    assert names() == ["Anna", "Ben", "Cora"]
    with pytest.raises(Invalid):
        surplus.cut(run, cuts=False)


def test_the_page_offers_both_and_takes_both(owner: Actor, run: Import, browse: Any) -> None:
    client = browse(owner)
    here = reverse("import_check", args=[run.pk])
    page = client.get(here).content.decode()
    assert "2 rows have more cells than there are columns." in page
    assert page.count("Take it without the surplus") == 2
    first = run.rows.order_by("number")[0]
    client.post(reverse("import_row", args=[run.pk, first.number]), {"surplus": "cut"})
    page = client.get(here).content.decode()
    assert "1 row has more cells than there are columns." in page
    assert page.count("Take it without the surplus") == 1
    assert "As it was" in page
    client.post(reverse("import_surplus", args=[run.pk]), {"surplus": "cut"})
    page = client.get(here).content.decode()
    assert "Take it without the surplus" not in page
    assert "As they were" in page
    runs.start(runs.get(run.pk, owner), owner)
    client.post(reverse("import_surplus", args=[run.pk]), {"surplus": "keep"})
    run.refresh_from_db()
    assert run.options["cuts_rows"] is True
