import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.money import Money
from goodwill.records.query import Count, Link, Listing, QueryError
from goodwill.records.tests.filter.trees import toys
from goodwill.records.toys.models import Label, Maker, Toy
from goodwill.records.toys.records import MAKER, TOY


def make(**values: Any) -> Toy:
    with changes.batch(system(), "play"):
        return changes.create(Toy(**values))


@pytest.fixture
def many(firm: Any) -> list[Toy]:
    return toys(random.Random(3), 57)


SORTS = [
    "name",
    "-name",
    "pieces",
    "-pieces,name",
    "launched",
    "-launched",
    "launched,-pieces",
    "-pieces,launched",
    "votes",
]
SORTS += [
    "tested_at",
    "-weight,launched",
    "maker",
    "-maker,name",
    "safe",
    "-changed_at",
    "owner",
    "stage,-tested_at,name",
]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_forward_and_back_give_each_record_once_in_order(many: list[Toy], owner: Actor, sort: str) -> None:
    whole = [row.id for row in Listing(TOY, owner, sort=sort, size=500).rows()]
    assert sorted(whole) == sorted(toy.pk for toy in many)

    forward, page, cursors = [], Listing(TOY, owner, sort=sort, size=7).page, 0
    forward += page.rows
    while page.next:
        page = Listing(TOY, owner, sort=sort, size=7, after=page.next).page
        forward += page.rows
        cursors += 1
    assert [row.id for row in forward] == whole
    assert cursors == -(-len(many) // 7) - 1

    backward = list(page.rows)
    while page.previous:
        page = Listing(TOY, owner, sort=sort, size=7, before=page.previous).page
        backward = [*page.rows, *backward]
    assert [row.id for row in backward] == whole


@pytest.mark.parametrize("sort", ["name", "launched", "-launched,name", "-maker"])
def test_an_offset_begins_where_as_many_rows_lie_before_it(many: list[Toy], owner: Actor, sort: str) -> None:
    whole = [row.id for row in Listing(TOY, owner, sort=sort, size=500).rows()]
    page = Listing(TOY, owner, sort=sort, size=10, offset=20).page
    assert [row.id for row in page.rows] == whole[20:30]
    assert [row.id for row in Listing(TOY, owner, sort=sort, size=10, after=page.next).rows()] == whole[30:40]
    assert [row.id for row in Listing(TOY, owner, sort=sort, size=10, before=page.previous).rows()] == whole[10:20]


def test_empty_values_come_last_in_both_directions(firm: Any, owner: Actor) -> None:
    make(name="never")
    make(name="early", launched=date(2020, 1, 1))
    make(name="late", launched=date(2024, 1, 1))
    assert [row["name"] for row in Listing(TOY, owner, sort="launched").rows()] == ["early", "late", "never"]
    assert [row["name"] for row in Listing(TOY, owner, sort="-launched").rows()] == ["late", "early", "never"]


def test_text_sorts_without_case_and_accents_and_numbers_by_size(firm: Any, owner: Actor) -> None:
    for name in ("Toy 10", "toy 9", "Ärger", "apfel", "Zoo"):
        make(name=name)
    names = [row["name"] for row in Listing(TOY, owner, sort="name").rows()]
    assert names == ["apfel", "Ärger", "toy 9", "Toy 10", "Zoo"]


def test_neighbours_are_those_of_the_list(many: list[Toy], owner: Actor) -> None:
    for sort in ("name", "-launched"):
        listing = Listing(TOY, owner, filter="stage is not idea", sort=sort, size=500)
        ids = [row.id for row in listing.rows()]
        for at, pk in enumerate(ids):
            near = listing.neighbours(pk)
            assert near.previous == (ids[at - 1] if at else None)
            assert near.next == (ids[at + 1] if at + 1 < len(ids) else None)
            assert near.place == at + 1
    assert listing.neighbours(10**9) == (None, None, None)


def test_cells_are_plain_values_links_and_lists(firm: Any, owner: Actor) -> None:
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Åse & Co"))
        toy = changes.create(Toy(name="Bear", maker=maker, price=1250, currency="EUR", owner=owner.user))
        for value in ("soft", "Big"):
            changes.create(Label(toy=toy, kind="tag", value=value))
    (row,) = Listing(TOY, owner).rows()
    assert row.id == toy.pk
    assert row.version == 1
    assert dict(row.cells) == {
        "name": "Bear",
        "maker": Link(maker.pk, "Åse & Co", "maker"),
        "stage": "idea",
        "price": Money(1250, "EUR"),
        "tags": ["Big", "soft"],
        "phones": [],
        "launched": None,
        "owner": Link(owner.user.pk, owner.user.name, "user"),
    }


def test_a_column_may_be_computed(firm: Any, owner: Actor) -> None:
    make(name="a", price=5, pieces=3)
    make(name="b", price=None)
    rows = Listing(TOY, owner, columns=["worth"], filter="worth = 15 or worth is empty").rows()
    assert [row["worth"] for row in rows] == [15, None]


@pytest.mark.parametrize("sort", ["name", "-launched"])
def test_as_many_queries_for_thirty_rows_as_for_one(own_firm: Any, owner: Actor, sort: str) -> None:
    def queries(filter: str, size: int) -> int:
        listing = Listing(TOY, owner, filter=filter, sort=sort, size=size)
        with CaptureQueriesContext(connection) as captured:
            assert len(listing.rows()) == size
        return len(captured)

    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Åse & Co"))
        for n in range(31):
            toy = changes.create(Toy(name=f"Bear {n}", maker=maker, owner=owner.user, launched=date(2020, 1, 1)))
            changes.create(Label(toy=toy, kind="tag", value="soft"))
            changes.create(Label(toy=toy, kind="phone", value="7946"))
    asked = 'maker.name is "Åse & Co" and tags has "soft"'
    queries(asked, 1)
    assert queries(asked, 1) == queries(asked, 30) <= 8


def test_rows_are_only_what_the_actor_may_see(firm: Any, as_role: Callable[[str], Any]) -> None:
    staff = as_role("staff").user
    staff.role.scopes = {"*": {"read": "own"}}
    actor = Actor.of(staff)
    make(name="theirs")
    mine = make(name="mine", owner=staff)
    assert [row.id for row in Listing(TOY, actor).rows()] == [mine.pk]
    assert Listing(TOY, actor).count() == Count(1, True)


def test_the_count_is_exact_up_to_its_limit(many: list[Toy], owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Listing(TOY, owner).count() == Count(len(many), True)
    monkeypatch.setattr("goodwill.records.query.listing.COUNTED", 20)
    assert Listing(TOY, owner).count() == Count(20, False)


def test_a_list_that_was_read_to_its_end_is_not_counted_again(many: list[Toy], owner: Actor) -> None:
    for size, first in ((100, True), (20, False)):
        read = Listing(TOY, owner, size=size)
        read.rows()
        with CaptureQueriesContext(connection) as asked:
            assert read.count() == Count(len(many), True)
        assert (len(asked) == 0) == first
        last = Listing(TOY, owner, size=100, after=Listing(TOY, owner, size=30).page.next)
        assert len(last.rows()) == len(many) - 30
        assert last.count() == Count(len(many), True)


@pytest.mark.parametrize(
    ("asked", "about", "sentence"),
    [
        ({"sort": "colour"}, "sort", 'Toys cannot be sorted by "colour". Possible: name'),
        ({"sort": "nmae"}, "sort", "Did you mean name"),
        ({"sort": "tags"}, "sort", "cannot be sorted by"),
        ({"sort": "name,stage,price,pieces"}, "sort", "3 fields at most"),
        ({"sort": "name; DROP TABLE toys_toy"}, "sort", "cannot be sorted by"),
        ({"sort": "maker__name"}, "sort", "cannot be sorted by"),
        ({"columns": ["name", "password"]}, "columns", 'have no field "password"'),
        ({"columns": ["owner__password"]}, "columns", "have no field"),
        ({"size": 0}, "size", "1 to 500 rows"),
        ({"size": 501}, "size", "1 to 500 rows"),
        ({"offset": -1}, "size", "1 to 500 rows"),
        ({"after": "zzz"}, "page", "Begin at the first page"),
        ({"after": "e30"}, "page", "Begin at the first page"),
    ],
)
def test_what_cannot_be_listed_gets_a_sentence(
    firm: Any, owner: Actor, asked: dict[str, Any], about: str, sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        Listing(TOY, owner, **asked)
    assert sentence in caught.value.problems[about]


def test_makers_list_with_their_own_columns(firm: Any, owner: Actor) -> None:
    with changes.batch(system(), "play"):
        changes.create(Maker(name="Bryn", city="Oslo", country="NO"))
    (row,) = Listing(MAKER, owner).rows()
    assert (row["name"], row["city"], row["country"], row["owner"]) == ("Bryn", "Oslo", "NO", None)
