"""Boards, calendars, charts and groups by fields that a firm made, on either database."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from goodwill.kernel import changes
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import change_field, remove_field
from goodwill.records.query.buckets import By, groupable
from goodwill.records.query.groups import groups_of
from goodwill.records.query.listing import Listing

TOY = registry.get("toy")
FORMS = ("list", "board", "calendar", "chart")
LINE = re.compile(
    r'<a class="menu-item" href="([^"]+)" role="menuitemcheckbox".+?class="menu-label">([^<]+)<', re.DOTALL
)


@pytest.fixture
def toys(fields, filled, owner):
    return [writing.create(TOY, {"name": name, **given}, by=owner) for name, given in (("Car", filled), ("Doll", {}))]


def test_every_form_is_drawn_by_every_own_field(toys, owner, browse):
    client, broken = browse(owner), []
    for name in (name for name in TOY.all_fields if name.startswith("x_")):
        for form in FORMS:
            for more in ("", "&then=x_colour", "&measure=x_cost:sum", "&span=week"):
                url = f"/toys/?as={form}&by={quote(name)}&at=2026-03-01{more}"
                if client.get(url).status_code != 200:
                    broken.append(url)
    assert broken == []


def test_groups_by_own_fields_hold_what_their_filter_finds(toys, owner):
    listing = Listing(TOY, owner)
    grouped = [field for name, field in TOY.all_fields.items() if name.startswith("x_") and groupable(field)]
    assert {field.name for field in grouped} == {name for name in TOY.all_fields if name.startswith("x_")}
    for field in grouped:
        found, _complete = groups_of(listing, By(TOY, field, owner), ())
        assert sum(one.count for one in found) == len(toys) + (field.name == "x_colours"), field.name
        for one in found:
            held = Listing(TOY, owner, filter=one.bucket.filter)
            assert held.count().number == one.count, (field.name, one.bucket.key)


def offered(page):
    """What the rows can be put into groups by, with the addresses that do."""
    return {label: unescape(url) for url, label in LINE.findall(page) if "by=" in url}


def test_groups_are_offered_by_the_fields_of_today_and_of_what_is_shown(fields, toys, owner, staff, browse):
    client = browse(owner)
    assert offered(client.get("/toys/").content.decode())["Wheels"] == "/toys/?by=x_wheels"
    shown = offered(client.get("/toys/?sort=-name&filter=price>5").content.decode())
    assert shown["Wheels"] == "/toys/?filter=price%3E5&sort=-name&by=x_wheels"
    change_field(fields["Wheels"], by=owner, label="Tyres")
    assert offered(client.get("/toys/").content.decode()).keys() >= {"Tyres", "Loud"}
    remove_field(fields["Loud"], by=owner)
    assert not offered(client.get("/toys/").content.decode()).keys() & {"Wheels", "Loud"}
    with changes.batch(owner, "edit_role"):
        changes.update(staff.user.role, field_rights={"toy": {"x_wheels": "hidden"}})
    assert "Tyres" not in offered(browse(staff).get("/toys/").content.decode())
    assert "Tyres" in offered(client.get("/toys/").content.decode())
