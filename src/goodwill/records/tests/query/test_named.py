"""Lists that are sorted by the names of what fields lead to."""

from typing import Any

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.records import registry
from goodwill.records.custom.verbs import make_field
from goodwill.records.query import Listing, QueryError, walk
from goodwill.records.toys.models import Maker, Toy

NAMES = ("älter", "Zebra", "Bach", None, "Hidden")


@pytest.fixture
def supplied(owner: Actor, staff: Actor) -> str:
    """Toys by the names of their suppliers; `staff` may not see one of these."""
    field = make_field(by=owner, type="toy", kind="relation", label="Supplier", target="maker").name
    with changes.batch(owner, "create"):
        for name in NAMES:
            theirs = owner if name == "Hidden" else staff
            maker = changes.create(Maker(name=name, owner=theirs.user)) if name else None
            toy = Toy(name=f"Of {name}", owner=staff.user, maker=maker)
            toy.extra = {field: maker.pk} if maker else {}
            changes.create(toy)
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "maker": {"read": "own"}})
    return field


@pytest.fixture(params=["sorted", "walked"])
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """How the list is read: these few records are sorted, or read like very many from the side of the related ones."""
    if request.param == "walked":
        monkeypatch.setattr(walk, "FEW", 0)


def in_pages(actor: Actor, sort: str) -> list[str]:
    """Forward by twos, and the same back."""
    toy: Any = registry.get("toy")
    page = Listing(toy, actor, sort=sort, size=2).page
    found = [row["name"] for row in page.rows]
    while page.next:
        page = Listing(toy, actor, sort=sort, size=2, after=page.next).page
        found += [row["name"] for row in page.rows]
    back: list[str] = [row["name"] for row in page.rows]
    while page.previous:
        page = Listing(toy, actor, sort=sort, size=2, before=page.previous).page
        back = [row["name"] for row in page.rows] + back
    assert back == found
    return [name.removeprefix("Of ") for name in found]


@pytest.mark.parametrize("relation", ["own", "built in"])
@pytest.mark.usefixtures("way")
def test_records_come_by_the_name_of_what_they_lead_to(supplied: str, owner: Actor, relation: str) -> None:
    name = supplied if relation == "own" else "maker"
    assert in_pages(owner, f"{name},name") == ["älter", "Bach", "Hidden", "Zebra", "None"]
    assert in_pages(owner, f"-{name},name") == ["Zebra", "Hidden", "Bach", "älter", "None"]


@pytest.mark.parametrize("relation", ["own", "built in"])
@pytest.mark.usefixtures("way")
def test_what_one_may_not_see_comes_with_the_empty_ones(supplied: str, staff: Actor, relation: str) -> None:
    name, actor = supplied if relation == "own" else "maker", Actor.of(User.objects.get(pk=staff.user_id))
    assert in_pages(actor, f"{name},name") == ["älter", "Bach", "Zebra", "Hidden", "None"]
    assert in_pages(actor, f"-{name},-name") == ["Zebra", "Bach", "älter", "None", "Hidden"]
    with changes.batch(actor, "edit"):
        changes.update(actor.user.role, scopes={**actor.user.role.scopes, "maker": {"read": "none"}})
    blind = Actor.of(User.objects.get(pk=staff.user_id))
    assert in_pages(blind, f"{name},name") == ["älter", "Bach", "Hidden", "None", "Zebra"]


@pytest.mark.usefixtures("way")
def test_of_one_to_which_many_lead_the_records_come_in_their_own_order(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        makers = [
            changes.create(Maker(name=name, city=city)) for name, city in (("B", "Ulm"), ("A", "Bonn"), ("B", ""))
        ]
        made = [(at, maker) for at in range(6) for maker in (makers[0], *makers[:2])[: 1 + at % 3]]
        made += [(9, makers[2]), (7, None)]
        for number, (at, maker) in enumerate(made):
            changes.create(Toy(name=f"Of {at}{number:02}", maker=maker))
    at = {maker.pk: place for place, maker in enumerate((makers[1], makers[0], makers[2]))}
    named = sorted(((at[one.pk] if one else 8, f"{n}{m:02}") for m, (n, one) in enumerate(made)))
    assert in_pages(owner, "maker") == [name for _place, name in named]
    back = sorted(named, key=lambda one: -one[0] if one[0] < 8 else 8)
    assert in_pages(owner, "-maker") == [name for _place, name in back]
    towns = {makers[0].pk: 1, makers[1].pk: 0, makers[2].pk: 8}
    by_town = sorted((towns[one.pk] if one else 8, f"{n}{m:02}") for m, (n, one) in enumerate(made))
    assert in_pages(owner, "maker.city") == [name for _place, name in by_town]


@pytest.mark.usefixtures("way")
def test_a_town_behind_a_relation_is_sorted_by_where_it_is_seen(supplied: str, owner: Actor, staff: Actor) -> None:
    with changes.batch(owner, "edit"):
        for maker, city in zip(Maker.objects.order_by("name"), ("D", "", "A", "B"), strict=True):
            changes.update(maker, city=city)
    actor = Actor.of(User.objects.get(pk=staff.user_id))
    for name in ("maker", supplied):
        assert in_pages(owner, f"{name}.city") == ["Zebra", "älter", "Bach", "Hidden", "None"]
        assert in_pages(actor, f"-{name}.city") == ["Bach", "älter", "Zebra", "Hidden", "None"]
    with pytest.raises(QueryError):
        Listing(registry.get("toy"), owner, sort="maker.secret")  # type: ignore[arg-type]


@pytest.mark.usefixtures("way")
def test_colleagues_come_by_their_names_as_people_sort_them(owner: Actor, staff: Actor) -> None:
    field = make_field(by=owner, type="toy", kind="user", label="Tester").name
    with changes.batch(owner, "create"):
        for at, name in enumerate(("Zoë", "ärmel", "anna")):
            user = changes.create(User(email=f"u{at}@harbour.example", name=name, role=staff.user.role))
            toy = Toy(name=f"Of {name}", owner=user)
            toy.extra = {field: user.pk}
            changes.create(toy)
        changes.create(Toy(name="Of None"))
    for sort in (field, "owner"):
        assert in_pages(owner, sort) == ["anna", "ärmel", "Zoë", "None"]
        assert in_pages(owner, f"-{sort}") == ["Zoë", "ärmel", "anna", "None"]


def test_a_column_leads_over_a_relation_of_the_firms_own(supplied: str, owner: Actor, staff: Actor) -> None:
    toy: Any = registry.get("toy")
    for actor, hidden in ((owner, owner.name), (Actor.of(User.objects.get(pk=staff.user_id)), None)):
        rows = Listing(toy, actor, columns=["name", f"{supplied}.owner", f"{supplied}.founded"]).rows()
        found = {row["name"]: row[f"{supplied}.owner"] for row in rows}
        assert found["Of Bach"].label == staff.name
        assert (found["Of Hidden"].label if found["Of Hidden"] else None) == hidden
