import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, strategies as st

from goodwill.kernel.network import host_name, is_public
from goodwill.kernel.outgoing import NotAllowed, Unreachable, check_host, check_url, fetch
from goodwill.kernel.tests.neighbours import INNER_SPELLINGS, Server


@pytest.fixture(scope="module")
def inside() -> Iterator[Server]:
    """What nobody from outside may reach: it listens on each address of this machine."""
    server = Server("::", socket.AF_INET6)
    yield server
    server.close()


@pytest.fixture
def neighbour() -> Iterator[Server]:
    server = Server("127.0.0.9")
    yield server
    server.close()


ALLOWED = ("127.0.0.9",)


def test_the_list_is_long_enough():
    assert len(set(INNER_SPELLINGS)) >= 120


@pytest.mark.parametrize("spelling", INNER_SPELLINGS)
def test_no_spelling_of_an_inner_address_is_connected(inside, spelling):
    before = inside.connections
    for method in ("GET", "POST"):
        with pytest.raises((NotAllowed, Unreachable)):
            fetch(f"http://{spelling}:{inside.port}/", method=method, timeout=2)
    with pytest.raises((NotAllowed, Unreachable)):
        check_host(spelling, inside.port)
    assert inside.connections == before


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_to_an_inner_address(inside, neighbour, status):
    before = inside.connections
    for number, spelling in enumerate(INNER_SPELLINGS):
        neighbour.answers[f"/{number}"] = (status, {"Location": ascii_location(spelling, inside.port)}, b"")
        with pytest.raises((NotAllowed, Unreachable)):
            fetch(f"http://127.0.0.9:{neighbour.port}/{number}", allowed=ALLOWED, timeout=20)
    assert neighbour.connections == len(INNER_SPELLINGS)
    assert inside.connections == before


def ascii_location(spelling: str, port: int) -> str:
    return f"http://{spelling}:{port}/".encode().decode("latin-1")


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "//127.0.0.1/",
        "javascript:1",
        "http://[",
        "http://:1",
    ],
)
def test_no_redirect_leads_to_another_kind_of_address(neighbour, location):
    neighbour.answers["/"] = (302, {"Location": location}, b"")
    with pytest.raises(NotAllowed):
        fetch(f"http://127.0.0.9:{neighbour.port}/", allowed=ALLOWED)


def test_a_name_that_changes_its_meaning_is_asked_only_once(inside, neighbour, monkeypatch):
    asked = []
    real = socket.getaddrinfo

    def resolver(host, *args, **options):
        if host != "rebind.example":
            return real(host, *args, **options)
        asked.append(host)
        return real("127.0.0.9" if len(asked) == 1 else "127.0.0.1", *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert fetch(f"http://rebind.example:{neighbour.port}/", allowed=ALLOWED).body == b"hello"
    assert asked == ["rebind.example"]


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: both)
    with pytest.raises(NotAllowed, match="inside this network"):
        check_url("http://mixed.example/")
    both.pop()
    assert check_url("http://mixed.example/").addresses == ("93.184.216.34",)


def test_a_name_allowed_by_the_firm_may_be_private_but_not_loopback(monkeypatch):
    address = ["192.168.1.9"]
    found = lambda *args, **options: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address[0], 80))]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert check_url("https://NAS.example./", allowed=["nas.example"]).port == 443
    assert check_url("http://other.example/", allowed=["192.168.1.0/24"]).host == "other.example"
    for refused in ("127.0.0.1", "169.254.169.254"):
        address[0] = refused
        with pytest.raises(NotAllowed):
            check_url("https://nas.example/", allowed=["nas.example", "192.168.1.0/24"])


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", "http:/x", "ftp://example.com/", "file:///etc/passwd", "http://a b/", "http://x\n/", "http://x\\y/"),
        *("http://u:p@example.com/", "http://example.com:0/", "http://example.com:99999/", "http://exa mple.com/"),
        *("http://-/", "http://example..com/", "http://" + "x" * 300),
    ],
)
def test_what_is_no_web_address_gets_a_sentence(url):
    with pytest.raises(NotAllowed, match="lease check it"):
        fetch(url)


def test_an_unknown_name_gets_a_sentence():
    with pytest.raises(Unreachable, match=r"no server called nobody\.invalid"):
        fetch("http://nobody.invalid/")


def test_the_server_sees_the_name_and_what_was_sent(neighbour):
    answer = fetch(
        f"http://127.0.0.9:{neighbour.port}/päth?q=ä b".replace(" ", "%20"),
        method="POST",
        body=b"data",
        headers={"X-Signature": "s"},
        allowed=ALLOWED,
    )
    path, headers, body = neighbour.seen[0]
    assert (answer.status, answer.body) == (200, b"hello")
    assert (path, headers["Host"], headers["X-Signature"], body) == (
        "/p%C3%A4th?q=%C3%A4%20b",
        f"127.0.0.9:{neighbour.port}",
        "s",
        b"data",
    )


