"""What people do all day, in a real browser under the real policy."""

import re
import time

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_person, edit
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.jobs import run_due
from tests.browser.conftest import WAIT_MS

pytestmark = [pytest.mark.browser]


@pytest.fixture
def amara(own_firm, owner):
    return create_person(by=owner, name="Amara Bello", phone="020 7946 0112", mail="amara@northgate.example")


def test_the_first_run_leads_to_the_recovery_sheet_and_home(new_firm, own_firm, site_of):
    fresh = new_firm()
    workspaces.directory().set_state(fresh.id, "new")
    workspaces.directory().add_entry_code("the-code", fresh.id, life=600)
    site = site_of(fresh)
    page = site.open()
    page.goto(f"{site.origin}/enter?code=the-code")
    page.fill("[name=firm]", "Harbour Bikes")
    page.fill("[name=name]", "Mara Klein")
    page.fill("[name=mail]", "mara@harbour.example")
    page.fill("[name=password]", "correct horse battery")
    page.click("button[type=submit]")
    page.wait_for_url("**/recovery-sheet")
    page.evaluate("window.print = () => { document.title = 'Printed' }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("Printed")
    page.goto(f"{site.origin}/")
    expect(page.get_by_text("My day")).to_be_visible()


def test_a_new_person_is_warned_about_a_likely_double_and_saved(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/")
    page.click("[data-key=c]")
    page.fill("#record-form [name=name]", "Amara Belo")
    expect(page.locator("#likely")).to_contain_text("Amara Bello")
    page.fill("#id_company", "Brot & Salz")
    page.get_by_text("New company: Brot & Salz").click()
    page.fill("#record-form [name=phone]", "12")
    page.click("#record-form [data-save]")
    expect(page.locator("#record-form [role=alert]")).to_contain_text("is no phone number")
    page.fill("#record-form [name=phone]", "+44 20 7946 0999")
    page.click("#record-form [data-save]")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    expect(page.locator("#who")).to_contain_text("Brot & Salz")
    assert Party.objects.get(name="Amara Belo").company.name == "Brot & Salz"


def test_a_cell_is_edited_in_its_place_and_escape_keeps_the_old_value(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/")
    cell = page.locator(f"#cell-{amara.pk}-role")
    cell.dblclick()
    cell.locator("[name=role]").fill("Fleet manager")
    page.keyboard.press("Enter")
    expect(page.locator(f"#cell-{amara.pk}-role .saved")).to_be_attached()
    cell.dblclick()
    cell.locator("[name=role]").fill("Nobody")
    page.keyboard.press("Escape")
    expect(cell).to_contain_text("Fleet manager")
    amara.refresh_from_db()
    assert amara.role == "Fleet manager"


def test_two_who_change_one_field_see_both_versions(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{amara.pk}/")
    field = page.locator(f"#field-{amara.pk}-family")
    field.locator("dd").click()
    field.locator("[name=family]").fill("Mine")
    edit(amara, by=owner, family="Theirs")
    field.locator("[name=family]").press("Enter")
    expect(field).to_contain_text("Theirs")
    field.get_by_text("Save mine").click()
    expect(page.locator("h1.name")).to_have_text("Amara Mine")
    expect(page.locator(".crumbs")).to_contain_text("Amara Mine")
    expect(page).to_have_title(re.compile("^Amara Mine · "))


def test_a_filter_is_added_edited_and_taken_off(site, owner, amara):
    create_person(by=owner, name="Kenji Nakamura", phase="lead")
    page = site.open(owner)
    page.goto(f"{site.origin}/people/")
    page.click(".filter-add")
    page.locator("#filter-add").get_by_role("menuitem", name="Phase").first.click()
    page.select_option("#filter-add [name=value]", "lead")
    page.click("#filter-add [name=done]")
    expect(page.locator("#rows")).to_contain_text("Kenji Nakamura")
    expect(page.locator("#rows")).not_to_contain_text("Amara Bello")
    page.click(".filter-off")
    expect(page.locator("#rows")).to_contain_text("Amara Bello")


def test_a_note_and_a_next_step_show_up_on_the_page(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{amara.pk}/")
    page.click("#composer textarea")
    page.locator("#composer .rich-text").press_sequentially("Wants < 5 bikes & a trailer")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed")).to_contain_text("Wants < 5 bikes & a trailer")
    expect(page.locator("#composer textarea")).to_have_value("")
    page.get_by_text("Add a next step").click()
    page.fill("#verb-form [name=title]", "Send the offer")
    page.click("#verb-form [data-save]")
    expect(page.locator("#next-step-place")).to_contain_text("Send the offer")
    page.locator("#next-step-place").get_by_role("button", name="Done").click()
    expect(page.locator("#next-step-place")).to_contain_text("No next step")
    page.fill("#modal [name=title]", "Ask how they like it")
    page.click("#modal [data-save]")
    expect(page.locator("#next-step-place")).to_contain_text("Ask how they like it")


def test_a_selection_is_changed_in_the_background(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/")
    page.check(f"input[name=id][value='{amara.pk}']")
    page.locator("#bulk").get_by_role("button", name="Change a field").click()
    page.select_option("#bulk-form [name=field]", "phase")
    page.select_option("#bulk-form [name=phase]", "loyal")
    page.click("#bulk-form [data-save]")
    expect(page.locator("#toasts")).to_contain_text("1 record, in the background")
    run_due()
    page.reload()
    expect(page.locator(f"#cell-{amara.pk}-phase")).to_have_text("Loyal")


def failed_of(page):
    """What the page asks for in vain from now on."""
    failed = []
    page.on("response", lambda answer: failed.append((answer.status, answer.url)) if answer.status >= 400 else None)
    return failed


def test_the_trash_is_undone_from_the_toast(site, owner, amara):
    page = site.open(owner)
    failed = failed_of(page)
    page.goto(f"{site.origin}/people/{amara.pk}/")
    page.click("[popovertarget=party-deeds]")
    page.get_by_text("Move to the trash").click()
    page.wait_for_url("**/people/")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#list")).to_contain_text("Amara Bello")
    assert failed == []


@pytest.mark.parametrize("beside", [False, True], ids=["menu", "beside"])
def test_who_moves_a_row_to_the_trash_stays_at_the_list(site, owner, amara, beside):
    create_person(by=owner, name="Brian Hale")
    page = site.open(owner)
    failed = failed_of(page)
    page.goto(f"{site.origin}/people/?sort=-name")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press(" " if beside else ".")
    if beside:
        page.locator("#sheet").get_by_role("button", name="More to do").click()
    page.get_by_text("Move to the trash").locator("visible=true").click()
    expect(page.locator("#list")).not_to_contain_text("Amara Bello")
    expect(page.locator("#list")).to_contain_text("Brian Hale")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/people/?sort=-name")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#list")).to_contain_text("Amara Bello")
    assert failed == []


def test_who_undoes_the_record_of_the_page_is_led_to_the_list(site, owner, amara):
    page = site.open(owner)
    failed = failed_of(page)
    page.goto(f"{site.origin}/people/new")
    page.fill("#record-form [name=name]", "Carla Reyes")
    page.click("#record-form [data-save]")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    page.locator("#toasts").get_by_text("Undo").click()
    page.wait_for_url("**/people/")
    expect(page.locator("#toasts")).to_contain_text("is undone")
    expect(page.locator("#list")).not_to_contain_text("Carla Reyes")
    assert failed == []


def test_the_palette_finds_a_person_by_part_of_the_name(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("amar")
    page.locator(".palette-line", has_text="Amara Bello").click()
    page.wait_for_url(f"**/people/{amara.pk}/")


EVENTS = re.compile(r"/events(\?|$)")


def test_news_go_on_after_goodwill_was_away(site, owner, amara):
    page = site.open(owner)
    page.clock.install()
    asked = []
    told = {
        "headers": {"Content-Type": "text/event-stream"},
        "body": 'event: notice\ndata: {"count": 7, "title": ""}\n\n',
    }

    def answer(route):
        asked.append(route.request.url)
        here = "?at=" in route.request.url
        route.fulfill(status=204) if here else route.fulfill(**({"status": 503} if len(asked) < 3 else told))

    page.route(EVENTS, answer)
    with page.expect_response(lambda response: EVENTS.search(response.url) and response.status == 503):
        page.goto(f"{site.origin}/people/")
    bell, end = page.locator("[data-bell]").first, time.monotonic() + WAIT_MS / 1000
    while bell.text_content() != "7":
        assert time.monotonic() < end, asked
        page.clock.run_for(30_000)
