"""Coming in with a passkey, made and used in a browser that has an authenticator; looking as somebody else."""

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.verbs.parties import create_person

pytestmark = [pytest.mark.browser]

PASSWORD = "correct horse battery"
PRESSED = "main :is(h1, td, dd, [data-lane] article)"
"""What a double press might open; without its single ones, which lead to other pages."""


@pytest.fixture
def mara(owner):
    owner.user.set_password(PASSWORD)
    owner.user.save_base(update_fields=["password"])
    return owner.user


def with_authenticator(page, *, verifies):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": verifies}})
    return page


def test_a_passkey_is_added_and_opens_the_door(site, mara):
    page = with_authenticator(site.open(), verifies=True)
    page.goto(f"{site.origin}/sign-in?next=/me/safety/passkeys/new")
    page.fill("[name=login]", mara.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/confirm*")
    page.fill("[type=password]", PASSWORD)  # once more: it is about access
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site.origin}/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Good day")).to_be_visible()


def test_a_device_that_gives_no_passkey_is_told_of(site, mara):
    page = with_authenticator(site.open(), verifies=False)
    page.goto(f"{site.origin}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("the device gave no passkey")).to_be_visible()


def test_looking_as_a_colleague_opens_nothing_to_write_in(site, owner, as_role):
    lars = as_role("manager").user
    person = create_person(by=owner, name="Anna Field", mail="anna@field.example")
    page = site.open(owner)
    page.goto(f"{site.origin}/people/{person.pk}/")
    page.get_by_role("button", name="Edit Family name").click()
    expect(page.locator("[data-editing] input.input")).to_be_focused()
    page.goto(f"{site.origin}/settings/users/{lars.pk}")
    page.get_by_role("button", name="Look as this person").click()
    expect(page.get_by_text("Nothing can be changed.")).to_be_visible()
    for address in (f"/people/{person.pk}/", "/people/", "/people/?as=board", "/"):
        page.goto(f"{site.origin}{address}")
        expect(page.get_by_text("Nothing can be changed.")).to_be_visible()
        for place in page.locator(PRESSED).all():
            place.dispatch_event("dblclick")
        for key in ("e", "x", "n", "c"):
            page.keyboard.press(key)
        expect(page.locator("main :is(textarea, [data-editing], td input)")).to_have_count(0)
        expect(page.locator("main :is([data-edit], [data-editable], [draggable=true], [hx-post])")).to_have_count(0)
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You are yourself again.")).to_be_visible()
    page.goto(f"{site.origin}/people/{person.pk}/")
    expect(page.locator("main [data-editable]").first).to_be_visible()
