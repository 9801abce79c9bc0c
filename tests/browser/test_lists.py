"""Walking through a list and what it leaves behind: rows, columns, neighbours."""

import re

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes
from tests.browser.test_accessible import DRAWN

pytestmark = [pytest.mark.browser]
NAMES = ("Amara Bello", "Jonas Dahl", "Priya Raman")


@pytest.fixture
def page(site, owner):
    for name in NAMES:
        create_person(by=owner, name=name, phone="020 7946 0112", role="Buyer")
    page = site.open(owner)
    page.goto(f"{site.origin}/people/?filter=role+is+%22Buyer%22")
    return page


def test_a_record_knows_its_neighbours_and_leads_back_to_the_same_list(page):
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1.name")).to_have_text(NAMES[0])
    expect(page.locator("[data-trail-place]")).to_have_text("1 / 3")
    page.keyboard.press("j")
    expect(page.locator("h1.name")).to_have_text(NAMES[1])
    page.click("[data-trail-previous]")
    expect(page.locator("h1.name")).to_have_text(NAMES[0])
    expect(page.locator("[data-trail-place]")).to_have_text("1 / 3")
    page.click(".crumbs a")
    page.wait_for_url(re.compile("filter=role"))


def test_a_record_knows_its_place_beyond_the_page_of_the_list_that_one_came_from(page, site, owner):
    with changes.batch(owner, "create"):
        for number in range(52):
            create_person(by=owner, name=f"Zoe {number:02}", role="Fitter")
    page.goto(f"{site.origin}/people/?filter=role+is+Fitter")
    page.get_by_role("link", name="Zoe 49").click()
    place = page.locator("[data-trail-place]")
    expect(place).to_have_text("50 / 52")
    following = page.locator("[data-trail-next]")
    for name, stands in (("Zoe 50", "51 / 52"), ("Zoe 51", "52 / 52")):
        expect(following).to_have_attribute("href", re.compile(r"/people/\d+/"))
        page.keyboard.press("j")
        expect(page.locator("h1.name")).to_have_text(name)
        expect(place).to_have_text(stands)
    expect(following).to_have_attribute("aria-disabled", "true")
    page.click(".crumbs a")
    page.click(".pager [rel=next]")
    page.wait_for_url(re.compile("after="))  # and its scripts, which keep what the list shows
    page.get_by_role("link", name="Zoe 50").click()
    expect(place).to_have_text("51 / 52")
    expect(page.locator("[data-trail-previous]")).to_have_attribute("href", re.compile(r"/people/\d+/"))
    page.keyboard.press("k")
    expect(place).to_have_text("50 / 52")


def test_a_row_has_a_menu_for_mouse_and_keys(page):
    page.keyboard.press("j")
    page.keyboard.press(".")
    menu = page.locator("#row-menu")
    expect(menu.get_by_role("menuitem", name="Open")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("tr[data-row]").nth(1).hover()
    page.click(".row-more")
    menu.get_by_role("menuitem", name="Move to the trash").click()
    expect(page.locator("#toasts")).to_contain_text("Jonas Dahl is in the trash")
    assert not Party.objects.filter(name="Jonas Dahl").exists()


def test_columns_are_put_in_order_by_dragging_and_by_keys(page):
    head = page.locator("th[data-column=role]")
    head.drag_to(page.locator("th[data-column=phase]"), source_position={"x": 4, "y": 8})  # beside its menu
    page.wait_for_url(re.compile("columns="))
    heads = page.locator("thead th[data-column]")
    assert [head.get_attribute("data-column") for head in heads.all()][2:5] == ["phone", "phase", "role"]
    page.click("[popovertarget=choose-columns]")
    page.focus("#choose-columns [value=role]")
    page.keyboard.press("Alt+ArrowUp")
    page.click("#choose-columns [type=submit]")
    page.wait_for_url(re.compile("columns=role"))
    assert [head.get_attribute("data-column") for head in heads.all()][3:5] == ["role", "phase"]


def test_a_column_and_a_filter_are_found_and_filled_by_typing_alone(page):
    page.click("[popovertarget=choose-columns]")
    expect(page.get_by_placeholder("Which column?")).to_be_focused()
    page.keyboard.type("nickn")
    expect(page.locator("#choose-columns li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.click("#choose-columns [type=submit]")
    page.wait_for_url(re.compile("columns=nickname"))
    page.click(".filter-add")
    expect(page.get_by_placeholder("Which field?")).to_be_focused()
    page.keyboard.type("Family")
    page.keyboard.press("Enter")
    expect(page.locator("#filter-value-0")).to_be_focused()
    page.keyboard.type("Bello")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("family"))
    expect(page.locator("tbody [data-row]")).to_have_count(1)


def test_a_column_is_pinned_by_keys_and_let_go_where_there_is_no_room(page):
    page.locator("th[data-column=owner] .column-menu").focus()
    page.keyboard.press("Enter")
    item = page.locator("#column-menu").get_by_role("menuitemcheckbox", name="Pin this column")
    item.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pinned=owner"))
    page.goto(f"{page.url}&widths=name:28")
    head = page.locator("th[data-column=owner]")
    for width, held in ((1200, True), (780, False)):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(DRAWN)
        placed = re.compile(r"--pin-1: \d" if held else "--pin-1: auto")
        expect(page.locator("gw-grid")).to_have_attribute("style", placed)
        before = head.bounding_box()["x"]
        page.locator(".grid-scroll").evaluate("(scroller) => scroller.scrollTo(60, 0)")
        assert (head.bounding_box()["x"] == before) == held
        page.locator(".grid-scroll").evaluate("(scroller) => scroller.scrollTo(0, 0)")


def test_the_head_stays_while_many_rows_pass_below_it(page, site, owner):
    for number in range(40):
        create_person(by=owner, name=f"Person {number:02}")
    page.goto(f"{site.origin}/people/")
    before = page.locator("thead").bounding_box()
    page.locator(".grid-scroll").evaluate("(scroller) => scroller.scrollTo(0, 9999)")
    expect(page.locator("tr[data-row]").last).to_be_in_viewport()
    assert page.locator("thead th").first.bounding_box()["y"] == before["y"]


def test_on_a_phone_a_row_calls_at_a_touch(site, owner, page):
    phone = site.open(owner, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    phone.goto(f"{site.origin}/people/")
    call = phone.locator("td.phone-call a").first
    expect(call).to_have_attribute("href", re.compile("^tel:"))
    box = call.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_on_a_phone_a_long_name_wraps_beside_its_chip(site, owner, page):
    create_person(by=owner, name="Agnieszka Wolańska-Szymańska de Oliveira", phase="customer")
    phone = site.open(owner, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    phone.goto(f"{site.origin}/people/")
    name = phone.get_by_role("link", name="Agnieszka Wolańska-Szymańska de Oliveira")
    assert name.bounding_box()["height"] > 2 * 15
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
