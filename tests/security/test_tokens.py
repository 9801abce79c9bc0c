"""Links and codes that let somebody in: once, for a while, for one thing, at one firm; and nobody guesses them."""

import itertools
import re
import secrets
from datetime import timedelta

import pytest

from goodwill.kernel import changes, jobs, signing, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.models import OutgoingMail, Role, User
from goodwill.kernel.signing import BadToken, Expired, Purpose, sign, unsign
from goodwill.office import invitations
from tests.security.traces import Watched

PASSWORD = "correct horse battery"
KEY = b"k" * 32
PAIRS = [pair for pair in itertools.product(Purpose, Purpose) if pair[0] != pair[1]]


def path_of(link):
    return re.sub(r"^https?://[^/]+", "", link)


def invited(name="Nina"):
    with changes.batch(system(), "invite"):
        user = User(email=f"{name.lower()}@harbour.example", name=name, role=Role.objects.get(builtin="staff"))
        user.set_unusable_password()
        return changes.create(user)


@pytest.fixture
def person(own_firm, as_role):
    user = as_role("owner").user
    user.set_password(PASSWORD)
    user.save_base(update_fields=["password"])
    return user


@pytest.mark.parametrize(("made", "used"), PAIRS, ids=lambda purpose: purpose.value)
def test_a_token_is_good_for_what_it_was_made_for_only(made, used):
    with pytest.raises(BadToken):
        unsign(used, sign(made, 7, firm="one", key=KEY), firm="one", key=KEY)


@pytest.mark.parametrize("purpose", Purpose, ids=lambda purpose: purpose.value)
def test_a_token_of_another_firm_or_key_is_nothing(purpose):
    token = sign(purpose, 7, firm="one", key=KEY)
    assert unsign(purpose, token, firm="one", key=KEY) == 7
    for firm, key in (("two", KEY), ("one", b"x" * 32), ("", KEY)):
        with pytest.raises(BadToken):
            unsign(purpose, token, firm=firm, key=key)


@pytest.mark.parametrize("purpose", Purpose, ids=lambda purpose: purpose.value)
def test_a_token_ends_and_one_from_the_future_is_refused(purpose, monkeypatch):
    import time

    token, now = sign(purpose, 7, firm="one", key=KEY), time.time()
    for jump in (purpose.life.total_seconds() + 60, -timedelta(hours=1).total_seconds()):
        monkeypatch.setattr(signing.time, "time", lambda moment=now + jump: moment)
        with pytest.raises(Expired):
            unsign(purpose, token, firm="one", key=KEY)


def test_a_token_with_one_character_changed_is_refused():
    token = sign(Purpose.INVITE, [1, 1], firm="one", key=KEY)
    for place, sign_ in enumerate(token):
        other = "A" if sign_ != "A" else "B"
        with pytest.raises(BadToken):
            unsign(Purpose.INVITE, token[:place] + other + token[place + 1 :], firm="one", key=KEY)


