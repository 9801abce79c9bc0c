"""Coming in with mail address and password, and what a signed-out reader gets."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from goodwill.office import forgotten
from goodwill.office.devices import device_words

PASSWORD = "correct horse battery"


@pytest.fixture
def person(own_firm, as_role):
    user = as_role("owner").user
    user.set_password(PASSWORD)
    user.save_base(update_fields=["password"])
    return user


def test_a_page_sends_the_signed_out_to_sign_in_and_back(person, browse):
    client = browse()
    answer = client.get("/people/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/people/")
    answer = client.post("/sign-in", {"login": person.email, "password": PASSWORD, "next": "/people/"})
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    assert client.get("/people/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_read_the_same(person, browse):
    answers = [
        browse().post("/sign-in", {"login": login, "password": "wrong wrong wrong"}).content.decode()
        for login in (person.email, "nobody@harbour.example")
    ]
    said = [[line for line in answer.splitlines() if "do not go together" in line] for answer in answers]
    assert said[0] == said[1] != []


def test_who_mistyped_the_password_types_it_again_at_once(person, browse):
    def focused(page):
        return re.findall(r'<input[^>]*name="(\w+)"[^>]*autofocus', page.content.decode())

    assert focused(browse().get("/sign-in")) == ["login"]
    assert focused(browse().post("/sign-in", {"login": person.email, "password": "wrong wrong wrong"})) == ["password"]


def test_somebody_who_is_switched_off_is_out_with_the_next_request(person, browse, as_role):
    from goodwill.kernel import changes

    client = browse(as_role("owner"))
    assert client.get("/").status_code == 200
    with changes.batch(as_role("manager"), "edit"):
        changes.update(person, is_active=False)
    assert client.get("/").status_code == 302


def test_signing_up_by_oneself_is_not_offered(person, browse):
    assert browse().get("/sign-up").status_code == 404


@pytest.mark.parametrize("page", ["/me/safety", "/me/sessions", "/me/password"])
def test_the_pages_about_my_access_open(person, browse, as_role, page):
    assert browse(as_role("owner")).get(page).status_code == 200


def test_changing_how_one_signs_in_asks_for_the_password_again(person, browse, as_role):
    client = browse()
    client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.get("/me/safety/app")["Location"].startswith("/me/confirm?next=")


def test_one_device_is_signed_out_or_all_others_and_nobody_elses(person, browse, staff):
    here, phone, tablet = (browse() for _device in range(3))
    for client in (here, phone, tablet):
        client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    of_somebody = UserSession.objects.create(user=staff.user, session_key="elsewhere", ip="127.0.0.1")
    assert here.post("/me/sessions", {"session": of_somebody.pk}).status_code == 200
    assert UserSession.objects.count() == 4
    first = UserSession.objects.filter(user=person).order_by("pk")[1]
    assert f'value="{first.pk}"' in here.get("/me/sessions").content.decode()
    here.post("/me/sessions", {"session": first.pk})
    assert [client.get("/people/").status_code for client in (here, phone, tablet)] == [200, 302, 200]
    here.post("/me/sessions")
    assert [client.get("/people/").status_code for client in (here, phone, tablet)] == [200, 302, 302]
    assert set(UserSession.objects.values_list("user", flat=True)) == {person.pk, staff.user.pk}


@pytest.mark.once
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "curl/8.5"),
        ("", "Unknown device"),
    ],
)
def test_a_session_says_its_device_in_words(said, shown):
    assert device_words(said) == shown


def test_who_can_get_no_mail_is_let_in_by_a_link_and_loses_the_lost_device(person, browse):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert "goodwill let-in" in browse().get("/password/forgotten").content.decode()
    forgotten.forget_devices(forgotten.who_has(f" {person.email.upper()} "))
    client = browse()
    page = client.get(urlsplit(forgotten.link_for(person)).path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "four blue tyres", "password2": "four blue tyres"})
    client.post("/sign-in", {"login": person.email, "password": "four blue tyres"})
    assert client.get("/").status_code == 200
    assert forgotten.who_has("nobody@harbour.example") is None
