"""A morning without a mouse: in, somebody new, changed in the list, a note, and taken back."""

import re

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from tests.browser.every_page import PASSWORD

pytestmark = [pytest.mark.browser]


def test_everything_of_a_day_is_done_by_keys(site, owner):
    create_person(by=owner, name="Kenji Nakamura")
    owner.user.set_password(PASSWORD)
    owner.user.save_base(update_fields=["password"])
    page = site.open()
    press, typed = page.keyboard.press, page.keyboard.type
    page.goto(f"{site.origin}/")
    expect(page.locator("[name=login]")).to_be_focused()
    typed(owner.user.email)
    press("Tab")
    typed(PASSWORD)
    press("Enter")
    expect(page.locator("h1")).to_contain_text("Good day")
    page.wait_for_load_state()
    typed("gp")
    page.wait_for_url("**/people/")
    expect(page.locator("#rows")).to_contain_text("Kenji Nakamura")
    press("c")
    expect(page.locator("#record-form [name=name]")).to_be_focused()
    typed("Amara Bello")
    press("Control+Enter")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    expect(page.locator("h1.name")).to_have_text("Amara Bello")
    page.locator("#composer textarea").focus()
    typed("Wants twelve more")
    press("Control+Enter")
    expect(page.locator("#feed")).to_contain_text("Wants twelve more")
    assert Note.objects.count() == 1
    press("Escape")
    page.evaluate("document.activeElement.blur()")
    typed("gp")
    page.wait_for_url("**/people/")
    expect(page.locator("#rows")).to_contain_text("Amara Bello")
    press("j")
    press("x")
    expect(page.locator("#bulk")).to_contain_text("1")
    assert Party.objects.count() == 2


def test_focus_goes_on_where_one_worked_and_labels_belong_to_their_own_form(site, owner):
    person = create_person(by=owner, name="Amara Bello", family="Bello", owner=owner.user)
    for title in ("Call about tyres", "Send the offer"):
        plan_task(person, by=owner, title=title)
    page = site.open(owner)
    press = page.keyboard.press
    page.goto(f"{site.origin}/people/{person.pk}/")
    pencil = page.get_by_role("button", name="Edit Family name")
    pencil.focus()
    press("Enter")
    expect(page.locator("[data-editing] input.input")).to_be_focused()
    page.keyboard.type("Stone")
    press("Enter")
    expect(page.locator("#facts")).to_contain_text("Stone")
    expect(pencil).to_be_focused()
    page.get_by_role("button", name="Edit Owner").focus()
    press("Enter")
    expect(page.locator("[data-editing] [role=combobox]")).to_be_focused()
    press("Escape")
    press("Escape")
    page.get_by_role("link", name="Change the next step").focus()
    press("Enter")
    sheet = page.get_by_role("dialog", name="Call about tyres")
    expect(sheet.get_by_label("Title")).to_have_value("Call about tyres")
    press("Escape")
    expect(page.get_by_role("link", name="Change the next step")).to_be_focused()
    page.goto(f"{site.origin}/")
    page.get_by_role("button", name="Done: Call about tyres").focus()
    press("Enter")
    expect(page.get_by_role("button", name="Done: Send the offer")).to_be_focused()
