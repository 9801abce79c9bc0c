"""What is known of a customer, in a real browser: consents, wishes, the map, and clean data."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Consent, Preference
from goodwill.areas.people.verbs import bans, comebacks, consents, interactions, parties, preferences
from tests.browser.test_accessible import violations

pytestmark = [pytest.mark.browser]
PAGES = (
    "/people/{pk}/",
    "/parties/{pk}/consents",
    "/parties/{pk}/consents/new",
    "/parties/{pk}/relationship",
    "/parties/{pk}/sources",
    "/parties/{pk}/around",
    "/clean-data",
    "/settings/wordings",
)


@pytest.fixture
def rosa(site, owner):
    person = parties.create_person(by=owner, name="Rosa Castillo", company="Reparto Verde", mail="rosa@x.example")
    for name in ("Tom Okafor", "Ada Berg"):
        parties.create_person(by=owner, name=name, company="Reparto Verde")
    preferences.add_preference(person, by=owner, text="Steel frames", strength="must")
    bans.leave_alone(person, by=owner, channel="text", reason="Pays for each")
    consents.write_wording(by=owner, name="Newsletter", text="Send me news", purpose="news", channel="mail")
    consents.record_consent(person, by=owner, template="Newsletter", source="Counter")
    at = timezone.now() - timedelta(days=400)
    interactions.log_interaction(person, by=owner, kind="call", subject="Cargo bikes", at=at)
    comebacks.come_back(person, by=owner)
    return person


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(site, owner, rosa):
    page = site.open(owner, color_scheme="dark", viewport={"width": 360, "height": 800})
    found = {}
    for address in PAGES:
        page.goto(site.origin + address.format(pk=rosa.pk))
        said = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            said.append("wider than the window")
        found[address] = said
    assert {address: said for address, said in found.items() if said} == {}


def test_a_consent_is_withdrawn_with_one_press_and_a_wish_is_edited_and_removed(site, owner, rosa):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{rosa.pk}/")
    page.get_by_role("button", name="Withdraw News").click()
    page.get_by_text("taken back").first.wait_for()
    assert list(Consent.objects.order_by("pk").values_list("state", flat=True)) == ["given", "withdrawn"]
    page.get_by_role("button", name="Edit Steel frames").click()
    box = page.get_by_role("textbox", name="What")
    box.fill("Light steel frames")
    box.press("Enter")
    page.get_by_text("Light steel frames").first.wait_for()
    assert Preference.objects.get().text == "Light steel frames"
    page.get_by_role("button", name="Edit Light steel frames").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("What do they expect?").wait_for()
    assert not Preference.objects.exists()


def test_the_faces_of_the_map_are_reached_by_keyboard(site, owner, rosa):
    page = site.open(owner, viewport={"width": 1440, "height": 900})
    page.goto(f"{site.origin}/parties/{rosa.pk}/around")
    face = page.locator(".roomy a.map-node").first
    face.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/*/")
