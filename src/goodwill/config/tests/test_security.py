import json
from collections.abc import Iterator

import pytest

from goodwill.config import security
from goodwill.config.environment import current
from goodwill.config.server import reports
from goodwill.config.tests.toy_client import Toy, toy


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toy]:
    with toy(tmp_path_factory.mktemp("security")) as running:
        yield running


def rules(policy: str) -> dict[str, str]:
    return dict((*rule.split(" ", 1), "")[:2] for rule in policy.split("; "))


def test_the_policy_allows_only_our_own_origin(server):
    policy = rules(server.get("/hello")["content-security-policy"])
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    sources = {source for rule in policy.values() for source in rule.split()}
    assert not {source for source in sources if "unsafe" in source or "*" in source or "http" in source}


def test_a_page_has_every_header(server):
    answer = server.get("/hello")
    assert answer["cache-control"] == "no-store"
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert answer["cross-origin-opener-policy"] == answer["cross-origin-resource-policy"] == "same-origin"
    assert answer["x-frame-options"] == "DENY"
    assert "camera=()" in answer["permissions-policy"]
    assert answer["reporting-endpoints"] == 'csp="/csp-report"'


@pytest.mark.parametrize("path", ["/static/nothing", "/events", "/broken", "/csp-report"])
def test_what_is_no_page_is_not_sniffed_or_kept(server, path):
    answer = server.get(path)
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["cache-control"] == "no-store"
    assert answer["cross-origin-resource-policy"] == "same-origin"


def test_strict_transport_is_promised_only_over_tls(server, monkeypatch):
    assert server.get("/hello")["strict-transport-security"] == ""
    monkeypatch.setenv("GOODWILL_HOST", "0.0.0.0")
    current.cache_clear()
    security.bare_headers.cache_clear()
    try:
        assert "max-age=63072000" in dict(security.bare_headers())["Strict-Transport-Security"]
        assert "upgrade-insecure-requests" in security.policy()
    finally:
        monkeypatch.undo()
        current.cache_clear()
        security.bare_headers.cache_clear()


def test_one_rule_can_be_loosened_for_one_page():
    loosened = rules(security.policy(frame_ancestors="https://firm.example"))
    assert loosened["frame-ancestors"] == "https://firm.example"
    assert loosened["default-src"] == "'none'"


OLD = {"csp-report": {"violated-directive": "script-src", "document-uri": "http://x/a?code=1", "blocked-uri": "inline"}}
NEW = [
    {"type": "csp-violation", "body": {"effectiveDirective": "img-src", "blockedURL": "http://evil/", "lineNumber": 3}}
]


def sent(server: Toy, body: bytes) -> int:
    return server.get("/csp-report", "Content-Type: application/csp-report", method="POST", body=body).status


def test_reports_of_both_forms_are_logged_without_secrets(server):
    assert sent(server, json.dumps(OLD).encode()) == 204
    assert sent(server, json.dumps(NEW).encode()) == 204
    log = (server.home / "log").read_text()
    assert "script-src broken on http://x/a by inline" in log
    assert "img-src broken on ? by http://evil/ (?:3)" in log
    assert "code=1" not in log


@pytest.mark.parametrize("body", [b"{", b"[]", b"3", b'{"csp-report": 3}', b"[" * 10_000, b"\xff"])
def test_what_is_no_report_is_nothing(body):
    assert reports.read(body) == []


def test_reports_are_bounded_in_size(server):
    assert sent(server, b"x" * 20_000) == 413
    assert server.get("/csp-report").status == 405


def test_reports_are_bounded_in_number(server):
    flood = {"csp-report": {"violated-directive": "flood"}}
    for _ in range(reports.PER_MINUTE + 20):
        sent(server, json.dumps(flood).encode())
    assert (server.home / "log").read_text().count("flood broken") <= 2 * reports.PER_MINUTE


def test_a_report_cannot_forge_a_line_of_the_log(server):
    assert "\n" not in reports.read(json.dumps({"csp-report": {"blocked-uri": "a\nWARNING forged"}}).encode())[0]
