"""A page is arranged for everybody or for a team, says which fields nobody fills, and goes back to the standard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Batch, PageLayout, Team
from goodwill.records import registry, writing
from goodwill.records.layouts import verbs
from goodwill.records.layouts.arranged import FACTS, arrangement_of
from goodwill.records.layouts.filled import filled_of

Browse = Callable[..., Client]


@pytest.fixture
def maker(owner: Actor) -> Any:
    return writing.create(registry.get("maker"), {"name": "Brio", "city": "Osby", "country": "SE"}, by=owner)


def facts(page: bytes) -> list[str]:
    return re.findall(r'id="field-\d+-(\w+)"', page.decode())


def sent(**shown: list[str]) -> dict[str, Any]:
    every = {"facts": ["country", "city", "name", "founded", "owner", "team"], "side": ["files"]}
    order = {f"order.{place}": names for place, names in shown.items()}
    taken = [name for names in shown.values() for name in names]
    return order | {f"hidden.{place}": [n for n in names if n not in taken] for place, names in every.items()}


def test_the_page_shows_what_was_chosen_in_its_order(maker: Any, browse: Browse, owner: Actor) -> None:
    client, url = browse(owner), f"/makers/{maker.pk}/"
    before = client.get(url).content
    assert b"files-panel" in before
    answered = client.post(f"{url}arrange", sent(facts=["country", "name", "owner"], side=[]))
    assert answered.status_code == 303
    page = client.get(url).content
    assert facts(page)[:3] == ["country", "name", "owner"]
    assert "city" not in facts(page)
    assert b"files-panel" not in page
    client.post(f"{url}arrange?reset=1")
    assert facts(client.get(url).content) == facts(before)
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert facts(client.get(url).content) == facts(page)


def test_a_panel_stands_in_the_column_where_it_was_put(maker: Any, browse: Browse, owner: Actor) -> None:
    client, url = browse(owner), f"/makers/{maker.pk}/"
    client.post(f"{url}arrange", sent(main=["files"]))
    moved = client.get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="main-1").content
    assert b"files-panel" in moved
    assert b"files-panel" not in client.get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="side-1").content
    page = client.get(f"{url}?arrange=").content.decode()
    assert re.findall(r'name="(\w+\.\w+)" value="files"', page) == ["order.main"]
    assert re.findall(r'name="(\w+\.\w+)" value="city"', page) == ["hidden.facts"]
    assert client.get(f"{url}arrange").headers["Location"] == f"{url}?arrange="
    assert client.get(f"{url}?arrange=999").status_code == 404


def places(page: str) -> dict[str, list[str]]:
    """What the page would save: names by place, shown or hidden."""
    found: dict[str, list[str]] = {}
    for place, name in re.findall(r'name="((?:order|hidden)\.\w+)" value="(\w+)"', page):
        found.setdefault(place, []).append(name)
    return found


def test_without_a_script_each_step_is_a_link_that_saves_nothing(maker: Any, browse: Browse, owner: Actor) -> None:
    client, url = browse(owner), f"/makers/{maker.pk}/"
    sent = places(client.get(f"{url}?arrange=").content.decode())
    first = sent["order.facts"][0]
    for step in ("left:main:history", f"down:facts:{first}", "out:side:files", "up:left:history", "out:left:details"):
        sent = places(client.get(url, {"arrange": "", **sent, "step": step}).content.decode())
    assert sent["order.left"] == ["history", "details"]
    assert sent["order.facts"][1] == first
    assert sent["hidden.side"] == ["files"]
    assert not PageLayout.everything.exists()
    client.post(f"{url}arrange?team=", sent)
    page = client.get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="left-1").content.decode()
    assert page.index('id="story"') < page.index("facts-card")
    assert "files-panel" not in client.get(url).content.decode()


def test_a_team_has_its_own_and_what_is_new_stands_at_the_end(
    maker: Any, owner: Actor, as_role: Callable[[str], Actor]
) -> None:
    kind = registry.get("maker")
    assert kind is not None
    team = Team.objects.get(name="Workshop")
    verbs.arrange(by=owner, type=kind, order={FACTS: ["city"]}, hidden={})
    verbs.arrange(by=owner, type=kind, team=team, order={FACTS: ["country", "city"]}, hidden={FACTS: ["city"]})
    of_team, of_all = arrangement_of(kind, as_role("staff")), arrangement_of(kind, owner)
    assert of_team.shown(FACTS, ["name", "city", "country"]) == ["country", "name"]
    assert of_all.shown(FACTS, ["name", "city", "country"]) == ["city", "name", "country"]
    verbs.reset(by=owner, type=kind, team=team)
    assert arrangement_of(kind, as_role("staff")) == of_all


def test_who_may_not_change_settings_arranges_nothing(maker: Any, browse: Browse, staff: Actor) -> None:
    client, url = browse(staff), f"/makers/{maker.pk}/arrange"
    assert client.get(url).status_code == 403
    assert client.get(f"/makers/{maker.pk}/?arrange=").status_code == 403
    assert client.post(url, sent(facts=[], side=[])).status_code == 403
    with pytest.raises(Refused):
        verbs.arrange(by=staff, type=registry.get("maker"), order={}, hidden={})
    assert not PageLayout.everything.exists()


def test_fields_that_nobody_fills_come_first(maker: Any, browse: Browse, owner: Actor) -> None:
    kind = registry.get("maker")
    assert kind is not None
    writing.create(kind, {"name": "Plan", "country": "TH"}, by=owner)
    shares = {one.field.name: (one.count, one.total) for one in filled_of(kind, owner, kind.all_fields)}
    assert (shares["founded"], shares["city"], shares["country"]) == ((0, 2), (1, 2), (2, 2))
    page = browse(owner).get(f"/makers/{maker.pk}/arrange?filled=1").content.decode()
    assert "nobody fills it" in page


def test_an_arranged_page_asks_no_more(
    maker: Any, browse: Browse, owner: Actor, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    client, url = browse(owner), f"/makers/{maker.pk}/"
    client.get(url)
    before = queries_of(lambda: client.get(url))
    client.post(f"{url}arrange", sent(facts=["name", "city"], main=["files"]))
    client.get(url)
    assert queries_of(lambda: client.get(url)) <= before
