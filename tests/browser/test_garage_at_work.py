"""A garage at work: what is due for service, the tasks from it, shared views, a field for managers, and programs."""

import json
import re
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from goodwill.areas.people.models import Task
from goodwill.kernel import api_keys, changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Membership, Role, SavedView, Team, User, Webhook, WebhookDelivery
from goodwill.records import registry
from goodwill.records.query import Listing
from tests.browser.test_accessible import looked_at
from tests.browser.test_garage import add_field, bring, make_type
from tests.browser.test_views import save_as

pytestmark = [pytest.mark.browser]
ROWS, DUE = 1000, 250
EVERYTHING = dict.fromkeys(("read", "create", "change", "delete", "export"), "all")


@pytest.fixture
def mechanic(owner, staff):
    """Somebody with a role of the firm's own, in a team with the owner."""
    with changes.batch(owner, "seed"):
        role = changes.create(Role(name="Mechanic", scopes={"*": EVERYTHING}))
        changes.update(User.objects.get(pk=staff.user_id), role=role)
        changes.create(Membership(user=owner.user, team=Team.objects.get(pk__in=staff.team_ids)))
    return Actor.of(User.objects.get(pk=staff.user_id))


def sheet(file: Path) -> Path:
    """Every fourth vehicle has less than a thousand kilometres left."""
    rows = [
        f"AB {number:04},{10_000 + number},{10_000 + number + (500 if number % 4 == 0 else 9_000)},"
        f"{'in shop' if number % 4 == 0 else 'out'},2026-12-{number % 28 + 1:02},{number}.50,"
        f"{'Leeds' if number % 40 == 0 else ''}"
        for number in range(ROWS)
    ]
    file.write_text("Plate,Mileage,Next service,State,Inspection,Paid,Stands at\n" + "\n".join(rows), encoding="utf-8")
    return file


def build(page: Page, origin: str) -> None:
    page.goto(f"{origin}/record-types/")
    make_type(page, "Vehicle", "Vehicles", "Plate", "Car")
    kinds = {"Mileage": "Number", "Next service": "Number", "Inspection": "Date", "Paid": "Money", "Stands at": "Place"}
    for name, kind in kinds.items():
        add_field(page, kind, name)
    page.get_by_role("link", name="New field").first.click()
    page.locator("#field-form .field-kind").filter(has_text="One of a list").first.click()
    page.locator("#field-form [name=label]").fill("State")
    for place, name in enumerate(("In shop", "Out")):
        page.locator("#field-form [name=choice_label]").nth(place).fill(name)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".own-fields").get_by_text("State", exact=True)).to_be_visible()
    page.get_by_role("link", name="New field").first.click()
    page.locator("#field-form .field-kind").filter(has_text="Formula").first.click()
    page.locator("#field-form [name=label]").fill("Left")
    page.locator("#field-form [name=formula]").fill("[Next service] - [Mileage]")
    expect(page.locator("#formula-said .chip")).to_have_text("Number")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".own-fields").get_by_text("Left", exact=True)).to_be_visible()


def tasks_for_all(page: Page) -> None:
    """A task for each vehicle that the view holds, by one verb."""
    page.check("[data-select-page]")
    page.click("#bulk [data-select-all]")
    page.click("[popovertarget=bulk-more]")
    page.get_by_role("menuitem", name="Plan a task").click()
    page.fill("#bulk-form [name=title]", "Call for service")
    page.click("#bulk-form [data-save]")
    expect(page.locator("#toasts")).to_contain_text(f"{DUE} records, in the background")
    run_due()


def hide_paid(page: Page, origin: str) -> None:
    page.goto(f"{origin}/settings/roles")
    page.locator("main").get_by_role("link", name="Mechanic").first.click()
    page.locator("main tr", has_text="Vehicles").get_by_role("link", name="Fields, actions, filters").click()
    page.select_option("[name='field.x_paid']", "hidden")
    page.click("#role-on [data-save]")
    page.wait_for_url(re.compile(r"/settings/roles/\d+$"))


