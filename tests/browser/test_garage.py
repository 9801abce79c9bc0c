"""A garage makes its own records by clicking, brings its sheet in, and finds vehicle, owner and visits together."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel.jobs import run_due
from tests.browser.settled import settled
from tests.browser.test_accessible import looked_at

pytestmark = [pytest.mark.browser]
SHEET = "Plate,Make,Mileage,Owner\nLX 21 ABC,Skoda,81000,Anna Field\nHD 7,Fiat,12500,\nKM 3,Ford,400,Ben Moor\n"


def make_type(page: Page, one: str, many: str, names_it: str, icon: str) -> None:
    page.get_by_role("link", name="New record type").first.click()
    page.get_by_label("Name of one").fill(one)
    page.get_by_label("Name of many").fill(many)
    page.get_by_label("What names one of them?").fill(names_it)
    page.locator(".icon-choices label").filter(has_text=icon).first.click()
    page.get_by_role("button", name="Continue to its fields").click()
    page.wait_for_url("**/settings/fields?type=*")


def add_field(page: Page, kind: str, name: str, leads_to: str = "") -> None:
    page.get_by_role("link", name="New field").first.click()
    page.locator("#field-form .field-kind").filter(has_text=kind).first.click()
    page.locator("#field-form [name=label]").fill(name)
    if leads_to:
        page.get_by_label("Leads to").select_option(label=leads_to)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".own-fields").get_by_text(name, exact=True)).to_be_visible()


def bring(page: Page, origin: str, file: Path, new: str = "3 new") -> None:
    page.goto(f"{origin}/vehicles/")
    page.get_by_role("link", name="Import").first.click()
    page.set_input_files("input[type=file]", str(file))
    for step in ("file", "columns", "options"):
        page.wait_for_url(f"**/{step}")
        page.click("[data-save]")
    page.wait_for_url("**/check")
    expect(page.locator("#figures")).to_contain_text(new)
    settled(page)
    page.click("[data-save]")
    expect(page.get_by_text("Importing vehicles.csv")).to_be_visible()
    run_due()
    expect(page.get_by_text("They are in")).to_be_visible()


def test_a_garage_is_made_by_clicking(site, owner, tmp_path: Path):
    for name in ("Anna Field", "Ben Moor"):
        create_person(by=owner, name=name)
    file = tmp_path / "vehicles.csv"
    file.write_text(SHEET, encoding="utf-8")
    page = site.open(owner)
    page.goto(f"{site.origin}/settings")
    page.get_by_role("link", name="Record types").first.click()
    make_type(page, "Vehicle", "Vehicles", "Plate", "Car")
    for kind, name, leads_to in (("Text", "Make", ""), ("Number", "Mileage", ""), ("Relation", "Owner", "Contacts")):
        add_field(page, kind, name, leads_to)
    page.goto(f"{site.origin}/record-types/")
    make_type(page, "Visit", "Visits", "Work", "Spanner")
    add_field(page, "Relation", "Vehicle", "Vehicles")
    add_field(page, "Date", "Day")
    add_field(page, "Money", "Price")
    bring(page, site.origin, file)

    page.get_by_role("link", name="Vehicles").first.click()
    page.get_by_role("link", name="LX 21 ABC").click()
    page.wait_for_url("**/vehicles/*/")
    page.get_by_role("link", name="New: Visit").click()
    page.locator("#sheet [name=title]").fill("Oil and filter")
    page.locator("#sheet [name=x_day]").fill("2026-03-02")
    page.locator("#sheet [name=x_price]").fill("120.50")
    page.keyboard.press("Control+Enter")
    visits = page.get_by_role("region", name="Visits")
    expect(visits.get_by_role("link", name="Oil and filter")).to_be_visible()
    expect(visits).to_contain_text("120.50")
    page.get_by_role("link", name="Anna Field").first.click()
    page.wait_for_url("**/people/*/")
    vehicles = page.get_by_role("region", name="Vehicles")
    expect(vehicles).to_contain_text("Mileage 81,000")
    expect(vehicles.get_by_role("link", name="LX 21 ABC")).to_be_visible()

    page.goto(f"{site.origin}/vehicles/?filter=x_mileage+%3E+10000&sort=-x_mileage")
    expect(page.locator("tbody tr")).to_have_count(2)
    vehicle = page.locator("tbody a[href^='/vehicles/']").first.get_attribute("href")
    arranged(page, f"{site.origin}{vehicle}")
    assert looked_at(page, site.origin, vehicle, by_keyboard=False) == []
    assert looked_at(page, site.origin, f"{vehicle}?arrange=", by_keyboard=False) == []


def arranged(page: Page, address: str) -> None:
    """The make stands first and the files are gone, without a mouse."""
    page.goto(address)
    expect(page.get_by_role("region", name="Files")).to_be_visible()
    page.get_by_role("button", name="More to do").press("Enter")
    page.get_by_role("menuitem", name="Arrange this page").press("Enter")
    page.wait_for_url("**/?arrange=")
    page.get_by_role("button", name="Move: Make").press("Home")
    expect(page.locator("[data-live]")).to_contain_text("Make: Details, 1 of")
    page.get_by_role("button", name="Move: Visits").press("ArrowRight")
    page.get_by_role("button", name="Move: Files").press("Delete")
    page.get_by_role("button", name="Move: Tasks").press("Delete")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-live]")).to_contain_text("taken back")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#side-1").get_by_role("region", name="Visits")).to_be_visible()
    expect(page.get_by_role("region", name="Tasks")).to_be_visible()
    expect(page.get_by_role("region", name="Files")).to_be_hidden()
    expect(page.locator(".facts-card .field").first).to_contain_text("Make")
