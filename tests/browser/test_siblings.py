"""The siblings of a list: cards on a board and days of a calendar, moved by mouse, by finger and by keys."""

import re
import time
from datetime import date

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import create_task
from tests.browser import test_accessible as accessible
from tests.browser.settled import settled
from tests.browser.test_accessible import STILL

pytestmark = [pytest.mark.browser]
SMALL = {"width": 360, "height": 740}


def drag(page, card, place):
    """By mouse, in steps as a hand does it, once the board listens."""
    page.locator("gw-board:defined").wait_for()
    start, end = card.bounding_box(), place.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 24, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def violations(page):
    page.evaluate(STILL)
    return accessible.violations(page)


NEWS = """() => {
  document.body.dispatchEvent(new CustomEvent("goodwill:changed"));
  return document.getElementById("list").classList.contains("htmx-request");
}"""


def test_a_card_goes_to_another_lane_by_mouse_keys_and_menu(site, owner):
    person = create_person(by=owner, name="Amara Bello", phase="lead")
    create_person(by=owner, name="Jonas Dahl", phase="customer")
    page = site.open(owner)
    page.goto(f"{site.origin}/people/")
    page.get_by_role("link", name="Board", exact=True).click()
    card = page.locator(f"#card-{person.pk}")
    lane = {name: page.locator(f'[data-lane="{name}"]') for name in ("lead", "customer", "loyal")}
    drag(page, card, lane["customer"])
    expect(lane["customer"].locator("header .num")).to_have_text("2")
    expect(lane["lead"].locator("header .num")).to_have_text("0")
    page.keyboard.press("Control+z")
    expect(lane["lead"].locator(f"#card-{person.pk}")).to_be_visible()
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#whisper")).to_have_text("Customer")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('goodwill:changed'))")
    expect(card).to_have_class(re.compile("taken"))
    with page.expect_response("**/people/?as=board*"):  # what waited while the card was held
        page.keyboard.press("Escape")
    expect(lane["lead"].locator(f"#card-{person.pk}")).to_be_focused()
    for key in ("Space", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(lane["loyal"].locator("header .num")).to_have_text("1")
    expect(card).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#sheet").get_by_role("heading", name="Amara Bello").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem", name="Lead")).to_be_visible()
    assert not page.evaluate(NEWS)  # it waits until the menu is closed
    page.get_by_role("menuitem", name="Lead").click()
    expect(lane["lead"].locator("header .num")).to_have_text("1")
    person.refresh_from_db()
    assert person.phase == "lead"
    assert violations(page) == []


def test_a_card_that_is_refused_goes_back_and_asks_for_what_is_missing(site, owner):
    task = create_task(by=owner, title="Water the plants")
    page = site.open(owner)
    page.goto(f"{site.origin}/tasks/?as=board&by=repeat")
    drag(page, page.locator(f"#card-{task.pk}"), page.locator('[data-lane="weekly"]'))
    expect(page.locator("#modal")).to_contain_text("A task that repeats needs the day")
    expect(page.locator('[data-lane=""]').locator(f"#card-{task.pk}")).to_be_attached()
    page.fill("#modal [name=due_on]", "2027-01-04")
    page.click("#modal [type=submit]")
    expect(page.locator('[data-lane="weekly"]').locator(f"#card-{task.pk}")).to_be_visible()


def test_a_day_is_changed_by_mouse_and_keys(site, owner):
    task = create_task(by=owner, title="Water the plants", due_on=date(2026, 11, 10))
    page = site.open(owner)
    page.goto(f"{site.origin}/tasks/?as=calendar&at=2026-11")
    day = {n: page.locator(f'[data-lane="2026-11-{n}"]') for n in (11, 12, 19)}
    card = page.locator(f"#card-{task.pk}")
    drag(page, card, day[12])
    expect(page.locator("#toasts")).to_contain_text("Water the plants: 12 Nov")
    expect(page.locator("#list")).not_to_have_class(re.compile("htmx-request"))
    card.focus()
    for key in ("Space", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#toasts")).to_contain_text("Water the plants: 19 Nov")
    expect(day[19].locator(f"#card-{task.pk}")).to_be_focused()
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 19)
    assert violations(page) == []


def test_on_a_phone_a_finger_holds_a_card_and_a_month_is_an_agenda(site, owner):
    person = create_person(by=owner, name="Amara Bello", phase="prospect")
    create_task(by=owner, title="Water the plants", due_on=date(2026, 11, 10))
    page = site.open(owner, viewport=SMALL, is_mobile=True, has_touch=True)
    page.goto(f"{site.origin}/people/?as=board")
    card, last = page.locator(f"#card-{person.pk}"), page.locator('[data-lane="ended"]')
    page.locator("gw-board:defined").wait_for()
    box = card.bounding_box()
    touch = page.context.new_cdp_session(page)
    at = {"x": box["x"] + 60, "y": box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(card).to_have_class("board-card taken")
    edge = {"x": 350, "y": at["y"] + 40}
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [edge]})
    expect(last.locator(f"#card-{person.pk}")).to_be_attached()  # it rolls for as long as the finger stays there
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#toasts")).to_contain_text("Amara Bello: Ended")
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    assert violations(page) == []
    page.goto(f"{site.origin}/tasks/?as=calendar&at=2026-11")
    expect(page.get_by_text("Tuesday 10 November")).to_be_visible()
    expect(page.locator('[data-lane="2026-11-11"]')).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    assert violations(page) == []


