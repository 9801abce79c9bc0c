"""Files dropped on a page, shown beside it, and replaced, in a real browser under the real policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel.jobs import run_due
from tests.browser.settled import settled

pytestmark = [pytest.mark.browser]
DROP = """([name, text]) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: dropped }));
}"""


@pytest.fixture
def person(own_firm, owner):
    return create_person(by=owner, name="Amara Bello")


def test_a_file_dropped_anywhere_is_here_found_opened_and_taken_back(site, owner, person):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(DROP, ["Lease.txt", "Twelve carrier bicycles"])
    expect(page.locator("#files-panel")).to_contain_text("Lease.txt")
    expect(page.locator("#feed")).to_contain_text("added Lease.txt")
    run_due()
    page.locator("#files-panel").get_by_text("Lease.txt").click()
    expect(page.locator("#sheet")).to_contain_text("Twelve carrier bicycles")
    page.goto(f"{site.origin}/search?q=bicycles")
    page.get_by_role("link", name="Lease.txt").click()
    expect(page.locator("#preview")).to_contain_text("Twelve carrier bicycles")
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(DROP, ["Other.txt", "Other"])
    expect(page.locator("#files-panel")).to_contain_text("Other.txt")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#files-panel")).not_to_contain_text("Other.txt")


def test_a_name_that_is_here_already_may_become_a_version(site, owner, person):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(DROP, ["Lease.txt", "Twelve"])
    expect(page.locator("#files-panel")).to_contain_text("Lease.txt")
    page.evaluate(DROP, ["LEASE.txt", "Sixteen"])
    page.get_by_role("button", name="Add as a new version").click()
    expect(page.locator("#toasts")).to_contain_text("has a new version")
    page.locator("#files-panel .mini-text a").click()
    expect(page.locator("#sheet")).to_contain_text("Version 1")


def test_without_script_a_form_does_it(site, owner, person):
    page = site.open(owner, java_script_enabled=False)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.set_input_files("#files-panel [name=files]", [{"name": "a.txt", "mimeType": "", "buffer": b"a"}])
    page.locator("#files-panel").get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#files-panel")).to_contain_text("a.txt")


def test_axe_finds_nothing_on_the_page_of_a_file(site, owner, person):
    page = site.open(owner, color_scheme="dark", viewport={"width": 360, "height": 800})
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(DROP, ["prices.csv", "Article;Price\nTyre;12\n"])
    expect(page.locator("#files-panel")).to_contain_text("prices.csv")
    run_due()
    page.locator("#files-panel .mini-text a").click()
    expect(page.locator("#sheet")).to_contain_text("Tyre")
    page.goto(f"{site.origin}{page.locator('#sheet .sheet-head a').get_attribute('href')}")
    violations = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_presses_a_link_while_the_page_is_drawn_anew_follows_it(site, owner, person):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(DROP, ["Lease.txt", "Twelve"])
    link = page.locator("#files-panel .mini-text a")
    expect(link).to_have_text("Lease.txt")
    expect(page.locator("#feed")).to_contain_text("added Lease.txt")
    settled(page)
    link.evaluate("one => { one.dataset.old = '1'; }")
    link.hover()
    page.mouse.down()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('goodwill:changed', { detail: {} }))")
    expect(page.locator("[data-old]")).to_have_count(0)
    page.mouse.up()
    expect(page.locator("#sheet")).to_contain_text("Lease.txt")
