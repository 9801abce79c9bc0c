from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import override_settings
from django.urls import include, path

from goodwill.ui import checks, slots, views
from goodwill.ui.frame import Frame
from goodwill.ui.look import Look
from goodwill.ui.slots import Nav, SettingsPage, Slot
from goodwill.ui.tests.conftest import Tags

Ask = Callable[..., HttpRequest]
urlpatterns = [
    path("", include("goodwill.ui.urls")),
    path("people", views.look, name="people"),
    path("people/old", views.look, name="old"),
]


@pytest.fixture
def empty_slots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("nav", "create", "commands", "settings_pages", "user_links", "bells", "phone_bar", "favourites"):
        monkeypatch.setattr(slots, name, Slot())
    monkeypatch.setattr(slots, "LINKS", (slots.nav, slots.settings_pages))
    with override_settings(ROOT_URLCONF=__name__):
        yield


def entry(label: str, url: str = "people", **more: Any) -> Nav:
    return Nav(label=label, url=url, icon="users", **more)


def of_mara(request: HttpRequest) -> HttpRequest:
    request.actor = SimpleNamespace(name="Mara <Klein>")  # type: ignore[attr-defined]
    return request


def test_entries_come_in_their_order_with_those_of_sources() -> None:
    slot: Slot[Nav] = Slot()
    slot.add(entry("Deals", order=30), entry("Home", order=1))
    slot.add_source(lambda actor: [entry(f"{actor}'s own", order=20)])
    assert [one.label for one in slot.seen_by("Mara")] == ["Home", "Mara's own", "Deals"]


def test_an_entry_is_not_drawn_for_whom_it_refuses() -> None:
    slot: Slot[Nav] = Slot()
    slot.add(entry("Users", right=lambda actor: actor == "owner"), entry("People"))
    assert [one.label for one in slot.seen_by("staff")] == ["People"]
    assert len(slot.seen_by("owner")) == 2


def test_the_same_entry_twice_is_refused() -> None:
    slot: Slot[Nav] = Slot()
    slot.add(entry("People"))
    with pytest.raises(ValueError, match="registered twice"):
        slot.add(entry("People"))


@pytest.mark.usefixtures("empty_slots")
def test_the_nearest_place_is_marked_with_what_waits_there(ask: Ask) -> None:
    slots.nav.add(entry("People", count=lambda actor: 3), entry("Old", "old"))
    people, old = Frame(of_mara(ask("/people/old/7"))).nav
    assert (people.current, old.current, people.count) == (False, True, 3)


@pytest.mark.usefixtures("empty_slots")
def test_an_entry_that_leads_nowhere_is_left_out_and_reported(ask: Ask) -> None:
    slots.nav.add(entry("Lost", "no-such-url"), Nav(label="Plain", url="people", icon="no-such-icon"))
    assert [line.entry.label for line in Frame(of_mara(ask())).nav] == ["Plain"]
    assert [error.id for error in checks.slots_resolve()] == ["ui.E001", "ui.E002"]


@pytest.mark.usefixtures("empty_slots")
def test_settings_pages_stand_in_their_groups(ask: Ask) -> None:
    for group, label in (("Firm", "Users"), ("You", "Profile"), ("Firm", "Roles")):
        slots.settings_pages.add(SettingsPage(group=group, label=label, url="people"))
    found = Frame(of_mara(ask())).settings_pages
    assert {group: [line.entry.label for line in lines] for group, lines in found.items()} == {
        "Firm": ["Users", "Roles"],
        "You": ["Profile"],
    }


@pytest.mark.usefixtures("empty_slots")
def test_a_page_without_any_area_is_drawn(ask: Ask) -> None:
    found = Tags(views.style(of_mara(ask("/style"))).content.decode())
    assert "Mara <Klein>" in found.text
    assert found.tags[0] == (
        "html",
        {"lang": "en", "dir": "ltr", "data-theme": "auto", "data-density": "comfortable", "data-sidebar": "auto"},
    )


@pytest.mark.usefixtures("empty_slots")
def test_nobody_sees_nothing_of_the_areas(ask: Ask) -> None:
    slots.nav.add(entry("People", count=lambda actor: actor.waiting))
    assert Frame(ask()).nav == []


@pytest.mark.usefixtures("empty_slots")
def test_a_broken_count_is_not_taken_for_a_missing_part(ask: Ask) -> None:
    slots.nav.add(entry("People", count=lambda actor: actor.no_such_thing))
    with pytest.raises(RuntimeError, match="no_such_thing"):
        _ = Frame(of_mara(ask())).nav


@pytest.mark.parametrize("cookie", ["", "dark", "dark.huge.open", "<script>", "dark.compact.open.more", "....."])
def test_a_broken_cookie_breaks_no_page(ask: Ask, cookie: str) -> None:
    request = ask(headers={"Cookie": f"look={cookie}"})
    look = Look.of(request)
    assert look.theme in ("auto", "dark")
    assert look.density in ("comfortable", "compact")


@pytest.mark.usefixtures("empty_slots")
def test_a_wish_is_kept_in_a_cookie_and_the_others_stay(ask: Ask) -> None:
    request = ask(
        "/look?fetch",
        method="post",
        data={"theme": "dark", "density": "nonsense"},
        headers={"Cookie": "look=light.compact.closed"},
    )
    response = views.look(request)
    assert response.status_code == 204
    kept = response.cookies["look"]
    assert kept.value == "dark.compact.closed"
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


@pytest.mark.usefixtures("empty_slots")
def test_without_script_the_wish_leads_back_to_the_page(ask: Ask) -> None:
    response = views.look(ask("/look", method="post", data={"theme": "dark", "next": "/people"}))
    assert (response.status_code, response["Location"]) == (303, "/people")


def test_a_wish_is_not_kept_by_a_link(ask: Ask) -> None:
    assert views.look(ask("/look?theme=dark")).status_code == 405
