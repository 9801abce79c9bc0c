"""The chart of a list: counts and sums by one field or two, each figure with the list of its records."""

import re
from datetime import date

from goodwill.kernel import changes
from goodwill.records.query import Listing
from goodwill.records.query.chart import chart_of
from goodwill.records.query.siblings import by_of
from goodwill.records.toys.models import Toy
from goodwill.records.toys.records import TOY


def drawn(actor, by, then="", measure="", **asked):
    """Bars, series, and what each of their crossings comes to, where it comes to something."""
    listing = Listing(TOY, actor, **asked)
    first, second = (by_of(listing, "chart", name) if name else None for name in (by, then))
    chart = chart_of(listing, first, second, measure)
    bars, series = ([bar.bucket.label if bar.bucket else "" for bar in part] for part in (chart.bars, chart.series))
    return bars, series, {(bars[at], series[to]): value for (at, to), value in chart.values.items()}, chart


def test_rows_are_counted_by_one_field_and_by_two(made, owner):
    made("Duck", stage="made", language="de")
    made("Goose", stage="made", language="fr")
    made("Swan", stage="idea", language="de", safe=True)
    bars, _series, values, _chart = drawn(owner, "stage")
    assert bars == ["Idea", "Made"]
    assert values == {("Idea", ""): 1, ("Made", ""): 2}
    bars, series, values, _chart = drawn(owner, "stage", "language")
    assert series == ["German", "French"]
    assert values == {("Idea", "German"): 1, ("Made", "German"): 1, ("Made", "French"): 1}
    assert drawn(owner, "stage", filter="safe is yes")[0] == ["Idea"]


def test_amounts_are_added_up_in_one_currency_and_averaged(made, owner):
    made("Duck", stage="made", price=1000, pieces=2)
    made("Goose", stage="made", price=2500, pieces=3)
    made("Swan", stage="made", price=9900, currency="EUR")
    _bars, _series, values, chart = drawn(owner, "stage", measure="price:sum")
    assert values == {("Made", ""): 3500}
    assert (chart.currency, list(chart.left)) == ("GBP", ["EUR"])
    assert drawn(owner, "stage", measure="pieces:average")[2] == {("Made", ""): 2}


def test_a_month_in_which_nothing_was_is_a_point_at_nothing(made, owner):
    made("Duck", launched=date(2026, 1, 15))
    made("Goose", launched=date(2026, 4, 30))
    made("Swan")
    bars, _series, values, _chart = drawn(owner, "launched")
    assert bars == ["January 2026", "February 2026", "March 2026", "April 2026"]
    assert values == {("January 2026", ""): 1, ("April 2026", ""): 1}


def test_the_smallest_of_many_bars_become_one(own_firm, owner):
    with changes.batch(owner, "create"):
        rows = [
            Toy(name=f"{n}", mail=f"{n}@a.example", language=f"x{n:02}") for n in range(50) for _more in range(50 - n)
        ]
        changes.create_many(rows)
    bars, _series, values, _chart = drawn(owner, "language")
    assert (len(bars), bars[0], bars[-1]) == (40, "x00", "")
    assert values["", ""] == sum(50 - n for n in range(39, 50))


def test_each_figure_leads_to_its_records_and_more_cost_no_more_queries(made, owner, browse, queries_of):
    made("Duck", stage="made", launched=date(2026, 1, 31))
    made("Goose", stage="idea", launched=date(2026, 1, 31))
    client, address = browse(owner), "/toys/?as=chart&by=launched&then=stage"
    page = client.get(address).content.decode()
    table = page.partition("<tbody")[2]
    href = re.search(r'href="([^"]+stage\+is\+made[^"]*)"', table)[1].replace("&amp;", "&")
    listed = client.get(href).content.decode()
    assert "Duck" in listed
    assert "Goose" not in listed
    before = queries_of(lambda: client.get(address))
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n}", launched=date(2025, n % 12 + 1, 3)) for n in range(30)])
    client.get(address)
    assert queries_of(lambda: client.get(address)) == before
