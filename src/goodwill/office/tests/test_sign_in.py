"""Coming in with mail address and password, and what a signed-out reader gets."""

import pytest

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
