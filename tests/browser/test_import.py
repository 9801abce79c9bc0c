"""The import wizard by keyboard, on a phone and on a desk: rows are repaired where they stand."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Party
from goodwill.kernel.jobs import run_due
from tests.browser.settled import settled

pytestmark = [pytest.mark.browser]
TEXT = "Name,Email,Colour\nAnna Field,anna@field.example,red\n,,blue\nBen Moor,not a mail,green\n"


@pytest.mark.parametrize("width", [1440, 360])
def test_a_file_is_mapped_repaired_and_brought_in(site, owner, tmp_path: Path, width):
    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    page = site.open(owner, viewport={"width": width, "height": 800})
    page.goto(f"{site.origin}/import")
    page.set_input_files("input[type=file]", str(file))
    expect(page.get_by_role("radio", name="A person, perhaps with the company")).to_be_checked()
    page.click("[data-save]")
    page.wait_for_url("**/columns")
    page.get_by_role("button", name="Keep as a note").click()
    expect(page.get_by_label("Colour")).to_have_value("keep_note")
    page.click("[data-save]")
    page.wait_for_url("**/options")
    page.click("[data-save]")
    page.wait_for_url("**/check")
    expect(page.locator("#figures")).to_contain_text("2 new, 1 wrong")
    settled(page)
    page.locator("#row-3 input").first.fill("Cy Dale")
    page.keyboard.press("Tab")
    expect(page.locator("#figures")).to_contain_text("3 new")
    page.locator("#row-4 input").nth(1).fill("ben@moor.example")
    page.keyboard.press("Enter")
    expect(page.locator("#row-4")).to_contain_text("Repaired")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-save]")
    expect(page.get_by_text("Importing people.csv")).to_be_visible()
    run_due()
    expect(page.get_by_text("They are in")).to_be_visible()
    assert sorted(Party.objects.values_list("name", "primary_mail")) == [
        ("Anna Field", "anna@field.example"),
        ("Ben Moor", "ben@moor.example"),
        ("Cy Dale", ""),
    ]
    page.get_by_role("button", name="Take the import back").click()
    expect(page.get_by_text("Taken back", exact=True).first).to_be_visible()
    assert not Party.objects.exists()