def test_random_tokens_have_enough_of_it_and_are_kept_as_digests(own_firm):
    tokens = {signing.random_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert min(map(len, tokens)) >= 22
    code = signing.random_token()
    workspaces.directory().add_entry_code(code, own_firm.id, life=900)
    rows = workspaces.directory()._all("SELECT digest FROM entry_code")
    assert code not in str(rows)


@pytest.fixture
def entry(own_firm):
    """A firm that can be entered by a code."""
    code = secrets.token_urlsafe(16)
    workspaces.directory().set_state(own_firm.id, "example")
    workspaces.directory().add_entry_code(code, own_firm.id, life=900)
    yield code
    workspaces.directory().set_state(own_firm.id, "live")


def test_an_entry_code_lets_in_once_and_only_by_post(entry, browse):
    for _look in range(3):
        assert browse().get(f"/enter?code={entry}").status_code == 200
    client = browse()
    assert client.post("/enter", {"code": entry}).status_code == 303
    assert client.get("/").status_code == 200
    thief = browse()
    assert thief.post("/enter", {"code": entry}).status_code in (403, 404)
    assert thief.get("/").status_code == 302


def test_an_entry_code_of_another_firm_or_too_old_is_refused(own_firm, entry, browse):
    old, far = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    workspaces.directory().add_entry_code(old, own_firm.id, life=-1)
    workspaces.directory().add_entry_code(far, "another", life=900)
    for code in (old, far, "", entry[:-1], entry.swapcase()):
        client = browse()
        assert client.post("/enter", {"code": code}).status_code == 403
        assert client.get("/").status_code == 302


def test_a_live_firm_takes_no_entry_code(own_firm, browse):
    code = secrets.token_urlsafe(16)
    workspaces.directory().add_entry_code(code, own_firm.id, life=900)
    assert browse().post("/enter", {"code": code}).status_code == 404
    assert browse().get(f"/enter?code={code}").status_code == 404


def test_an_invitation_is_for_its_firm_alone(own_firm, new_firm, browse):
    from django.test import Client

    link = path_of(invitations.link_for(invited()))
    assert Client(HTTP_HOST=new_firm().hosts[0]).get(link).status_code == 404
    assert browse().get(link).status_code == 200


def test_looking_at_an_invitation_or_a_reset_link_changes_nothing(firm, browse, as_role):
    link, client = path_of(invitations.link_for(invited())), browse()
    before = Watched()
    for _look in range(3):
        assert client.get(link).status_code == 200
    assert before.same()


def reset_link(person, browse):
    assert browse().post("/password/forgotten", {"email": person.email}).status_code == 302
    jobs.run_due()
    text = OutgoingMail.objects.latest("id").text
    return re.search(r"https?://[^/\s]+(/password/new/\S+)", text)[1]


def choose(client, link, password):
    """Follow the link as a browser does: the token goes into the session, and the form has an address without it."""
    shown = client.get(link, follow=True)
    form = shown.redirect_chain[-1][0] if shown.redirect_chain else link
    return client.post(form, {"password1": password, "password2": password})


def test_a_reset_link_works_once(person, browse):
    link = reset_link(person, browse)
    choose(browse(), link, "another good sentence")
    person.refresh_from_db()
    assert person.check_password("another good sentence")
    choose(browse(), link, "a thief was here too")
    person.refresh_from_db()
    assert person.check_password("another good sentence")


def test_a_reset_link_is_void_for_others_and_while_the_access_is_closed(person, browse, as_role):
    link, client = reset_link(person, browse), browse()
    opened = client.get(link, follow=True).redirect_chain[-1][0]
    User.objects.filter(pk=person.pk).update(is_active=False)
    shown = client.post(opened, {"password1": "a thief was here too", "password2": "a thief was here too"})
    assert "used already, or is too old" in shown.content.decode()
    choose(browse(), link, "a thief was here too")
    person.refresh_from_db()
    assert not person.check_password("a thief was here too")
    other = User.objects.get(role__builtin="staff")
    forged = re.sub(r"/new/[^-]+-", f"/new/{other.pk}-", link)
    choose(browse(), forged, "a thief was here too")
    other.refresh_from_db()
    assert not other.has_usable_password()


def test_asking_for_a_reset_reads_the_same_for_unknown_addresses_and_mails_only_known_ones(person, browse):
    def asked(address):
        answer = browse().post("/password/forgotten", address)
        return answer.status_code, answer.get("Location", "")

    known = asked({"email": person.email})
    assert asked({"email": "nobody@harbour.example"}) == known
    asked({"email": [person.email, "thief@evil.example"]})
    asked({"email": f"{person.email},thief@evil.example"})
    asked({"email": f"{person.email}\nBcc: thief@evil.example"})
    jobs.run_due()
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {person.email}


def test_guessing_a_password_is_stopped_and_hides_whether_it_was_right(person, browse):
    answers = [browse().post("/sign-in", {"login": person.email, "password": f"wrong {n}"}) for n in range(12)]
    assert {answer.status_code for answer in answers} <= {200, 429}
    client = browse()
    client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_guessing_by_many_spellings_of_an_address_is_one_guess(person, browse):
    for number in range(12):
        spelling = person.email.upper() if number % 2 else f" {person.email} "
        browse().post("/sign-in", {"login": spelling, "password": "wrong"})
    client = browse()
    client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_signing_in_begins_a_new_session(person, browse):
    client = browse()
    client.get("/sign-in")
    client.cookies["session"] = "fixed-by-an-attacker-0123456789"
    client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    assert client.cookies["session"].value != "fixed-by-an-attacker-0123456789"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x()"])
def test_signing_in_leads_to_no_other_site(person, browse, target):
    answer = browse().post("/sign-in", {"login": person.email, "password": PASSWORD, "next": target})
    assert answer["Location"] == "/"
