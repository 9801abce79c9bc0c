"""What only a browser can show, on the site of samples, under the policy of the real one."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page, Route, expect

from goodwill.ui import assets
from goodwill.ui.tests import sample_site

pytestmark = [pytest.mark.browser]
SETTINGS = {
    "ROOT_URLCONF": sample_site.__name__,
    "MESSAGE_STORAGE": f"{sample_site.__name__}.Said",
    "MIDDLEWARE": [
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        f"{sample_site.__name__}.middleware",
    ],
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "CSRF_TRUSTED_ORIGINS": [],
    "CSRF_COOKIE_SECURE": False,
    "CSRF_COOKIE_NAME": "csrf",
}


SETTLES = """() => {
  window.settled = new Promise((done) => document.addEventListener("htmx:afterSettle", () => done(), {once: true}));
}"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not (assets.HERE / "static/vendor/htmx.min.js").exists():
        pytest.skip("the parts of packages are not here: run `goodwill assets`")
    assets.build()
    monkeypatch = pytest.MonkeyPatch()
    sample_site.fill(monkeypatch)
    kept = (assets.address, assets.scripts)
    with override_settings(**SETTINGS):
        for cached in kept:
            cached.cache_clear()
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
    for cached in kept:
        cached.cache_clear()
    monkeypatch.undo()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The page of samples; at the end nothing may have been blocked or broken."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site)
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    opened.goto("/style")
    opened.wait_for_load_state()
    yield opened
    context.close()
    assert not trouble


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_part_can_be_read_by_everybody(browser: Browser, site: str, theme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True, base_url=site
    )
    page = context.new_page()
    page.goto("/style")
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_text_does_not_become_html_unless_our_server_sent_it(page: Page) -> None:
    tried = "try { document.createElement('p').innerHTML = '<b>x</b>'; return 'taken' } catch { return 'refused' }"
    assert page.evaluate(f"() => {{ {tried} }}") == "refused"


