"""A list is taken out, in a real browser: the question, the file, the log; axe finds nothing in them."""

import csv

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person

pytestmark = [pytest.mark.browser]


@pytest.fixture
def people(own_firm, owner):
    return [create_person(by=owner, name=name, phase="lead") for name in ("Amara Bello", "=Ben Moor")]


def violations(page):
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("width", [1440, 360])
def test_a_filtered_list_is_asked_for_and_comes(site, owner, tmp_path, width):
    page = site.open(owner, viewport={"width": width, "height": 800})
    page.goto(f"{site.origin}/people/?filter=phase+is+lead")
    page.click(".list-more button")
    page.click("#list-more a[href*='/people/export']")
    dialog = page.locator("dialog[data-dialog=sheet]")
    expect(dialog).to_contain_text("2 people")
    assert violations(page) == []
    dialog.locator("label", has_text="Text that every program reads").click()
    with page.expect_download() as waiting:
        dialog.locator("[data-save]").click()
    waiting.value.save_as(tmp_path / "people.csv")
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row["Name"] for row in csv.DictReader(file)) == ["'=Ben Moor", "Amara Bello"]
    expect(dialog).to_be_hidden()
    page.goto(f"{site.origin}/exports")
    expect(page.locator("#exports")).to_contain_text("phase is lead" if width == 1440 else "People")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
