"""What stands below the columns of a list is what Python comes to over the same rows."""

from datetime import date

import pytest

from goodwill.kernel import changes
from goodwill.kernel.money import Money
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import foot_of
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import TOY


@pytest.fixture
def toys(owner):
    with changes.batch(owner, "create"):
        maker = changes.create(Maker(name="Ålborg Works", owner=owner.user))
        rows = [
            Toy(
                name=f"Toy {n}",
                pieces=n,
                price=n * 151 if n % 4 else None,
                currency=("GBP", "EUR", "GBP")[n % 3],
                discount=n * 25 if n % 2 else None,
                weight=n / 7 if n % 5 else None,
                launched=date(2020, 1, 1 + n) if n % 3 else None,
                maker=maker if n < 5 else None,
                mail="a@b.example" if n % 2 else "",
            )
            for n in range(20)
        ]
        return changes.create_many(rows)


def values(actor, *sums, filter=""):
    found = foot_of(Listing(TOY, actor, filter=filter), sums)
    return {name: foot.values for name, foot in found.items()}


@pytest.mark.parametrize("filter", ["", "pieces > 7", "pieces > 1000"])
def test_it_is_what_python_comes_to(toys, owner, filter):
    kept = [toy for toy in toys if not filter or toy.pieces > int(filter.rpartition(" ")[2])]
    pieces = [toy.pieces for toy in kept]
    dates = [toy.launched for toy in kept if toy.launched]
    weights = [toy.weight for toy in kept if toy.weight is not None]
    discounts = [toy.discount for toy in kept if toy.discount is not None]
    prices = {
        code: [toy.price for toy in kept if toy.currency == code and toy.price is not None] for code in ("EUR", "GBP")
    }
    totals = tuple(Money(sum(found), code) for code, found in prices.items() if found)
    found = values(owner, "price:sum", "pieces:most", "discount:average", "weight:sum", "launched:least", filter=filter)
    assert found["price"] == totals
    assert found["pieces"] == ((max(pieces),) if pieces else ())
    assert found["launched"] == ((min(dates),) if dates else ())
    if kept:
        assert found["weight"] == (pytest.approx(sum(weights)),)
        assert found["discount"] == (pytest.approx(sum(discounts) / len(discounts) / 100),)
        means = tuple(Money(round(sum(each) / len(each)), code) for code, each in prices.items())
        assert values(owner, "price:average", filter=filter)["price"] == means


def test_computed_and_contributed_columns_add_up_too(toys, owner):
    worth = sum(toy.price * toy.pieces for toy in toys if toy.price)
    assert values(owner, "worth:sum")["worth"] == (worth,)


def test_the_share_of_empty_ones_counts_what_cannot_be_seen_as_empty(toys, owner, staff):
    assert values(owner, "maker:empty", "mail:empty") == {"maker": (0.75,), "mail": (0.5,)}
    staff.user.role.scopes = {"*": {"read": "all"}, "maker": {"read": "none"}}
    assert values(staff, "maker:empty")["maker"] == (1.0,)


def test_it_adds_up_what_the_reader_may_see(toys, owner, staff):
    staff.user.role.scopes = {"*": {"read": "own"}}
    mine, _others = toys[7], toys[8]
    with changes.batch(owner, "edit"):
        changes.update(mine, owner=staff.user)
    assert values(staff, "pieces:sum")["pieces"] == (7,)


def test_all_of_it_is_one_query(toys, owner, queries_of):
    listing = Listing(TOY, owner, filter="pieces > 2")
    assert queries_of(lambda: foot_of(listing, ("price:sum", "pieces:average", "launched:most", "mail:empty"))) <= 2


@pytest.mark.parametrize(
    "text", ["name:sum", "launched:average", "discount:sum", "secret:sum", "nonsense:sum", "price"]
)
def test_what_cannot_be_added_up_is_refused_with_a_sentence(text, toys, staff):
    with pytest.raises(QueryError) as refused:
        values(staff, text)
    assert "sums" in refused.value.problems


def test_the_page_shows_it_below_its_column(toys, owner, browse):
    page = browse(owner).get("/toys/", {"sums": "price:sum,launched:most"}).content.decode()
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    prices = [sum(toy.price or 0 for toy in toys if toy.currency == code) / 100 for code in ("EUR", "GBP")]
    assert f"€{prices[0]}" in foot.replace(",", "").replace("\u202f", "")
    assert "Latest" in foot
    assert "<tfoot>" not in browse(owner).get("/toys/").content.decode()


def test_the_menu_of_a_column_leads_to_what_can_stand_below_it(toys, owner, browse):
    client = browse(owner)
    menu = client.get("/toys/columns/price", {"sums": "price:sum"}).content.decode()
    assert 'href="/toys/?sums=price%3Aaverage"' in menu
    assert 'aria-checked="true"' in menu
    assert "Average" not in client.get("/toys/columns/launched").content.decode()
    assert client.get("/toys/columns/nonsense").status_code == 400
