"""Requests that another site could cause: no form of ours, no change; and looking never changes anything."""

import pytest

from tests.security.routes import in_short, real_addresses, routes
from tests.security.test_routes import FILLED, LOGGED

KEYS_ALONE = frozenset({"mcp"})
"""Where a session is nothing, so that no other site can use it."""


@pytest.mark.slow
def test_without_the_token_of_a_form_no_route_changes_anything(visitor, ids):
    owner, wrong = visitor("owner", enforce_csrf_checks=True), []
    for route in routes():
        for place, address in enumerate(real_addresses(route, ids)):
            for method in ("POST",) if in_short() or place else ("POST", "PUT", "PATCH", "DELETE"):
                asked = owner.ask(method, address, FILLED, **({"HTTP_HX_REQUEST": "true"} if place else {}))
                expected = (401, 405) if route.name in KEYS_ALONE else (403, 404)  # 404 where no such address is
                if asked.status not in expected or not asked.same:
                    wrong.append((route.name, method, address[:100], asked.status, asked.same))
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("htmx", [{}, {"HTTP_HX_REQUEST": "true"}], ids=["page", "part"])
def test_looking_changes_nothing(visitor, ids, htmx):
    """However it is asked; at addresses that are not there an owner looks in the tests of routes."""
    owner, wrong = visitor("owner"), []
    for route in routes():
        if route.name in LOGGED:
            continue
        for place, address in enumerate(real_addresses(route, ids)):
            for method in ("GET",) if in_short() or place else ("GET", "HEAD"):
                asked = owner.ask(method, address, FILLED if method == "GET" else None, **htmx)
                if asked.status >= 500 or not asked.same:
                    wrong.append((route.name, method, address[:100], asked.status, asked.same))
    assert not wrong


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_a_form_of_another_site_is_refused(visitor, ids, origin):
    owner = visitor("owner", enforce_csrf_checks=True)
    asked = owner.ask("POST", f"/people/{ids['person']}/trash", FILLED, HTTP_ORIGIN=origin)
    assert (asked.status, asked.same) == (403, True)