@pytest.mark.slow
def test_a_garage_finds_what_is_due_shares_it_and_tells_programs(site, owner, mechanic, tmp_path: Path):
    page, team = site.open(owner), Team.objects.get(pk__in=mechanic.team_ids).name
    build(page, site.origin)
    bring(page, site.origin, sheet(tmp_path / "vehicles.csv"), new=f"{ROWS:,} new")

    page.goto(f"{site.origin}/vehicles/?filter=x_left+%3C+1000&sort=x_left")
    expect(page.locator(".count-words").first).to_contain_text(str(DUE))
    save_as(page, "Due for service", who=team)
    tasks_for_all(page)
    assert Task.objects.filter(about_type="custom_vehicle", title="Call for service").count() == DUE
    for form, name in (("board&by=x_state", "In the shop"), ("calendar&by=x_inspection", "Inspections")):
        page.goto(f"{site.origin}/vehicles/?as={form}")
        save_as(page, name, who=team)
    page.goto(f"{site.origin}/vehicles/?as=map")
    expect(page.locator(".world-list h2")).to_contain_text(str(ROWS // 40))
    save_as(page, "Where they stand", who=team)
    assert SavedView.objects.filter(share="team").count() == 4

    hide_paid(page, site.origin)
    other = site.open(mechanic)
    other.goto(f"{site.origin}/vehicles/")
    other.get_by_role("link", name="Due for service").click()
    other.wait_for_url("**view=*")
    expect(other.locator(".count-words").first).to_contain_text(str(DUE))
    assert "Paid" not in other.content()
    page.goto(f"{site.origin}/vehicles/?columns=title,x_paid")
    expect(page.locator("thead")).to_contain_text("Paid")
    board = SavedView.objects.get(name="In the shop").pk
    other.goto(f"{site.origin}/vehicles/?view={board}")
    expect(other.locator("[data-lane]").first).to_contain_text("In shop")
    assert looked_at(other, site.origin, f"/vehicles/?view={board}", by_keyboard=False) == []
    told(site, owner, mechanic)


def ask(site, method: str, path: str, key: str, body: object = None) -> dict:
    """As a program does, which needs no browser."""
    place = urlsplit(site.origin)
    connection = HTTPConnection("127.0.0.1", place.port, timeout=30)
    headers = {"Host": place.netloc, "Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    return json.loads(connection.getresponse().read())


def told(site, owner, mechanic) -> None:
    """REST, an assistant and a webhook tell of it, each with the rights of who asks."""
    keys = {actor.name: api_keys.issue(by=actor, name="Till").text for actor in (owner, mechanic)}
    for actor, paid in ((owner, True), (mechanic, False)):
        key = keys[actor.name]
        listed = ask(site, "GET", "/api/v1/vehicles?limit=200&filter=" + quote("x_left < 1000"), key)["items"]
        assert (len(listed), "x_paid" in listed[0]) == (200, paid)
        found = {"name": "find", "arguments": {"type": "custom_vehicle", "filter": "x_left < 1000"}}
        heard = ask(site, "POST", "/mcp", key, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": found})
        words = json.dumps(heard["result"])
        assert ("AB 0000" in words, "x_paid" in words) == (True, paid)
    with changes.batch(owner, "make_webhook"):
        hook = {"url": "https://till.example", "secret": "", "types": ["custom_vehicle"]}
        changes.create(Webhook(name="Till", user=mechanic.user, **hook))
    row = Listing(registry.get("custom_vehicle"), owner, sort="title", size=1).rows()[0]
    edited = ask(site, "PATCH", f"/api/v1/vehicles/{row.id}", keys[owner.name], {"x_mileage": 10_900})
    assert float(edited["x_left"]) == -400
    run_due()
    bodies = [json.loads(one.body)["data"]["record"] for one in WebhookDelivery.objects.all()]
    assert [(body["x_mileage"], "x_paid" in body) for body in bodies] == [(10_900, False)]
