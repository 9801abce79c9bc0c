"""Views of a list from making one to sharing it, favourites, and what stands below a column; by mouse and by keys."""

import re

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes
from goodwill.kernel.models import Membership, SavedView, Team
from tests.browser.test_accessible import COLOURS, DRAWN, STILL, violations

pytestmark = [pytest.mark.browser]


@pytest.fixture
def workshop(staff, owner):
    """The team that `staff` and `owner` are both in."""
    team = Team.objects.get(pk__in=staff.team_ids)
    with changes.batch(owner, "create"):
        changes.create(Membership(user=owner.user, team=team))
    return team


@pytest.fixture
def page(site, staff, workshop):
    for name, role in (("Amara Bello", "Buyer"), ("Jonas Dahl", "Owner"), ("Priya Raman", "Buyer")):
        create_person(by=staff, name=name, role=role)
    page = site.open(staff)
    page.goto(f"{site.origin}/people/?filter=role+is+%22Buyer%22")
    return page


def dot(page):
    return page.locator(".tab-dot")


def choose(page, words):
    page.click("[popovertarget=view-menu]")
    page.locator("#view-menu").get_by_role("menuitem", name=words, exact=True).click()


def save_as(page, name, *, who="Only me"):
    choose(page, "Save as a new view…")
    page.fill("#view-name", name)
    page.get_by_label(who).check()
    page.click("#view-form [data-save]")
    page.wait_for_url(re.compile(r"\?view=\d+$"))


def test_a_view_is_saved_changed_reset_shared_and_deleted_with_a_way_back(page, site, owner, staff, workshop):
    expect(dot(page)).to_be_visible()
    save_as(page, "Buyers")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Buyers")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport()
    expect(dot(page)).to_have_count(0)
    page.locator("thead").get_by_role("link", name="Name").click()
    page.wait_for_url(re.compile("sort="))
    expect(dot(page)).to_be_visible()
    page.click(".views-changed >> text=Reset")
    page.wait_for_url(re.compile(r"\?view=\d+$"))
    page.go_back()
    expect(dot(page)).to_be_visible()
    page.click(".views-changed >> text=Save")
    page.wait_for_url(re.compile(r"\?view=\d+$"))
    expect(dot(page)).to_have_count(0)
    assert SavedView.objects.get().sort.lstrip("-") == "name"

    other = site.open(owner)
    other.goto(page.url)
    expect(other.locator("main")).to_contain_text("not shared with you")
    choose(page, "Rename or share…")
    page.get_by_label(workshop.name).check()
    page.click("#view-form [data-save]")
    expect(page.locator("#toasts")).to_contain_text("Saved: Buyers")
    other.reload()
    expect(other.locator(".tabs [aria-current]")).to_contain_text("Buyers")
    expect(other.locator("tr[data-row]")).to_have_count(2)

    choose(page, "Delete")
    page.wait_for_url("**/people/")
    expect(page.locator(".tabs")).not_to_contain_text("Buyers")
    page.click("#toasts >> text=Undo")
    expect(page.locator(".tabs")).to_contain_text("Buyers")


def test_keys_alone_save_a_view_star_it_and_sum_below_a_column(page, site):
    press = page.keyboard.press
    page.focus("[popovertarget=view-menu]")
    press("Enter")
    expect(page.locator("#view-menu [role^=menuitem]").first).to_be_focused()
    page.keyboard.type("Save")
    expect(page.get_by_role("menuitem", name="Save as a new view…")).to_be_focused()
    press("Enter")
    expect(page.locator("#view-name")).to_be_focused()
    page.keyboard.type("By keys")
    press("Control+Enter")
    page.wait_for_url(re.compile(r"\?view=\d+$"))
    page.focus("#star-view")
    press("Enter")
    expect(page.locator("#favourites")).to_contain_text("By keys")
    expect(page.locator("#star-view")).to_be_focused()
    expect(page.locator("#star-view")).to_have_attribute("aria-pressed", "true")
    page.focus("th[data-column=next_due] .column-menu")
    press("Enter")
    expect(page.locator("#column-menu [role^=menuitem]").first).to_be_focused()
    press("l")
    expect(page.locator("#column-menu :focus")).to_contain_text("Latest")
    press("Enter")
    page.wait_for_url(re.compile("sums="))
    expect(page.locator("tfoot")).to_contain_text("Latest")
    expect(page.locator("tfoot td.foot")).to_be_in_viewport()


def test_a_starred_record_is_at_hand_everywhere_and_in_the_palette(page, site):
    page.click("tr[data-row] .who a >> nth=0")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    page.click("#star")
    expect(page.locator("#favourites")).to_contain_text("Amara Bello")
    page.goto(f"{site.origin}/companies/")
    page.keyboard.press("Control+k")
    page.keyboard.type("Amara")
    expect(page.get_by_role("option", name="Amara Bello").first).to_be_visible()
    page.keyboard.press("Escape")
    page.click("#favourites >> text=Amara Bello")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    expect(page.locator("h1.name")).to_have_text("Amara Bello")
    page.click("#star")
    expect(page.locator("#favourites a")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1440])
def test_what_views_open_is_without_a_barrier_and_fits(page, site, staff, width):
    save_as(page, "Buyers")
    seen = site.open(staff, viewport={"width": width, "height": 740})
    seen.goto(f"{page.url}&sums=next_due%3Aempty&filter=role+is+%22Owner%22")
    seen.evaluate(STILL)
    said = violations(seen)
    seen.click("[popovertarget=view-menu]")
    said += violations(seen)
    seen.locator("#view-menu").get_by_role("menuitem", name="Rename or share…").click()
    expect(seen.locator("#view-name")).to_be_visible()
    said += violations(seen)
    seen.emulate_media(color_scheme="dark")
    seen.evaluate(DRAWN)
    said += violations(seen, runOnly=COLOURS)
    seen.keyboard.press("Escape")
    if width > 360:
        seen.focus("th[data-column=next_due] .column-menu")
        seen.keyboard.press("Enter")
        expect(seen.locator("#column-menu [role^=menuitem]").first).to_be_visible()
        said += violations(seen)
    assert said == []
    assert seen.evaluate("document.documentElement.scrollWidth") == width
