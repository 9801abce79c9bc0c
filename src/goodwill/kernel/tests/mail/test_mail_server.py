import ssl
import subprocess

import pytest

from goodwill.kernel import mail, mail_server, outgoing
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.mail_server import NoTls, Server, of_url
from goodwill.kernel.models import Change, Profile
from goodwill.kernel.tests.mail.sink import Serving, Sink

HERE = {"user": "", "password": "", "sender": "office@harbour.example"}


@pytest.fixture
def certificate(tmp_path):
    """Made by itself for another name: nobody has to believe it."""
    key, path = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=elsewhere.example",
    ]
    subprocess.run([*command, "-keyout", key, "-out", path], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    return context


@pytest.mark.parametrize(
    ("url", "port", "security", "sender"),
    [
        ("smtp://anna%40shop.example:p%20w@mail.shop.example", 587, "starttls", "anna@shop.example"),
        ("smtps://mail.shop.example?sender=office@shop.example", 465, "tls", "office@shop.example"),
        ("smtp://localhost:1025", 1025, "none", "goodwill@localhost"),
        ("smtp://mail.shop.example:25", 25, "starttls", "goodwill@mail.shop.example"),
    ],
)
def test_an_address_says_how_to_speak_to_a_server(url, port, security, sender):
    server = of_url(url)
    assert (server.port, server.security, server.sender) == (port, security, sender)


def test_without_tls_nothing_is_sent(own_firm):
    sink = Sink()
    serving = Serving(sink)
    try:
        with pytest.raises(NoTls):
            Server("127.0.0.1", serving.port, "starttls", trusted=True, **HERE).connect()
    finally:
        serving.stop()
    assert sink.taken == []


def test_a_certificate_of_somebody_else_is_not_believed(own_firm, certificate):
    serving = Serving(Sink(), tls_context=certificate)
    try:
        with pytest.raises(ssl.SSLCertVerificationError):
            Server("127.0.0.1", serving.port, "starttls", trusted=True, **HERE).connect()
    finally:
        serving.stop()


def test_a_firms_own_server_cannot_lie_in_the_network_of_the_installation(own_firm, owner):
    with pytest.raises(outgoing.NotAllowed):
        mail_server.use(host="127.0.0.1", port=25, security="starttls", by=owner, **HERE)
    assert mail_server.current() is None


@pytest.mark.parametrize("wrong", [{"security": "none"}, {"sender": "office"}])
def test_what_is_wrong_with_a_server_is_said_and_nothing_is_changed(own_firm, owner, wrong):
    given = {"host": "mail.example", "port": 587, "security": "starttls", **HERE} | wrong
    with pytest.raises(Invalid) as refused:
        mail_server.use(by=owner, **given)
    assert set(refused.value.problems) == set(wrong)
    assert Profile.objects.get().settings == {}


def test_only_who_may_change_settings_changes_the_server(own_firm, staff):
    with pytest.raises(Refused):
        mail_server.use(host="mail.example", port=587, security="starttls", by=staff, **HERE)
    with pytest.raises(Refused):
        mail_server.forget(staff)


def test_the_password_is_kept_sealed_and_what_waits_is_sent(own_firm, owner, monkeypatch):
    monkeypatch.setattr(Server, "connect", lambda self: serve_nothing())
    waiting = mail.send("anna@wharf.example", subject="Hello", text="Hi", purpose="invite", by=system("page"))
    given = {"user": "office", "password": "canary-5521", "sender": "office@harbour.example"}
    mail_server.use(host="mail.example", port=587, security="starttls", by=owner, **given)
    assert "canary" not in str(Profile.objects.values_list("settings", flat=True).get())
    assert "canary" not in str(list(Change.objects.values_list("after", flat=True)))
    assert "canary" not in repr(mail_server.current())
    assert mail_server.current().password == "canary-5521"
    mail_server.use(host="mail.example", port=465, security="tls", by=owner, **(given | {"password": ""}))
    assert mail_server.current().password == "canary-5521"
    assert not mail.server_is_missing()
    mail_server.forget(owner)
    assert mail.server_is_missing()
    assert waiting.state == "waiting"


def serve_nothing():
    class Closed:
        def close(self):
            pass

    return Closed()
