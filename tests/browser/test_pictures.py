"""The pictures of the docs: each scene is walked in every run, and drawn anew with `--pictures`.

They show the example firm of the day on which they are made; one that would look the same stays as it is.
"""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from goodwill.areas.people.models import Party
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import File, Webhook, WebhookDelivery
from goodwill.office.verbs.webhooks import make_webhook
from tests.browser.settled import drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 760}
COLOURS, SAME = 256, 0.002
ROWS = """Name,Company,Mail,Phone,Note
Amara Bello,Northgate Couriers,amara@northgate.example,020 7946 0112,Prefers the phone
Grace Okoro,Quayside Hotel,grace.okoro@quayside,+44 7700 900118,Met at the fair
Tomas Lindgren,Lindgren Cykel,tomas@lindgren.example,0170 1234,Asked for the catalogue
,,,,Was at the fair and left no name
Ines Fischer,Fischer & Sohn,ines@fischer.example,+44 7700 900221,Wants two Carriers
Priya Raman,City of Harwick,priya.raman@harwick.example,01632 960871,Sends tenders
"""
TOLD = (
    ("person.updated", "Amara Bello", "sent", 204, ""),
    ("task.created", "Call about winter tyres", "sent", 204, ""),
    ("person.created", "Ines Fischer", "failed", 500, "The other side answered 500."),
    ("company.updated", "Northgate Couriers", "sent", 204, ""),
    ("person.updated", "Priya Raman", "sent", 204, ""),
)


@pytest.fixture
def own_firm(harbour_bikes):
    with workspaces.entered(harbour_bikes):
        yield harbour_bikes


@pytest.fixture
def draw(request) -> Callable[[Page, str], None]:
    """A function that keeps what a page shows as a picture of the docs, if that was asked for."""

    def keep(page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if request.config.getoption("--pictures"):
            _write(Image.open(BytesIO(page.screenshot(animations="disabled"))), PICTURES / f"{name}.png")

    return keep


def _write(drawn: Image.Image, path: Path) -> None:
    picture = drawn.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, 3, dither=Image.Dither.NONE)
    if path.exists() and not _differs(picture.convert("RGB"), Image.open(path).convert("RGB")):
        return
    picture.save(path, optimize=True)


def _differs(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return True
    changed = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 24))
    return changed.histogram()[255] > SAME * one.width * one.height


def test_the_pages_of_people(site, mara, draw):
    amara = Party.objects.get(name="Amara Bello")
    pages = {"people": "/people/?view=contacted", "party": f"/people/{amara.pk}/", "home": "/"}
    pages |= {
        "clean-data": "/clean-data",
        "consents": f"/parties/{amara.pk}/consents",
        "around": f"/parties/{_busiest()}/around",
    }
    pages |= {"file": f"/files/{File.objects.get(name__contains='Proposal').pk}/"}
    page = site.open(mara, viewport=DESK)
    for name, address in pages.items():
        page.goto(f"{site.origin}{address}")
        draw(page, name)
    page.goto(f"{site.origin}/people/?filter=phase+is+customer")
    page.click(".list-more button")
    page.click("#list-more a[href*='/people/export']")
    expect(page.locator("dialog[data-dialog=sheet]")).to_contain_text("Format")
    draw(page, "export")
    for name, look in {"party-dark": {"viewport": DESK, "color_scheme": "dark"}, "party-phone": _phone()}.items():
        other = site.open(mara, **look)
        other.goto(f"{site.origin}/people/{amara.pk}/")
        expect(other.get_by_role("heading", name="Amara Bello")).to_be_visible()
        draw(other, name)


def test_the_forms_of_a_list(site, mara, draw):
    page = site.open(mara, viewport=DESK)
    forms = {"board": "/tasks/?as=board", "calendar": "/tasks/?as=calendar", "map": "/companies/?as=map&at=52,4,4"}
    forms |= {"chart": "/people/?as=chart&by=phase&then=owner", "groups": "/companies/?by=owner&sums=employees:sum"}
    for name, address in forms.items():
        page.goto(f"{site.origin}{address}")
        draw(page, name)


def _phone():
    return {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}


def _busiest():
    """Around whom there is most to draw: the employer of most."""
    firms = Party.objects.filter(kind="person", company__isnull=False).values_list("company", flat=True)
    found = list(firms)
    return max(sorted(set(found)), key=found.count)


def test_a_file_before_it_comes_in(site, mara, draw, tmp_path):
    (tmp_path / "contacts.csv").write_text(ROWS, encoding="utf-8")
    page = site.open(mara, viewport=DESK)
    page.goto(f"{site.origin}/import")
    page.set_input_files("input[type=file]", str(tmp_path / "contacts.csv"))
    for step in ("file", "columns", "options"):
        page.wait_for_url(f"**/{step}")
        page.click("[data-save]")
    page.wait_for_url("**/check")
    expect(page.locator("#figures")).to_contain_text("wrong")
    draw(page, "import")


def test_two_that_may_be_one(site, mara, draw):
    page = site.open(mara, viewport=DESK)
    page.goto(f"{site.origin}/duplicates")
    page.get_by_role("link", name="Side by side").first.click()
    expect(page.get_by_role("heading", name="Are these the same?")).to_be_visible()
    draw(page, "duplicates")


def test_what_a_webhook_was_told(site, mara, draw):
    with override_settings(GOODWILL_PRIVATE_TARGETS=("127.0.0.1",)):
        hook, _secret = make_webhook(by=mara, name="Accounts", url="http://127.0.0.1/told", types=["person"])
    Webhook.objects.filter(pk=hook.pk).update(url="https://accounts.example/goodwill")
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook=hook,
            message_id=f"msg_{number}",
            event=event,
            title=title,
            state=state,
            status=status,
            error=error,
            ref_type="party",
            ref_id=number,
            body="{}",
            attempts=1 if state == "sent" else 9,
            created_at=now,
            tried_at=now,
        )
        for number, (event, title, state, status, error) in enumerate(reversed(TOLD))
    )
    page = site.open(mara, viewport={"width": 1440, "height": 640})
    page.goto(f"{site.origin}/settings/webhooks/{hook.pk}")
    expect(page.locator("#log")).to_contain_text("Ines Fischer")
    draw(page, "webhook")


@pytest.mark.once
def test_each_picture_is_shown_and_each_that_is_shown_is_there():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]
    shown = {name for text in texts for name in re.findall(r"pictures/([\w-]+)\.png", text)}
    assert shown == {path.stem for path in PICTURES.glob("*.png")}