def test_the_palette_finds_what_can_be_done_and_what_the_server_knows(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-found .palette-line")).to_have_text("ABAmara BelloFleet manager")
    page.evaluate(SETTLES)
    held: list[Route] = []
    page.route("**q=dea", lambda route: held.append(route))
    with page.expect_request("**q=dea"):
        page.keyboard.type("dea")
    expect(page.locator("[data-commands] .palette-line:visible")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[data-commands] .palette-line[aria-selected=true]")
    expect(chosen).to_have_count(1)
    held[0].continue_()
    page.evaluate("window.settled")
    expect(chosen).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/go/deals")


def test_enter_in_the_palette_waits_for_the_answer_to_what_is_typed(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-found .palette-line")).to_have_count(1)
    held: list[Route] = []
    page.route("**q=home", lambda route: held.append(route))
    with page.expect_request("**q=home"):
        page.keyboard.type("home")
        page.keyboard.press("Enter")
    expect(page.locator("gw-palette.waiting")).to_have_count(1)
    assert page.url.endswith("/style")
    held[0].fulfill(body="")
    page.wait_for_url("**/go/home")


def test_words_that_are_pasted_again_after_the_palette_was_closed_are_looked_for(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search or do anything")
    for _time in range(2):
        page.keyboard.press("Control+k")
        with page.expect_response("**q=amara"):
            box.fill("amara")
        expect(page.locator("#palette-found .palette-line")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()


def test_a_command_stands_before_records_that_only_mention_it_and_is_found_with_a_slip(page: Page) -> None:
    page.keyboard.press("Control+k")
    first, commands = page.locator(".palette-line:visible").first, page.locator("[data-commands] .palette-line:visible")
    for typed, label in {"deals": "Deals", "amara": "Amara Bello"}.items():
        with page.expect_response(f"**q={typed}"):
            page.get_by_role("combobox", name="Search or do anything").fill(typed)
        expect(first).to_contain_text(label)
        expect(first).to_have_attribute("aria-selected", "true")
    for typed in ("daels", "deels", "deaals", "dals"):
        page.get_by_role("combobox", name="Search or do anything").fill(typed)
        expect(commands).to_have_count(1)
        expect(commands).to_contain_text("Deals")
    page.get_by_role("combobox", name="Search or do anything").fill("doors")
    expect(commands).to_have_count(0)


def test_a_search_that_does_not_answer_is_said_where_one_types(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.route("**q=ama", lambda route: route.abort())
    box = page.get_by_role("combobox", name="Search or do anything")
    box.fill("ama")
    expect(page.locator("gw-palette").get_by_text("The search does not answer just now.")).to_be_visible()
    expect(page.locator("#palette-found .palette-line")).to_have_count(0)
    box.fill("amara")
    expect(page.locator("#palette-found .palette-line")).to_have_count(1)
    expect(page.locator("gw-palette").get_by_text("The search does not answer just now.")).to_be_hidden()


def test_two_letters_go_to_a_place(page: Page) -> None:
    page.keyboard.type("gp")
    page.wait_for_url("**/go/people")


def test_letters_do_nothing_while_somebody_types(page: Page) -> None:
    page.locator("[name=name]").click()
    page.keyboard.type("g p c ?")
    assert page.url.endswith("/style")
    assert page.locator("dialog[open]").count() == 0


def test_a_record_is_made_in_the_side_sheet_and_undone_by_key(page: Page) -> None:
    page.keyboard.type("cp")
    form = page.locator("#sheet #make")
    expect(form.locator("[name=name]")).to_be_focused()
    form.locator("[data-save]").click()
    expect(form.locator("[role=alert]")).to_contain_text("is needed")
    form.locator("[name=name]").fill("Zoë <i>")
    form.locator("[role=combobox]").press_sequentially("quay")
    expect(form.locator("[role=option]")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(form.locator(".picked bdi")).to_have_text("Quayside Hotel")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .toast-text")).to_have_text("Created Zoë <i> at 2")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#toasts")).to_contain_text("Done: undo")


def test_typed_words_are_not_thrown_away_unasked(page: Page) -> None:
    page.evaluate("htmx.ajax('GET', '/new/person', {target: '#sheet'})")
    page.locator("#sheet [name=name]").fill("Half a name")
    page.keyboard.press("Escape")
    page.locator("[data-stay]").click()
    expect(page.locator("#sheet [name=name]")).to_have_value("Half a name")
    page.keyboard.press("Escape")
    page.locator("[data-leave]").click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_enter_saves_a_field_and_escape_brings_it_back(page: Page) -> None:
    role = page.locator("#field-role")
    role.locator("dd").click()
    expect(role.locator("input.input")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(role.locator("[role=alert]")).to_have_text("This cannot be right.")
    page.keyboard.press("Escape")
    expect(role).to_contain_text("Fleet manager")
    role.locator("dd").click()
    expect(role.locator("input.input")).to_be_focused()
    page.keyboard.type("Owner")
    page.keyboard.press("Enter")
    expect(role.locator(".field-value")).to_have_text("Owner")
    expect(role.locator(".saved")).to_be_attached()


def test_leaving_a_field_saves_what_was_typed_and_only_then(page: Page) -> None:
    role = page.locator("#field-role")
    role.locator("dd").click()
    expect(role.locator("input.input")).to_be_focused()
    page.locator("[name=name]").click()
    expect(role.locator(".field-value")).to_have_text("Fleet manager")
    role.locator("dd").click()
    expect(role.locator("input.input")).to_be_focused()
    page.keyboard.type("Director")
    page.locator("[name=name]").click()
    expect(role.locator(".field-value")).to_have_text("Director")


def test_rows_are_selected_singly_in_ranges_and_all(page: Page) -> None:
    boxes = page.locator("gw-grid tbody input[name=id]")
    count = page.locator("#bulk [data-count]")
    boxes.nth(1).check()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(count).to_have_text("4")
    page.locator("[data-select-page]").check()
    page.locator("[data-select-all]").click()
    expect(count).to_have_text("1,284")
    assert page.locator("#bulk [name=all]").input_value() == "1"
    page.locator("[data-select-none]").click()
    expect(page.locator("#bulk")).to_be_hidden()


def test_a_list_is_walked_by_keys(page: Page) -> None:
    page.locator("gw-grid .grid-scroll").focus()
    for key in "jjjkx":
        page.keyboard.press(key)
    expect(page.locator("tr.at [name=id]")).to_be_checked()
    assert page.locator("tr.at").get_attribute("data-row") == "2"


def test_a_cell_is_edited_by_double_click(page: Page) -> None:
    page.locator("#cell-1-role").dblclick()
    expect(page.locator("#field-cell [name=cell]")).to_be_focused()


def test_a_menu_is_walked_with_arrows_and_letters(page: Page) -> None:
    page.locator("[popovertarget=more-menu]").click()
    expect(page.locator("#more-menu .menu-item").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#more-menu .menu-item", has_text="Merge")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#more-menu .danger")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#more-menu")).to_be_hidden()


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    page.locator("[popovertarget=user-menu]").click()
    with page.expect_response("**/look?fetch"):
        page.locator("[data-look=theme][data-value=dark]").click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_refusal_is_said_and_changes_nothing(page: Page) -> None:
    page.evaluate("htmx.ajax('POST', '/refuse', {target: '#rows'})")
    expect(page.locator("#toasts .toast.bad")).to_contain_text("You may not delete companies.")
    expect(page.locator("#rows gw-grid")).to_be_attached()


def test_no_connection_is_said_and_loses_nothing(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.locator("#next-step .btn", has_text="Done").click()
    expect(page.locator("#toasts .toast.bad")).to_contain_text("Nothing was lost")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_without_script_the_page_can_be_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/new/person")
    expect(page.locator("#make [name=name]")).to_be_visible()
    page.locator("#make [name=name]").fill("Zoë")
    page.locator("#make [data-save]").click()
    expect(page.locator("#toasts")).to_contain_text("Created Zoë")
    context.close()
