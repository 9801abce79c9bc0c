"""Groups by tags, by relations and by money with its currency hold what their filters find, a record once in each."""

import pytest

from goodwill.kernel import changes
from goodwill.records.query import Listing
from goodwill.records.query.buckets import By, groupable
from goodwill.records.query.groups import groups_of
from goodwill.records.toys.models import Label, Maker, Toy
from goodwill.records.toys.records import TOY

TAGGED = (("Vip", "late payer"), ("Vip",), (), ("late payer", "Vip"))
PRICES = ((1250, "EUR"), (1250, "GBP"), (None, "EUR"), (900, "EUR"))


@pytest.fixture
def toys(firm, owner):
    with changes.batch(owner, "create"):
        here, gone = (changes.create(Maker(name=name, owner=owner.user)) for name in ("Ålborg Works", "Gone"))
        makers = (here, here, gone, None)
        made = changes.create_many(
            Toy(name=f"Toy {n}", price=price, currency=currency, pieces=n, maker=maker)
            for n, ((price, currency), maker) in enumerate(zip(PRICES, makers, strict=True))
        )
        changes.trash(gone)
        tags = [(toy, word) for toy, words in zip(made, TAGGED, strict=True) for word in words]
        changes.create_many(Label(toy=toy, kind="tag", value=word) for toy, word in tags)
    return made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tags", [("late payer", 2, 3.0), ("Vip", 3, 4.0), ("No tags", 1, 2.0)]),
        ("maker", [("Ålborg Works", 2, 1.0), ("No maker", 2, 5.0)]),
        ("price", [("€9.00", 1, 3.0), ("€12.50", 1, 0.0), ("£12.50", 1, 1.0), ("No price", 1, 2.0)]),
    ],
)
def test_groups_hold_what_their_filter_finds(toys, owner, browse, name, expected):
    field, listing = TOY.field(name), Listing(TOY, owner)
    assert groupable(field)
    by = By(TOY, field, owner)
    found, complete = groups_of(listing, by, ["pieces:sum"])
    assert complete
    assert [(one.bucket.label, one.count, one.foot["pieces"].values[0]) for one in found] == expected
    assert [one.count for one in groups_of(listing, by, ())[0]] == [one.count for one in found]
    assert all(len(one.rows) == one.count for one in found)
    for one in found:
        held = Listing(TOY, owner, filter=one.bucket.filter)
        assert (held.count().number, by.bucket_of(one.bucket.key)) == (one.count, one.bucket)
    page = browse(owner).get(f"/toys/?by={name}").content.decode()
    assert all(one.bucket.label in page for one in found)
