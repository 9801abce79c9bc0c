"""Where people live, as it is for who reads large, from right to left, in few colours, without script, or by ear."""

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Party
from goodwill.kernel import workspace as workspaces
from tests.browser.test_accessible import DRAWN, FROM_THE_TOP, STILL

pytestmark = [pytest.mark.browser]
WIDE, DESK, HALF = ({"width": width, "height": 900} for width in (2560, 1440, 720))
CONTROLS = {"button", "checkbox", "combobox", "link", "menuitem", "radio", "searchbox", "switch", "tab", "textbox"}
TOO_WIDE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"

# What is cut although nothing says so by three dots.
CUT = """() => {
  const cut = (one, look) => one.scrollWidth > one.clientWidth + 1 && look.overflowX === 'hidden'
    && look.textOverflow !== 'ellipsis' && look.clipPath === 'none';
  const every = [...document.querySelectorAll('button, a, label, h1, h2, h3, p, td, th, dd, li')];
  return every.filter((one) => one.checkVisibility() && cut(one, getComputedStyle(one)))
    .map((one) => `cut: ${one.outerHTML.slice(0, 120)}`);
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const look = getComputedStyle(one);
  return `${look.transitionDuration},${look.animationDuration}`.split(',').some((time) => parseFloat(time) > .01);
}).map((one) => `moves: ${one.outerHTML.slice(0, 120)}`)"""
LONG_LINES = """() => [...document.querySelectorAll('main p, main .told')]
  .filter((one) => one.checkVisibility() && one.textContent.length > 300 && one.clientWidth > 1000)
  .map((one) => `a line of ${one.clientWidth}: ${one.outerHTML.slice(0, 120)}`)"""
PLACES = """() => [...document.querySelectorAll('.side, .top, main, :is(main, .top) :is(a, .btn, .card, th, .i)')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
  .map(([html, {left, right}]) => [html, left, right])"""
# Colours and shadows are the reader's own there: lines alone say where something is and what has the focus.
UNSEEN = """() => {
  const lined = (one) => {
    const look = getComputedStyle(one);
    return parseFloat(look.borderBlockEndWidth) > 0 || look.outlineStyle !== 'none' || look.appearance === 'auto';
  };
  const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const every = (what) => [...document.querySelectorAll(what)].filter(seen);
  const boxes = every('.btn:not(.face-button), .card, .chip, .next-step, input:not(.unseen, [type=search]), select');
  const ink = getComputedStyle(document.body).color;
  const icons = every('svg.i').filter((one) => getComputedStyle(one).stroke !== ink);
  const lost = [...boxes.filter((one) => !lined(one)), ...icons];
  return lost.map((one) => `not to be seen: ${one.outerHTML.slice(0, 120)}`);
}"""
OUTLINED = """() => {
  const at = document.activeElement;
  const shown = (one) => one && (one === document.body || getComputedStyle(one).outlineStyle !== 'none');
  return [at, at.nextElementSibling, at.parentElement, at.closest('label, .find, .composer, .segments')].some(shown);
}"""
UNNAMED_DIALOGS = """() => [...document.querySelectorAll('dialog, [popover]:is([role=dialog], [role=menu])')]
  .filter((one) => !one.ariaLabel && !document.getElementById(one.getAttribute('aria-labelledby')))
  .map((one) => `no name: ${one.outerHTML.slice(0, 120)}`)"""


@pytest.fixture
def own_firm(harbour_bikes):
    with workspaces.entered(harbour_bikes):
        yield harbour_bikes


@pytest.fixture
def amara(own_firm):
    return Party.objects.get(name="Amara Bello")


@pytest.fixture
def walk(site, mara, amara):
    """A function that opens each page in one window and gathers what a look at it finds wrong."""
    addresses = ("/", "/people/", f"/people/{amara.pk}/", "/people/?as=board", "/import", "/settings")

    def through(look, **options):
        page, wrong = site.open(mara, **options), {}
        for address in addresses:
            page.goto(site.origin + address)
            if said := look(page, address):
                wrong[address] = said
        return wrong

    return through


def test_at_twice_the_size_nothing_is_cut_and_nothing_moves_for_who_wants_none(walk):
    def look(page, _address):
        wide = page.evaluate(TOO_WIDE)
        return [*page.evaluate(CUT), *page.evaluate(MOVING), *([f"{wide} too wide"] if wide else [])]

    assert walk(look, viewport=HALF, device_scale_factor=2, reduced_motion="reduce") == {}


def test_the_widest_window_is_filled_and_from_right_to_left_all_of_it_is_mirrored(walk):
    def look(page, _address):
        wrong = page.evaluate(LONG_LINES)
        page.set_viewport_size(DESK)
        page.evaluate(STILL)
        before = page.evaluate(PLACES)
        page.evaluate("document.documentElement.dir = 'rtl'")
        page.evaluate(DRAWN)
        for (html, left, right), (_html, far_left, far_right) in zip(before, page.evaluate(PLACES), strict=True):
            if abs(DESK["width"] - left - far_right) > 4 or abs(DESK["width"] - right - far_left) > 4:
                wrong.append(f"not mirrored: {html}")
        wide = page.evaluate(TOO_WIDE)
        page.set_viewport_size(WIDE)
        return [*wrong, *([f"{wide} too wide"] if wide else [])]

    assert walk(look, viewport=WIDE) == {}


