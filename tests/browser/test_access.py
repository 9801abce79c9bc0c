"""Coming in with a passkey, made and used in a browser that has an authenticator."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]

PASSWORD = "correct horse battery"


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
