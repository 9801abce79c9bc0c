import pytest

from goodwill.config.environment import load
from goodwill.config.server.hosts import Hosts, Proxies, names
from goodwill.config.values import network


def test_a_pattern_with_a_dot_takes_in_what_is_below():
    hosts = Hosts([".crm.example"])
    assert hosts.answers_to("crm.example")
    assert hosts.answers_to("firm.crm.example:443")
    assert hosts.answers_to("firm.crm.example.")
    assert not hosts.answers_to("evilcrm.example")
    assert not hosts.answers_to("crm.example.evil")


@pytest.mark.parametrize(
    "header",
    ["", ":80", "a@localhost", "localhost/x", "localhost:", "localhost\n", "ｌocalhost", "[::1", "localhost:123456"],
)
def test_a_malformed_host_is_nobody(header):
    assert not Hosts(["localhost", ".localhost", "::1"]).answers_to(header)


def test_the_public_host_comes_first():
    environment = load({"GOODWILL_PUBLIC_URL": "https://crm.example:8443", "GOODWILL_HOST": "0.0.0.0"})
    assert names(environment)[0] == "crm.example"
    assert "localhost" in names(environment)


def test_who_listens_everywhere_answers_to_the_names_of_the_machine():
    everywhere = names(load({"GOODWILL_HOST": "0.0.0.0"}))
    assert len(everywhere) > len(names(load({})))
    assert not Hosts(names(load({}))).answers_to("192.168.7.7")


PROXIES = Proxies([network("10.0.0.0/8"), network("fd00::/8")])


@pytest.mark.parametrize(
    ("client", "forwarded_for", "seen"),
    [
        ("203.0.113.5", "1.1.1.1", "203.0.113.5"),
        ("10.0.0.1", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.9", "1.1.1.1"),
        ("10.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("fd00::1", "1.1.1.1", "1.1.1.1"),
    ],
)
def test_the_address_is_the_last_that_no_trusted_proxy_has(client, forwarded_for, seen):
    assert PROXIES.origin_of(client, "http", forwarded_for, "")[0] == seen


@pytest.mark.parametrize(
    ("client", "forwarded", "seen"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "http, HTTPS", "https"),
        ("10.0.0.1", "ws", "http"),
        ("9.9.9.9", "https", "http"),
    ],
)
def test_the_scheme_is_believed_of_trusted_proxies_only(client, forwarded, seen):
    assert PROXIES.origin_of(client, "http", "1.1.1.1", forwarded)[1] == seen