def test_in_forced_colours_lines_say_what_backgrounds_said(walk):
    def look(page, _address):
        wrong = page.evaluate(UNSEEN)
        page.evaluate(FROM_THE_TOP, "main")
        for _press in range(8):
            page.keyboard.press("Tab")
            if not page.evaluate(OUTLINED):
                wrong.append(f"focus: {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}")
        return wrong

    assert walk(look, forced_colors="active") == {}


def test_without_script_everything_is_read_found_and_turned_over(site, mara, amara):
    page = site.open(mara, java_script_enabled=False)
    page.goto(f"{site.origin}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mara")
    page.get_by_role("link", name="People", exact=True).click()
    page.wait_for_url("**/people/")
    rows = page.locator("tr[data-row]")
    first = rows.first.get_by_role("rowheader").inner_text()
    assert page.locator("td a[href^='tel:']").count() > 20
    page.get_by_role("link", name="Next", exact=True).click()
    page.wait_for_url("**after=*")
    assert rows.first.get_by_role("rowheader").inner_text() > first
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_url("**/search*")
    page.locator("main [name=q]").fill("Amara Bello")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Amara Bello").first.click()
    page.wait_for_url(f"**/people/{amara.pk}/")
    assert page.locator("#feed article").count() > 10
    expect(page.locator("#facts a[href^='tel:'], #who a[href^='tel:']").first).to_be_visible()
    page.locator(".feed-search label").click()
    page.keyboard.type("depot")
    page.keyboard.press("Enter")
    expect(page.locator("#feed")).to_contain_text("depot")
    page.goto(f"{site.origin}/people/?as=board")
    assert page.locator("[data-lane] article").count() > 20
    page.goto(f"{site.origin}/import")
    expect(page.locator("main [type=submit]").first).to_be_attached()
    page.goto(f"{site.origin}/settings")
    page.locator("main").get_by_role("link").first.click()
    page.wait_for_url(lambda url: not url.endswith("/settings"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def read(page):
    """Role, name, and properties with the description, of all that a screen reader meets, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    waiting, found = [nodes[0]], []
    while waiting:
        node = waiting.pop()
        waiting += [by_id[one] for one in reversed(node.get("childIds", ())) if one in by_id]
        if not node.get("ignored"):
            more = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
            more["description"] = node.get("description", {}).get("value", "")
            found.append((node["role"].get("value"), node.get("name", {}).get("value", ""), more))
    return found


def heard(page, address):
    """Whatever is wrong with a page for who hears it."""
    tree = read(page)
    wrong = [f"no name: {role}" for role, name, _more in tree if role in CONTROLS and not name]
    for kinds in ({"button", "checkbox", "radio"}, {"navigation", "region"}):
        names = [(role, name) for role, name, _more in tree if role in kinds]
        wrong += [f"twice: {one}" for one in {*names} if names.count(one) > 1]
    levels = [int(more["level"]) for role, _name, more in tree if role == "heading"]
    steps = zip([0, *levels], levels, strict=False)
    if levels.count(1) != 1 or any(level > before + 1 for before, level in steps):
        wrong.append(f"headings: {levels}")
    roles = [role for role, _name, _more in tree]
    wrong += [f"{roles.count(one)} times {one}" for one in ("main", "banner") if roles.count(one) != 1]
    if "table" in roles and not {"columnheader", "rowheader"} <= {*roles}:
        wrong.append("a table without heads")
    live = {more.get("live") for _role, _name, more in tree}
    wrong += [f"nothing is said {how}" for how in ("assertive", "polite") if how not in live]
    cards = [more["description"] for role, _name, more in tree if role == "article" and "board" in address]
    if not all("Space takes it" in how for how in cards):
        wrong.append("nothing says how a card is moved by keys")
    return wrong + page.evaluate(UNNAMED_DIALOGS)


def test_who_hears_a_page_knows_where_they_are_and_what_each_thing_does(walk):
    assert walk(heard) == {}


def test_what_changes_is_said(site, mara):
    page = site.open(mara)
    page.goto(f"{site.origin}/people/")
    before = page.locator(".count-words").inner_text()
    page.keyboard.press("j")
    page.keyboard.press(".")
    page.get_by_role("menuitem", name="Move to the trash").click()
    expect(page.locator(".count-words")).not_to_have_text(before)
    expect(page.locator("#toasts [role=status]")).to_contain_text("is in the trash")
    said = page.locator("#murmur")
    expect(said).to_have_text(page.locator(".count-words").inner_text())
    page.locator("#toasts").get_by_text("Undo").click()
    expect(said).to_have_text(before)
