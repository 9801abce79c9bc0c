import os
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from goodwill.config.environment import Environment, load
from goodwill.config.server import tls
from goodwill.config.server.refusal import CannotStart
from goodwill.config.tests.toy_client import toy


def away(home: Path, **more: str) -> Environment:
    return load({"GOODWILL_HOME": str(home), "GOODWILL_HOST": "0.0.0.0"} | more)


def made(home: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((home / "tls/certificate.pem").read_bytes())


def test_on_this_machine_no_certificate_is_needed(tmp_path):
    assert tls.certificate(load({"GOODWILL_HOME": str(tmp_path)})) is None
    assert not (tmp_path / "tls").exists()


def test_a_self_made_certificate_has_all_names(tmp_path):
    tls.certificate(away(tmp_path, GOODWILL_ALLOWED_HOSTS="crm.example,.firms.example"))
    names = made(tmp_path).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", "crm.example", "firms.example", "*.firms.example"} <= set(
        names.get_values_for_type(x509.DNSName)
    )
    assert "127.0.0.1" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_nobody_else_can_read_the_key(tmp_path):
    tls.certificate(away(tmp_path))
    assert stat.S_IMODE((tmp_path / "tls/key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700


def test_it_is_kept_while_it_is_good(tmp_path):
    first = tls.certificate(away(tmp_path))
    version = first.version()
    assert tls.certificate(away(tmp_path)).version() == version


def test_it_is_renewed_a_month_before_its_end(tmp_path):
    environment = away(tmp_path)
    certificate = tls.Certificate(tmp_path / "tls/certificate.pem", tmp_path / "tls/key.pem", self_made=True)
    old = datetime.now(UTC) - tls.LIFE + tls.RENEWED_BEFORE - timedelta(hours=1)
    tls._make(certificate, ("localhost",), old)
    assert made(tmp_path).not_valid_after_utc < datetime.now(UTC) + tls.RENEWED_BEFORE
    tls.certificate(environment)
    assert made(tmp_path).not_valid_after_utc > datetime.now(UTC) + tls.RENEWED_BEFORE


def test_a_new_name_makes_a_new_one(tmp_path):
    first = tls.certificate(away(tmp_path)).fingerprint()
    assert tls.certificate(away(tmp_path, GOODWILL_ALLOWED_HOSTS="new.example")).fingerprint() != first


def test_a_damaged_one_is_made_again(tmp_path):
    tls.certificate(away(tmp_path))
    (tmp_path / "tls/key.pem").write_text("")
    tls.certificate(away(tmp_path))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "tls/certificate.pem", tmp_path / "tls/key.pem")


def test_a_given_pair_that_does_not_fit_is_refused_with_a_sentence(tmp_path):
    tls.certificate(away(tmp_path / "one"))
    tls.certificate(away(tmp_path / "two"))
    given = {
        "GOODWILL_TLS_CERTIFICATE": str(tmp_path / "one/tls/certificate.pem"),
        "GOODWILL_TLS_KEY": str(tmp_path / "two/tls/key.pem"),
    }
    with pytest.raises(CannotStart, match="cannot be used together"):
        tls.certificate(away(tmp_path, **given))


def test_pages_and_streams_are_served_over_tls(tmp_path):
    with toy(tmp_path, HOST="0.0.0.0") as server:
        while not (tmp_path / "tls/certificate.pem").exists():
            assert server.process.poll() is None
        server.tls = ssl.create_default_context(cafile=tmp_path / "tls/certificate.pem")
        answer = server.get("/environ")
        assert answer.json()["wsgi.url_scheme"] == "https"
        assert "max-age" in answer["strict-transport-security"]
        with server.connect() as stream:
            stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: user=1\r\n\r\n")
            assert stream.recv(100).startswith(b"HTTP/1.1 200")


def test_plain_http_is_not_spoken_there(tmp_path):
    with toy(tmp_path, HOST="0.0.0.0") as server, server.connect() as connection:
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not connection.recv(100).startswith(b"HTTP/1.1 200")
