"""Every page, read by axe in both themes, on a small screen, and by keyboard alone."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import expect

from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import User
from tests.browser.every_page import filled, pages_for, public_pages, signed_in
from tests.browser.settled import DRAWN

pytestmark = [pytest.mark.browser]
SMALL = {"width": 360, "height": 740}
WIDE = {"width": 1440, "height": 900}
# The rest is the same in both themes.
COLOURS = ["color-contrast"]
PRESSED, WITH_FRAME = 20, 40
OPENING = (
    "/tasks/?as=calendar",
    "/people/?as=map",
    "/settings/users",
    "/settings/teams",
    "/settings/fields",
    "/history",
)
PARTS = 6

# Only what is wrong comes back: the nodes that passed would be megabytes a page.
AXE = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
}"""
# Tab goes on from where the focus was last, also when it was taken away.
FROM_THE_TOP = """(within) => {
  const top = document.querySelector(within) ?? document.body;
  const had = top.getAttribute('tabindex');
  top.tabIndex = -1;
  top.focus();
  if (had === null) top.removeAttribute('tabindex');
}"""
REACHABLE = """(within) => {
  const top = document.querySelector(within) ?? document.body;
  const every = top.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const open = [...every].filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !one.disabled && one.type !== 'hidden' && !one.closest('[inert], [hidden]'));
  return new Set(open.map((one) => one.type === 'radio' ? one.name : one)).size;
}"""
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const seen = (one) => {
    const look = getComputedStyle(one);
    return look.outlineStyle !== 'none' || look.boxShadow !== 'none';
  };
  window.everyFocused ??= new Map();
  if (!window.everyFocused.has(at)) window.everyFocused.set(at, window.everyFocused.size);
  let shown = seen(at) || seen(at.nextElementSibling ?? at);
  for (let one = at.parentElement, up = 0; one && up < 4; one = one.parentElement, up++) shown ||= seen(one);
  return [window.everyFocused.get(at), shown, at.outerHTML.slice(0, 120)];
}"""
# Fingers need 44 pixels. A row of a list is one target, whatever stands in it, and so is a picker.
TOO_SMALL = """() => {
  const every = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary');
  const open = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !one.closest('dialog, [popover], [aria-hidden=true], .unseen, .skip, tr[data-href], .picker')
    && getComputedStyle(one).display !== 'inline';
  const low = (one) => (one.closest('label, .check-step') ?? one).getBoundingClientRect().height < 44;
  return [...every].filter((one) => open(one) && low(one)).map((one) => `too small: ${one.outerHTML.slice(0, 120)}`);
}"""
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# What opens a sheet, a dialog or a menu, each kind once: by its address without numbers.
OPENERS = """() => {
  const every = '[hx-target="#sheet"], [hx-target="#modal"], [data-open], [popovertarget], .column-menu';
  const kinds = new Map();
  for (const one of document.querySelectorAll(every)) {
    const does = one.getAttribute('hx-get') ?? one.dataset.open ?? one.getAttribute('popovertarget') ?? '';
    const kind = does.replace(/\\d+/g, 'N').replace(/columns.\\w+/, 'column');
    const out = one.closest('dialog, [popover], [aria-hidden]') || one.matches('[hx-post], [data-compose], [tabindex]');
    const seen = one.checkVisibility({visibilityProperty: true, opacityProperty: true});
    if (seen && !out && !kinds.has(kind)) kinds.set(kind, one);
  }
  window.openers = [...kinds.values()];
  return [...kinds.keys()];
}"""
PARTS_OPEN = "dialog[open], .menu:popover-open, .popover:popover-open"
IN_PART = f"""async () => {{
  const part = [...document.querySelectorAll('{PARTS_OPEN}')].at(-1);
  const found = await axe.run(part, {{resultTypes: ['violations']}});
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${{id}}`);
  return [...twice, ...found.violations.map((one) => `${{one.id}}: ${{one.nodes[0].html.slice(0, 160)}}`)];
}}"""


def violations(page, **options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE, {"resultTypes": ["violations"], **options})


def keyboard(page, within, pressed):
    """What is wrong with going through the page by Tab: stuck in one place, or not to be seen where one is."""
    page.evaluate(FROM_THE_TOP, within)
    places, wrong = set(), []
    for _press in range(pressed):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            break
        number, shown, html = found
        places.add(number)
        if not shown:
            wrong.append(f"focus is not to be seen: {html}")
    if len(places) < min(page.evaluate(REACHABLE, within), pressed) // 2:
        wrong.append(f"Tab reaches {len(places)} places")
    return wrong


def opened(page, origin, address, known):
    """Whatever is wrong with what a page opens that none opened before: read by axe, with focus inside, and focus back
    where it came from.
    """
    page.goto(origin + address)
    page.evaluate(STILL)
    page.evaluate(AXE_SCRIPT)
    parts = page.locator(PARTS_OPEN)
    for number, kind in enumerate(page.evaluate(OPENERS)):
        if kind in known:
            continue
        known.add(kind)
        page.evaluate(f"openers[{number}].focus()")
        page.keyboard.press("Enter")
        expect(parts.last.locator(":focus"), kind).to_be_visible()
        yield from (f"{address} {kind}: {said}" for said in page.evaluate(IN_PART))
        page.keyboard.press("Escape")
        if page.locator("[role=combobox]:focus").count():  # the first one closed its list
            page.keyboard.press("Escape")
        expect(parts, kind).to_have_count(0)
        if not page.evaluate(f"document.activeElement === openers[{number}]"):
            yield f"{address} {kind}: focus does not come back"


def looked_at(page, origin, address, *, by_keyboard):
    """Whatever is wrong with a page: as it is, by keyboard, in the dark, small.

    The frame is the same everywhere: home is walked through from the top, any other page from where its own begins.
    """
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    page.goto(origin + address)
    walked = ("body", WITH_FRAME) if address == "/" else ("main", PRESSED)
    wrong = violations(page) + (keyboard(page, *walked) if by_keyboard else [])
    page.evaluate(STILL)
    page.emulate_media(color_scheme="dark")
    page.evaluate(DRAWN)
    wrong += [f"dark: {said}" for said in violations(page, runOnly=COLOURS)]
    page.set_viewport_size(SMALL)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*wrong, f"small: {wider} too wide"] if wider > 0 else wrong


@pytest.fixture(scope="module")
def own_firm(in_firm_of_its_own):
    """One firm for all that look at pages: nothing of what they do is read by another."""
    with in_firm_of_its_own() as workspace:
        yield workspace


@pytest.fixture(scope="module")
def gallery(own_firm):
    """Every page that is to be looked at: for the owner, and for who is not signed in; and the owner's cookie."""
    owner = Actor.of(User.objects.get(role__builtin="owner"))
    ids = filled(owner)
    run_due()
    client = signed_in(own_firm.hosts[0], owner)
    pages = [*pages_for(client, ids)]
    return pages, public_pages(own_firm.hosts[0], ids), client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_wrong_with_any_page(gallery, site, part):
    pages, public, cookie = gallery
    assert len(pages) > 100
    window, visitor = site.open(), site.open()
    window.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.origin}])
    wrong = {}
    for opened, page in [*((window, page) for page in pages), *((visitor, page) for page in public)][part::PARTS]:
        if said := looked_at(opened, site.origin, page.address, by_keyboard=page.first):
            wrong[page.address] = said
    assert not wrong


def test_nothing_is_wrong_on_a_phone_where_people_live(site, owner):
    person = create_person(by=owner, name="Amara Bello", company="Northgate Couriers", phase="lead")
    write_note(person, by=owner, html="<p>Twelve more</p>")
    plan_task(person, by=owner, title="Call about winter tyres")
    long = "Donaudampfschifffahrtsgesellschaftskapitän"
    other = create_person(by=owner, name=f"{long} {long}", company=long * 3, tags=[f"tag {n}" for n in range(40)])
    plan_task(other, by=owner, title=long * 3)
    page = site.open(owner, viewport=SMALL)
    found = {}
    for address in ("/", "/people/", f"/people/{person.pk}/", f"/people/{other.pk}/", "/people/new", "/tasks/"):
        page.goto(site.origin + address)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[address] = violations(page) + page.evaluate(TOO_SMALL) + ([f"{wider} too wide"] if wider else [])
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.evaluate(STILL)
    page.click("#composer textarea")
    expect(page.locator("#composer .rich-text")).to_be_focused()
    found["editor"] = violations(page)
    for kind in ("meeting", "task"):
        page.check(f"#composer [value={kind}]", force=True)
        found[kind] = violations(page)
    page.click("#next-step-place button:has-text('Done')")
    expect(page.locator("#modal")).to_contain_text("What happens next?")
    found["next step"] = violations(page)
    assert {address: said for address, said in found.items() if said} == {}


@pytest.mark.slow
def test_nothing_is_wrong_with_what_opens_where_people_live(site, owner):
    person = create_person(by=owner, name="Jonas Dahl", company="Dahl & Søn", phone="020 7946 0112", owner=owner.user)
    write_note(person, by=owner, html="<p>Asks for the list</p>")
    plan_task(person, by=owner, title="Send the catalogue")
    page, known = site.open(owner), set()
    pages = ("/people/", f"/people/{person.pk}/", *OPENING)
    assert [said for address in pages for said in opened(page, site.origin, address, known)] == []
    assert len(known) > 30
