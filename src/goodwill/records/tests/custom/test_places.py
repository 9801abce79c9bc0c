"""Own fields that name a place: found on a map, by distance, and over a relation."""

import re
from typing import Any

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, User
from goodwill.kernel.towns import locate
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.filter import apply, predicate
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import foot_of
from goodwill.records.toys.models import Maker, Toy

PIN = re.compile(r'tabindex="-1"><title>([^<]*)</title><circle')
NEAR = '{} within 50 km of "Leipzig"'


@pytest.fixture
def placed(owner: Actor, staff: Actor) -> tuple[str, str]:
    """Makers with a place, of which `staff` sees all but one, and toys that lead to them by an own relation."""
    place = make_field(by=owner, type="maker", kind="place", label="Yard").name
    relation = make_field(by=owner, type="toy", kind="relation", label="Supplier", target="maker").name
    with changes.batch(owner, "create"):
        changes.update(Profile.current(), country="DE")
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "maker": {"read": "own"}})
        for name, text in (("North", "Hamburg"), ("Mid", "Ring 5, 04109 Leipzig"), ("Hid", "Leipzig"), ("Un", "Zzyzx")):
            maker = Maker(name=name, owner=(owner if name == "Hid" else staff).user)
            maker.extra = {place: text}
            toy = Toy(name=f"Of {name}", owner=staff.user)
            toy.extra = {relation: changes.create(maker).pk}
            changes.create(toy)
        changes.create(Toy(name="Of none", owner=staff.user))
    return place, relation


def names(text: str, type: Any, actor: Actor) -> set[str]:
    """By the database; a record at hand gives the same answer."""
    rows = list(type.rows(actor))
    found = set(apply(type.rows(actor), text, type, actor).values_list("name", flat=True))
    assert {row.name for row in rows if predicate(text, type, actor)(row)} == found
    return found


def test_a_town_is_found_in_an_address_and_a_place_that_is_none_has_no_point() -> None:
    texts = ["Leipzig", "Ring 5, 04109 Leipzig", "Ring 5 Leipzig", "London SW1A 1AA, GB", "Zzyzx", "1.5, 2.5"]
    known = locate(texts, "DE")
    assert {text: int(point.latitude) for text, point in known.items()} == {
        **dict.fromkeys(("Leipzig", "Ring 5, 04109 Leipzig", "Ring 5 Leipzig", "London SW1A 1AA, GB"), 51),
        "1.5, 2.5": 1,
    }
    assert round(known["London SW1A 1AA, GB"].longitude) == 0


def test_records_are_filtered_by_distance_also_over_a_relation(placed, owner, staff) -> None:
    place, relation = placed
    maker, toy = registry.get("maker"), registry.get("toy")
    assert names(NEAR.format(place), maker, owner) == {"Mid", "Hid"}
    assert names(f"not ({NEAR.format(place)})", maker, owner) == {"North", "Un"}
    assert names(NEAR.format(f"{relation}.{place}"), toy, owner) == {"Of Mid", "Of Hid"}
    mate = Actor.of(User.objects.get(pk=staff.user_id))
    assert names(NEAR.format(f"{relation}.{place}"), toy, mate) == {"Of Mid"}
    found = Maker.objects.get(name="North")
    with changes.batch(owner, "edit"):
        writing.edit(maker, found, {place: "Leipzig"}, by=owner)
    assert names(NEAR.format(place), maker, owner) == {"Mid", "Hid", "North"}
    with changes.batch(owner, "edit"):
        writing.edit(maker, found, {place: ""}, by=owner)
    assert "@" not in Maker.objects.get(name="North").extra


def test_they_stand_on_a_map_and_so_does_what_leads_to_them(placed, owner, staff, browse) -> None:
    relation = placed[1]
    page = browse(owner).get("/makers/?as=map").content.decode()
    assert set(PIN.findall(page)) == {"North, Hamburg", "2"}
    assert "1 without a place" in page
    near = re.search(r'href="(/makers/\?filter=[^"]+)">As a list', page)[1].replace("&amp;", "&")
    assert "3 makers" in browse(owner).get(near).content.decode()
    for actor, others in ((owner, "2"), (staff, "Of Mid, Ring 5, 04109 Leipzig")):
        page = browse(actor).get(f"/toys/?as=map&by={relation}&sort={relation}").content.decode()
        assert set(PIN.findall(page)) == {"Of North, Hamburg", others}
    assert "no such place" in browse(owner).get("/toys/?as=map&by=name").content.decode()


def test_the_share_of_empty_relations_is_counted(placed, owner) -> None:
    relation = placed[1]
    toy: Any = registry.get("toy")
    assert foot_of(Listing(toy, owner), [f"{relation}:empty"])[relation].values == (0.2,)
    with pytest.raises(QueryError):
        foot_of(Listing(toy, owner), [f"{relation}:sum"])
