"""Rows of a list in groups: their headings, what they come to, and what is fetched only when it is opened."""

import re
from datetime import UTC, date, datetime

from goodwill.kernel import changes
from goodwill.kernel.models import Profile
from goodwill.records.query import groups
from goodwill.records.toys.models import Maker, Toy

HEAD = re.compile(r'<bdi>([^<]*)</bdi></button>\s*<a [^>]*aria-label="Only[^>]*>([^<]+)</a>')
SELECTED = re.compile(r'form="bulk"\s+aria-label="Select ([^"]+)"')


def heads(page):
    return HEAD.findall(page)


def names(page):
    return SELECTED.findall(page)


def test_options_stand_in_their_order_with_what_each_group_comes_to(made, owner, browse):
    made("Duck", stage="sold_out", price=1000)
    made("Goose", stage="idea", price=250, pieces=4)
    made("Swan", stage="idea", price=500)
    page = browse(owner).get("/toys/?by=stage&sums=pieces:sum").content.decode()
    assert heads(page) == [("Idea", "2"), ("Sold out", "1")]
    assert names(page) == ["Goose", "Swan", "Duck"]
    assert re.findall(r"sum</span> <bdi>(\d+)", page) == ["5", "1"]


def test_dates_stand_by_months_of_the_reader_from_the_newest_on(made, owner, browse):
    with changes.batch(owner, "edit"):
        changes.update(Profile.current(), time_zone="Pacific/Auckland")
    made("Duck", tested_at=datetime(2026, 1, 31, 20, 30, tzinfo=UTC))
    made("Goose", tested_at=datetime(2025, 12, 5, 20, 30, tzinfo=UTC))
    made("Swan", launched=date(2026, 3, 1))
    client = browse(owner)
    page = client.get("/toys/?by=tested_at").content.decode()
    assert heads(page) == [("February 2026", "1"), ("December 2025", "1"), ("No tested at", "1")]
    only = re.search(r'href="([^"]+)" aria-label="Only February', page)[1].replace("&amp;", "&")
    assert names(client.get(only).content.decode()) == ["Duck"]
    assert heads(client.get("/toys/?by=launched&span=year").content.decode())[0] == ("2026", "1")


def test_related_records_that_one_may_not_see_read_as_none(owner, staff, browse, monkeypatch):
    with changes.batch(owner, "create"):
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "maker": {"read": "own"}})
        seen = changes.create(Maker(name="Seen", owner=staff.user))
        hidden = changes.create(Maker(name="Hidden", owner=owner.user))
        for maker in (seen, hidden):
            changes.create(Toy(name=f"Of {maker.name}", maker=maker, owner=staff.user))
        changes.create(Toy(name="Also", maker=hidden, owner=staff.user))
    assert ("Hidden", "2") in heads(browse(owner).get("/toys/?by=maker").content.decode())
    for most in (groups.MOST_GROUPS, 1):
        monkeypatch.setattr(groups, "MOST_GROUPS", most)
        page = browse(staff).get("/toys/?by=maker").content.decode()
        assert ">Hidden<" not in page
        assert heads(page) == [("Seen", "1"), ("No maker", "2")]


def test_what_is_further_down_is_fetched_when_its_group_is_opened(own_firm, owner, browse):
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"A {n:02}", stage="idea", owner=owner.user) for n in range(60)])
        changes.create_many([Toy(name="Z", stage="made", owner=owner.user)])
    client = browse(owner)
    page = client.get("/toys/?by=stage").content.decode()
    assert names(page) == [f"A {n:02}" for n in range(50)]
    fetched = [href.replace("&amp;", "&") for href in re.findall(r'hx-get="(/toys/bucket[^"]+)"', page)]
    more, folded = (client.get(href).content.decode() for href in fetched)
    assert names(more) == [f"A {n:02}" for n in range(50, 60)]
    assert names(folded) == ["Z"]
    assert "Show more" not in more + folded


def test_thirty_rows_in_a_group_cost_the_queries_of_one(own_firm, made, owner, browse, queries_of):
    client, address = browse(owner), "/toys/?by=stage&sums=price:sum"
    made("Toy 00")
    client.get(address)
    one = queries_of(lambda: client.get(address))
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n:02}", owner=owner.user) for n in range(1, 30)])
    assert queries_of(lambda: client.get(address)) == one


def test_what_no_rows_can_be_grouped_by_is_told(made, owner, staff, browse):
    made("Duck")
    for name in ("extra", "nonsense"):
        assert "banner warn" in browse(owner).get(f"/toys/?by={name}").content.decode()
    assert "banner warn" in browse(staff).get("/toys/?by=secret").content.decode()