@pytest.fixture
def secured(tmp_path, monkeypatch, neighbour) -> tuple[Server, list[str]]:
    """The neighbour as shop.example, with a certificate that we trust, and the names it was greeted with."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "shop.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example")]), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (tmp_path / "trusted.pem").write_bytes(certificate)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "server.pem").write_bytes(private + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    greeted: list[str] = []
    context.sni_callback = lambda _socket, name, _context: greeted.append(name)
    neighbour.server.socket = context.wrap_socket(neighbour.server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **options: real("127.0.0.9" if host.endswith(".example") else host, *args, **options),
    )
    return neighbour, greeted


def test_tls_names_the_host_and_checks_its_certificate(secured):
    neighbour, greeted = secured
    answer = fetch(f"https://shop.example:{neighbour.port}/", allowed=ALLOWED)
    assert (answer.body, greeted) == (b"hello", ["shop.example"])
    assert neighbour.seen[0][1]["Host"] == f"shop.example:{neighbour.port}"
    with pytest.raises(Unreachable, match="certificate"):
        fetch(f"https://other.example:{neighbour.port}/", allowed=ALLOWED)


@pytest.mark.parametrize("header", [{"X": "a\r\nY: b"}, {"X\r\nY": "b"}])
def test_a_header_cannot_carry_another(neighbour, header):
    with pytest.raises(Unreachable):
        fetch(f"http://127.0.0.9:{neighbour.port}/", headers=header, allowed=ALLOWED)
    assert neighbour.seen == []


def test_redirects_are_followed_a_few_times_and_take_no_password_elsewhere(neighbour):
    other = Server("127.0.0.9")
    neighbour.answers["/"] = (302, {"Location": f"http://127.0.0.9:{other.port}/end"}, b"")
    answer = fetch(
        f"http://127.0.0.9:{neighbour.port}/", headers={"Authorization": "secret", "X-A": "a"}, allowed=ALLOWED
    )
    other.close()
    assert answer.url.endswith("/end")
    assert "Authorization" in neighbour.seen[0][1]
    assert "Authorization" not in other.seen[0][1]
    assert other.seen[0][1]["X-A"] == "a"


def test_circles_end(neighbour):
    neighbour.answers["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(Unreachable, match="circles"):
        fetch(f"http://127.0.0.9:{neighbour.port}/", allowed=ALLOWED)
    assert neighbour.connections == 6


def test_a_post_is_not_redirected(neighbour):
    neighbour.answers["/"] = (302, {"Location": "/other"}, b"")
    assert fetch(f"http://127.0.0.9:{neighbour.port}/", method="POST", allowed=ALLOWED).status == 302
    assert neighbour.connections == 1


def test_too_much_and_too_little_are_refused(neighbour):
    neighbour.answers["/much"] = (200, {}, b"x" * 2000)
    neighbour.answers["/little"] = (200, {"Content-Length": "9"}, b"x")
    with pytest.raises(Unreachable, match="more than 1 kB"):
        fetch(f"http://127.0.0.9:{neighbour.port}/much", limit=1999, allowed=ALLOWED)
    assert len(fetch(f"http://127.0.0.9:{neighbour.port}/much", limit=2000, allowed=ALLOWED).body) == 2000
    with pytest.raises(Unreachable):
        fetch(f"http://127.0.0.9:{neighbour.port}/little", timeout=0.5, allowed=ALLOWED)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\n\r\nx", b"HTTP/1.1 200 OK\r\nX: ", b""])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_drips_is_cut_off(answer, scheme):
    listener = socket.create_server(("127.0.0.9", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _peer = listener.accept()
        with connection:
            connection.sendall(answer)
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(f"{scheme}://127.0.0.9:{listener.getsockname()[1]}/", timeout=0.4, allowed=ALLOWED)
    stop.set()
    listener.close()
    assert time.monotonic() - began < 20


@given(st.ip_addresses(v=4))
def test_only_addresses_that_the_internet_routes_are_public(address):
    assert not is_public(address) or address.is_global
    assert is_public(ipaddress.IPv6Address(f"::ffff:{address}")) == is_public(address)
    assert is_public(ipaddress.IPv6Address(f"64:ff9b::{address}")) == is_public(address)


@given(st.ip_addresses(v=6))
def test_only_global_unicast_is_public_in_ipv6(address):
    if is_public(address) and address.ipv4_mapped is None:
        assert address in ipaddress.ip_network("2000::/3") or address in ipaddress.ip_network("::/8")


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"]
)
def test_the_internet_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@given(st.text() | st.text(st.characters(codec=None)))
def test_a_host_name_has_one_plain_spelling(text):
    name = host_name(text)
    if name is not None:
        assert name.isascii()
        assert host_name(name) == name


def test_international_names_are_written_in_ascii():
    assert host_name("Bücher.example") == "xn--bcher-kva.example"
    assert host_name("faß.de") == "xn--fa-hia.de"
