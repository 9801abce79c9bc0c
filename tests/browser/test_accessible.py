"""Pages that everybody meets, read by axe in both themes: no violation."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe

from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.transfer import runs

pytestmark = [pytest.mark.browser]
PAGES = (
    "/", "/people/", "/people/{pk}/", "/people/new", "/people/?filter=name+contains+%22zzz%22", "/tasks/", "/import",
    "/import/{run}/file", "/import/{run}/columns", "/import/{run}/options", "/import/{run}/check", "/import/runs",
)  # fmt: skip


def violations(page):
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing(site, owner, theme, width):
    person = create_person(by=owner, name="Amara Bello", company="Northgate Couriers", phase="lead")
    write_note(person, by=owner, html="<p>Twelve more</p>")
    plan_task(person, by=owner, title="Call about winter tyres")
    run = runs.bring(BytesIO(b"Name,Email,Colour\nAnna Field,no mail,red\n,,blue\n"), "people.csv", owner)
    runs.check(run, owner)
    page = site.open(owner, color_scheme=theme, viewport={"width": width, "height": 800})
    found = {}
    for address in PAGES:
        page.goto(site.origin + address.format(pk=person.pk, run=run.pk))
        found[address] = violations(page)
    visitor = site.open(color_scheme=theme, viewport={"width": width, "height": 800})
    visitor.goto(f"{site.origin}/sign-in")
    found["/sign-in"] = violations(visitor)
    assert {address: said for address, said in found.items() if said} == {}
