"""Pages that everybody meets, read by axe in both themes: no violation."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task

pytestmark = [pytest.mark.browser]
PAGES = (
    "/",
    "/people/",
    "/people/{pk}/",
    "/people/new",
    "/people/?filter=name+contains+%22zzz%22",
    "/tasks/",
    "/tasks/1/",
)


def violations(page):
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing(site, owner, theme, width):
    person = create_person(by=owner, name="Amara Bello", company="Northgate Couriers", phase="lead")
    write_note(person, by=owner, html="<p>Twelve more</p>")
    plan_task(person, by=owner, title="Call about winter tyres")
    page = site.open(owner, color_scheme=theme, viewport={"width": width, "height": 800})
    found = {}
    for address in PAGES:
        page.goto(site.origin + address.format(pk=person.pk))
        found[address] = violations(page)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.click("#composer textarea")
    expect(page.locator("#composer .rich-text")).to_be_focused()
    found["editor"] = violations(page)
    for kind in ("meeting", "task"):
        page.check(f"#composer [value={kind}]", force=True)
        found[kind] = violations(page)
    page.click("#next-step-place button:has-text('Done')")
    expect(page.locator("#modal")).to_contain_text("What happens next?")
    found["next step"] = violations(page)
    visitor = site.open(color_scheme=theme, viewport={"width": width, "height": 800})
    visitor.goto(f"{site.origin}/sign-in")
    found["/sign-in"] = violations(visitor)
    assert {address: said for address, said in found.items() if said} == {}
