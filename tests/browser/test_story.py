"""Writing down what happened, in the editor that a browser fetches when somebody begins to write."""

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Interaction, Note, Task
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel.models import Notice

pytestmark = [pytest.mark.browser]

FROM_WORD = """<html><head><style>p{color:red}</style></head><body><!--StartFragment--><p class=MsoNormal><b
style="font-weight:normal"><span>Terms &amp; </span><span style="font-weight:700">prices</span></b> <a
href="https://shop.example/a">here</a><a href="javascript:alert(1)">there</a></p><script>alert(1)</script></body>"""
PASTE = """([view, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    view.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def amara(own_firm, owner):
    return create_person(by=owner, name="Amara Bello", phone="020 7946 0112")


@pytest.fixture
def page(site, owner, amara):
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{amara.pk}/")
    return page


def begin(page):
    page.click("#composer textarea")
    editor = page.locator("#composer .rich-text")
    expect(editor).to_be_focused()
    return editor


def test_the_editor_comes_at_the_first_focus_and_formats_and_mentions(page, staff):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    name = staff.user.name
    editor = begin(page)
    assert any("prosemirror-view" in url for url in asked)
    editor.press_sequentially("- one")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    editor.press_sequentially("two")
    page.keyboard.press("Control+b")
    editor.press_sequentially(f" for @{name[:3]}")
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed .told li strong")).to_have_text("two")
    note = Note.objects.get()
    assert f'<span data-mention="user:{staff.user_id}">@{name}</span>' in note.html
    assert Notice.objects.filter(user=staff.user, kind="mention").count() == 1


def test_what_is_pasted_keeps_its_words_and_weight_and_nothing_else(page):
    editor = begin(page)
    page.evaluate(PASTE, [editor.element_handle(), FROM_WORD])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed .told strong")).to_have_text("prices")
    html = Note.objects.get().html
    assert 'href="https://shop.example/a"' in html
    assert "Terms &amp; <strong>prices</strong>" in html
    assert "javascript" not in html
    assert "color" not in html


def test_words_survive_a_reload_and_a_save_that_failed(page):
    begin(page).press_sequentially("A second depot")
    expect(page.locator("#composer .draft-said")).to_be_visible()
    page.reload()
    expect(page.locator("#composer .rich-text")).to_have_text("A second depot")
    page.route("**/compose", lambda route: route.fulfill(status=503))
    page.click("#composer [data-save]")
    expect(page.locator("#toasts")).to_contain_text("Nothing was lost")
    expect(page.locator("#composer .rich-text")).to_have_text("A second depot")
    page.unroute("**/compose")
    page.click("#composer [data-save]")
    expect(page.locator("#feed")).to_contain_text("A second depot")
    page.reload()
    expect(page.locator("#composer textarea")).to_have_value("")
    expect(page.locator("#composer .composer-end")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length") == 0
    assert Note.objects.count() == 1


def test_a_call_is_logged_with_what_follows_and_a_refusal_keeps_all(page):
    page.evaluate("document.querySelector('[data-compose=call]').removeAttribute('href')")
    page.click(".quick [data-compose=call]")
    page.fill("#composer [name=subject]", "Gears slip")
    page.fill("#composer [name=minutes]", "six")
    page.locator("#composer .rich-text").press_sequentially("Wants a visit")
    page.click("#composer [data-for~=call] > details > summary")
    page.fill("#composer [name=next_title]", "Send somebody")
    page.click("#composer [data-save]")
    expect(page.locator("#composer [role=alert]")).to_contain_text("“six” is no number of minutes")
    expect(page.locator("#composer .rich-text")).to_have_text("Wants a visit")
    assert not Interaction.objects.exists()
    page.fill("#composer [name=minutes]", "6")
    page.click("#composer [data-save]")
    expect(page.locator("#feed")).to_contain_text("6 min: Gears slip")
    expect(page.locator("#next-step-place")).to_contain_text("Send somebody")
    call = Interaction.objects.get()
    assert (call.kind, call.duration_s, call.text) == ("call", 360, "Wants a visit")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#feed")).not_to_contain_text("Gears slip")
    assert not Task.objects.exists()


def test_an_entry_is_corrected_in_its_place_and_deleted_with_a_way_back(page, amara, owner):
    note = write_note(amara, by=owner, html="<p>Twelve <strong>Carriers</strong></p>")
    log_interaction(amara, by=owner, kind="call", subject="Gears slip", text="They slip")
    page.reload()
    entry = page.locator(".entry", has_text="Twelve Carriers")
    entry.hover()
    entry.get_by_role("button", name="More to do with this entry").click()
    entry.get_by_role("menuitem", name="Edit").click()
    editor = page.locator("#feed .rich-text")
    expect(editor).to_be_focused()
    page.keyboard.type(" and trailers")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed .told", has_text="Twelve Carriers and trailers")).to_be_visible()
    note.refresh_from_db()
    assert note.html == "<p>Twelve <strong>Carriers and trailers</strong></p>"
    call = page.locator(".entry", has_text="They slip")
    call.hover()
    call.get_by_role("button", name="More to do with this entry").click()
    call.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("#feed")).not_to_contain_text("They slip")
    page.locator("#toasts").get_by_text("Undo").last.click()
    expect(page.locator("#feed")).to_contain_text("They slip")


def test_what_is_being_corrected_outlives_a_change_elsewhere_and_a_reload(page, amara, owner):
    write_note(amara, by=owner, html="<p>Twelve</p>")
    page.reload()
    entry = page.locator(".entry", has_text="Twelve")
    entry.hover()
    entry.get_by_role("button", name="More to do with this entry").click()
    entry.get_by_role("menuitem", name="Edit").click()
    expect(page.locator("#feed .rich-text")).to_be_focused()
    page.keyboard.type(" or thirteen")
    page.get_by_text("Add a next step").click()
    page.fill("#verb-form [name=title]", "Count them")
    page.click("#verb-form [data-save]")
    expect(page.locator("#next-step-place")).to_contain_text("Count them")
    expect(page.locator("#feed .rich-text")).to_have_text("Twelve or thirteen")
    page.reload()
    entry.hover()
    entry.get_by_role("button", name="More to do with this entry").click()
    entry.get_by_role("menuitem", name="Edit").click()
    expect(page.locator("#feed .rich-text")).to_have_text("Twelve or thirteen")


def test_without_script_the_text_area_writes_a_note(site, owner, amara):
    page = site.open(owner, java_script_enabled=False)
    page.goto(f"{site.origin}/people/{amara.pk}/")
    page.fill("#composer textarea", "Two <bikes>\n\nand a trailer")
    page.click("#composer [data-save]")
    expect(page.locator("#feed")).to_contain_text("Two <bikes>")
    assert Note.objects.get().html == "<p>Two &lt;bikes&gt;</p><p>and a trailer</p>"
