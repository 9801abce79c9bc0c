"""A code of an authenticator app is good once, whatever it was used for and whichever process is asked."""

import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import override_settings

PASSWORD = "correct horse battery"
SAID = "or it ran out or was used"
IN_ANOTHER_PROCESS = """
import sys
import django
django.setup()
from django.conf import settings
from django.test import Client
from goodwill.kernel import workspace as workspaces
settings.MFA_TOTP_TOLERANCE = 1
host, mail, password, *codes = sys.argv[1:]
client = Client(HTTP_HOST=host)
client.post("/sign-in", {"login": mail, "password": password})
print(*(client.post("/sign-in/code", {"code": code}).status_code for code in codes))
workspaces.close_all()
"""


@pytest.fixture
def person(own_firm, as_role):
    """Codes are known one step longer, so that no test depends on when in its half minute it runs."""
    user = as_role("owner").user
    user.set_password(PASSWORD)
    user.save_base(update_fields=["password"])
    with override_settings(MFA_TOTP_TOLERANCE=1):
        yield user


@pytest.fixture
def to_the_code(person, browse):
    """A function to a client that gave the password."""

    def come():
        client = browse()
        client.post("/sign-in", {"login": person.email, "password": PASSWORD})
        return client

    return come


@pytest.fixture
def codes(to_the_code):
    """Those of an app that was set up."""
    client = to_the_code()
    client.post("/me/confirm?next=/me/safety/app", {"password": PASSWORD})
    client.get("/me/safety/app")
    return set_up(client)


def set_up(client):
    """Have the app that is shown set up; the code with which that was done, and the next one."""
    secret, step = client.session["mfa.totp.secret"], int(time.time()) // 30
    found = [format_hotp_value(hotp_value(secret, step + number)) for number in range(2)]
    assert client.post("/me/safety/app", {"code": found[0]}).status_code == 302
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    return found


def test_the_code_that_set_the_app_up_does_not_sign_in_as_well(to_the_code, codes):
    client = to_the_code()
    refused = client.post("/sign-in/code", {"code": codes[0]})
    assert (refused.status_code, SAID in refused.content.decode()) == (200, True)
    assert client.get("/").status_code == 302
    assert client.post("/sign-in/code", {"code": codes[1]}).status_code == 302
    assert client.get("/").status_code == 200


def test_the_code_that_signed_in_neither_signs_in_nor_confirms_once_more(to_the_code, codes):
    client, other = to_the_code(), to_the_code()
    spaced = f"{codes[1][:3]} {codes[1][3:]}"
    assert client.post("/sign-in/code", {"code": codes[1]}).status_code == 302
    assert other.post("/sign-in/code", {"code": spaced}).status_code == 200
    assert other.get("/").status_code == 302
    for code in codes:
        assert SAID in client.post("/me/confirm/code", {"code": code}).content.decode()


def test_whoever_is_asked_for_a_code_or_the_password_can_type_at_once(to_the_code, person):
    client = to_the_code()
    asked = [client.get("/me/confirm?next=/me/safety/app")]
    client.post("/me/confirm?next=/me/safety/app", {"password": PASSWORD})
    asked.append(client.get("/me/safety/app"))
    set_up(client)
    asked += [client.get("/me/confirm/code"), to_the_code().get("/sign-in/code")]
    fields = [re.findall(r"<input[^>]* autofocus[^>]*>", page.content.decode()) for page in asked]
    assert [len(found) for found in fields] == [1, 1, 1, 1]
    assert ["numeric" in found[0] for found in fields] == [False, True, True, True]
    assert not any("placeholder" in found[0] for found in fields)


@pytest.mark.slow
def test_another_process_knows_which_codes_were_used(person, own_firm, codes):
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, own_firm.hosts[0], person.email, PASSWORD, *codes]
    answers = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answers.stdout.split(), answers.returncode) == (["200", "302"], 0), answers.stderr