@pytest.fixture
def somewhere(owner):
    for n, (latitude, longitude) in enumerate([(52.09, 5.12), (52.37, 4.9), (51.92, 4.48)]):
        place = {"city": "Here", "country": "NL", "latitude": latitude, "longitude": longitude}
        create_person(by=owner, name=f"Person {n}", addresses=[place])


def test_a_map_is_pulled_by_mouse_and_moved_by_keys_without_losing_the_place(site, owner, somewhere):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/?as=map&at=52,5,6")
    page.locator("gw-map:defined").wait_for()
    box = page.locator("gw-map").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100 + box["width"] / 2, box["y"] + 100, steps=5)
    page.mouse.up()
    # half of the width, which is 360 degrees over 2 to the sixth
    page.wait_for_url(re.compile(r"at=52\.0\d+%2C2\.18\d%2C6"))
    page.get_by_role("link", name="East").press("Enter")
    page.wait_for_url(re.compile(r"at=52\.0\d+%2C4\.4\d+%2C6"))
    expect(page.get_by_role("link", name="East")).to_be_focused()
    assert violations(page) == []
    page.go_back()
    page.wait_for_url(re.compile("%2C2.18"))


def test_on_a_phone_a_finger_pulls_the_map_and_taps_a_spot(site, owner, somewhere):
    page = site.open(owner, viewport=SMALL, is_mobile=True, has_touch=True)
    page.goto(f"{site.origin}/people/?as=map&at=52,5,3")
    page.locator("gw-map:defined").wait_for()
    box, touch = page.locator("gw-map").bounding_box(), page.context.new_cdp_session(page)
    finger, began = (
        {"x": box["x"] + 40, "y": box["y"] + 40},
        time.time() - 2,
    )  # a tap right after it would be its second
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger], "timestamp": began})
    for step in range(1, 6):
        at = {**finger, "x": finger["x"] + step * 10}
        moved = {"type": "touchMove", "touchPoints": [at], "timestamp": began + step / 10}
        touch.send("Input.dispatchTouchEvent", moved)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": [], "timestamp": began + 1})
    page.wait_for_url(re.compile(r"at=52\.0\d+%2C-1\.\d+%2C3"))
    expect(page.locator(".world-pins[style]")).to_have_count(0)  # what was pulled is drawn anew
    settled(page)
    page.locator(".world-pins a circle").first.tap()
    page.wait_for_url(re.compile("%2C5$"))
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    assert violations(page) == []
