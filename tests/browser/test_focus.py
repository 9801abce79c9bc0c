"""Where the focus is, for who has no mouse: after each press, behind each layer, on the way through each control."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import User
from tests.browser.every_page import filled, signed_in
from tests.browser.settled import settled

pytestmark = [pytest.mark.browser]
MORE_THAN_A_LANE = 52
PAGES = (
    "/people/{person}/",
    "/people/",
    "/people/?by=phase",
    "/people/?as=board",
    "/tasks/",
    "/tasks/?as=calendar",
    "/",
    "/trash",
    "/history",
    "/duplicates",
    "/files",
    "/settings/fields",
    "/settings/work",
    "/import/{import}",
)
# What asks the server in place, by itself or in a menu, each kind once: by its address without numbers and values.
ASKS = """(known) => {
  const own = (one, name) => one.getAttribute(name) ?? (one.type === 'submit' && one.form?.getAttribute(name)) ?? '';
  const seen = (one) => one?.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const kinds = new Map();
  for (const one of document.querySelectorAll(':is(main, .menu) :is(a, button)')) {
    const asks = own(one, 'hx-get') || own(one, 'hx-post');
    const kind = asks && asks.replace(/\\d+/g, 'N').replace(/=[^&]*/g, '=');
    const menu = one.closest('[popover]');
    const way = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : one;
    const elsewhere = /#(sheet|modal|column-menu)/.test(own(one, 'hx-target'));
    const out = elsewhere || one.matches('[hidden], :disabled') || way?.closest('dialog, [popover], [aria-hidden]');
    if (kind && seen(way) && !out && !kinds.has(kind)) kinds.set(kind, [way, one]);
  }
  const found = [...kinds].find(([kind]) => !known.includes(kind));
  if (!found) return null;
  const [kind, [way, one]] = found;
  way.focus();
  if (way !== one) way.click();
  one.focus();
  return kind;
}"""
HELD = """() => {
  const at = document.activeElement;
  return Boolean(at && at !== document.body && at.checkVisibility());
}"""
# What may keep a Tab to itself: each kind of control once, by its role, its type and what it is made of.
KEEPERS = """() => {
  const kinds = new Map();
  const all = document.querySelectorAll('main :is(input, textarea, select, [contenteditable], [role], [tabindex="0"])');
  for (const one of all) {
    const kind = [one.tagName, one.type, one.getAttribute('role'), one.className].join(' ');
    if (one.tabIndex >= 0 && one.checkVisibility() && !one.disabled && !kinds.has(kind)) kinds.set(kind, one);
  }
  window.keepers = [...kinds.values()];
  return [...kinds.keys()];
}"""


@pytest.fixture(scope="module")
def own_firm(in_firm_of_its_own):
    with in_firm_of_its_own() as workspace:
        yield workspace


@pytest.fixture(scope="module")
def worked_in(own_firm):
    """Ids by name of a firm with something on every page and more than a lane holds; and its owner's cookie."""
    owner = Actor.of(User.objects.get(role__builtin="owner"))
    ids = filled(owner)
    with changes.batch(owner, "make"):
        people = [create_person(by=owner, name=f"Guest {n:02}", phase="lead") for n in range(MORE_THAN_A_LANE)]
    for person in people[:3]:
        plan_task(person, by=owner, title=f"Call {person.name}")
    run_due()
    ids["guest"] = people[0].pk
    return ids, signed_in(own_firm.hosts[0], owner).cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def window(site, worked_in):
    page = site.open()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": worked_in[1], "url": site.origin}])
    return page


def test_every_control_lets_tab_go_on_and_after_every_press_the_focus_is_on_the_page(window, site, worked_in):
    known, wrong = [], []
    for address in PAGES:
        here = site.origin + address.format(**worked_in[0])
        window.goto(here)
        for number, control in enumerate(window.evaluate(KEEPERS)):
            for key in ("Tab", "Shift+Tab"):
                window.evaluate(f"keepers[{number}].focus()")
                window.keyboard.press(key)
                if window.evaluate(f"keepers[{number}] === document.activeElement"):
                    wrong.append(f"{address}: {key} stays in {control}")
        while kind := window.evaluate(ASKS, known):
            known.append(kind)
            window.keyboard.press("Enter")
            settled(window)
            if window.url != here:
                window.goto(here)
            elif not window.evaluate(HELD):
                wrong.append(f"{address}: lost by {kind}")
    assert wrong == []
    assert len(known) > 20


def test_escape_closes_the_top_alone_and_focus_returns_layer_by_layer(window, site, worked_in):
    press = window.keyboard.press
    window.goto(f"{site.origin}/people/{worked_in[0]['guest']}/")
    opener = window.get_by_role("link", name="Change the next step")
    opener.focus()
    press("Enter")
    sheet, palette, leave = (window.locator(f"dialog[data-dialog={name}]") for name in ("sheet", "palette", "leave"))
    title = sheet.get_by_label("Title")
    expect(title).to_be_focused()
    press("Control+k")
    expect(palette.get_by_role("combobox")).to_be_focused()
    press("Escape")
    expect(palette).to_be_hidden()
    expect(title).to_be_focused()
    owner = sheet.locator("[role=combobox]").first
    owner.focus()
    press("ArrowDown")
    expect(owner).to_have_attribute("aria-expanded", "true")
    press("Escape")
    expect(owner).to_have_attribute("aria-expanded", "false")
    expect(sheet).to_be_visible()
    title.press("Control+a")
    window.keyboard.type("Ask again")
    press("Escape")
    expect(leave).to_be_visible()
    press("Escape")
    expect(leave).to_be_hidden()
    expect(title).to_be_focused()
    expect(title).to_have_value("Ask again")
    press("Escape")
    leave.locator("[data-leave]").press("Enter")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_first_tab_leads_past_the_frame_and_who_deletes_rows_stays_among_them(window, site, worked_in):
    press = window.keyboard.press
    window.goto(f"{site.origin}/people/")
    press("Tab")
    expect(window.locator(".skip")).to_be_focused()
    press("Enter")
    expect(window.locator("main")).to_be_focused()
    press("Tab")
    expect(window.locator("main :focus")).to_be_visible()
    rows = window.locator("#rows")
    press("j")
    press("j")
    gone = rows.locator("tr:focus-within").get_by_role("rowheader").inner_text()
    press(".")
    window.get_by_role("menuitem", name="Move to the trash").press("Enter")
    expect(rows).not_to_contain_text(gone)
    settled(window)
    expect(rows.locator(":focus")).to_be_visible()
    press("x")
    press("j")
    press("x")
    bulk = window.locator("#bulk")
    expect(bulk).to_contain_text("2")
    bulk.get_by_role("button", name="Select none").press("Enter")
    expect(bulk).to_be_hidden()
    expect(rows.locator(":focus")).to_be_visible()


def test_on_a_narrow_page_the_side_bar_takes_the_focus_and_gives_it_back(window, site):
    press, bar = window.keyboard.press, window.locator(".side")
    window.set_viewport_size({"width": 720, "height": 900})
    window.goto(f"{site.origin}/people/")
    opener = window.get_by_role("button", name="Open the areas")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(bar.locator("a:focus")).to_be_visible()
    press("Escape")
    expect(bar).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    window.locator(".side a:visible").last.focus()
    press("Tab")
    expect(opener).to_be_focused()
    press("Tab")
    expect(bar).to_be_hidden()
    expect(window.locator(":focus")).to_be_visible()
