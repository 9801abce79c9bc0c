"""Columns over one relation, and the widths of columns."""

import re

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.hops import hop_fields
from goodwill.records.saved.known import known_views
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import TOY


@pytest.fixture
def toys(owner, staff):
    with changes.batch(owner, "create"):
        seen = changes.create(Maker(name="Seen", city="Oslo", country="NO", owner=staff.user))
        hidden = changes.create(Maker(name="Hidden", city="Bergen", owner=owner.user))
        for maker in (seen, hidden, None):
            changes.create(Toy(name=f"Of {maker}", maker=maker, owner=staff.user))
    return TOY


def cells(actor, *names):
    found = Listing(TOY, actor, columns=["name", *names]).rows()
    return {row["name"]: tuple(row[name] for name in names) for row in found}


def test_a_value_of_the_related_record_is_read_and_named(toys, owner, staff):
    found = cells(owner, "maker.city", "maker.owner")
    assert found["Of Seen"][0] == "Oslo"
    assert found["Of Seen"][1].label == staff.name
    assert found["Of None"] == (None, None)


def test_what_one_may_not_see_reads_as_empty(toys, owner, staff):
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "maker": {"read": "own"}})
    found = cells(Actor.of(staff.user), "maker.city")
    assert found == {"Of Seen": ("Oslo",), "Of Hidden": (None,), "Of None": (None,)}
    with changes.batch(owner, "trash"):
        changes.trash(Maker.objects.get(name="Seen"))
    assert cells(owner, "maker.city")["Of Seen"] == (None,)


def test_what_is_no_column_over_a_relation_is_refused(toys, owner, staff):
    for name in ("maker.nonsense", "maker.", ".city", "owner.name", "maker.owner.name", "nonsense.city", "name.city"):
        with pytest.raises(QueryError):
            Listing(TOY, owner, columns=["name", name])
    assert "maker.city" in dict(hop_fields(TOY, staff))


def test_it_is_shown_chosen_and_kept_in_a_view(toys, owner, browse):
    client = browse(owner)
    page = client.get("/toys/?columns=name,maker.city&widths=name:20,maker.city:9,stage:99").content.decode()
    assert "Maker: City" in page
    assert "Oslo" in page
    assert re.findall(r'<col\s+data-column="([^"]+)" class="w-(\d+)"', page) == [("name", "20"), ("maker.city", "9")]
    assert client.get("/toys/columns/maker.city?columns=name,maker.city").status_code == 200
    asked = "columns=name,maker.city&widths=name:20"
    client.post(f"/toys/views/new?{asked}", {"name": "Cities", "share": "private"})
    view = known_views(TOY, owner)[-1].view
    assert (view.columns, view.layout.widths) == (("name", "maker.city"), "name:20")
    page = client.get(f"/toys/?view={view.name}").content.decode()
    assert "Oslo" in page
    assert 'class="tab-dot"' not in page


def test_thirty_rows_cost_the_queries_of_one(own_firm, owner, queries_of):
    def read():
        return queries_of(lambda: Listing(TOY, owner, columns=["name", "maker.city", "maker.owner"]).rows())

    with changes.batch(owner, "create"):
        maker = changes.create(Maker(name="Seen", city="Oslo", owner=owner.user))
        changes.create(Toy(name="Toy", maker=maker, owner=owner.user))
    read()
    one = read()
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n}", maker=maker, owner=owner.user) for n in range(30)])
    read()
    assert read() == one
