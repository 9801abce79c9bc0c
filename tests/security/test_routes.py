"""Everybody asks for everything: who is let in is what the view declares, and who is refused has changed nothing."""

import pytest

from goodwill.kernel import verbs
from goodwill.kernel.models import About, Record
from goodwill.records import registry
from tests.security.routes import addresses, in_short, real_addresses, routes, types

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CHANGING = frozenset(METHODS) - {"GET"}
STRANGERS = ("nobody", "deactivated", "foreign")
USERS = ("owner", "manager", "staff", "read_only", "own", "without")
THOROUGH = ("nobody", "owner")
"""Who asks with other methods and for addresses that are not there: refusals that know no roles."""
IN_SHORT = ("foreign", "manager", "read_only", "own", "without")
"""Who tries one verb of each type: each verb is refused in one place, and staff try them all."""
LOGGED = ("record_export",)  # history keeps who took data out, and that is all it writes
WAITS = ("account_reset_password",)  # a job waits that looks up later whether the address is known: for all the same
FILLED = {
    "name": "Guarded",
    "title": "Guarded",
    "email": "guarded@harbour.example",
    "password": "correct horse battery",
    "html": "<p>Guarded</p>",
    "phase": "lead",
    "sure": "1",
    "version": "1",
    "ids": "1",
}


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_route_says_who_may_open_it(route):
    assert route.access is not None, f"{route.name} (/{route.path}) declares no access"
    assert route.access.open == bool(route.access.why)


NOT_REACHED = {
    "enter": "only while a firm is new",
    "account_reset_password_from_key": "needs a token, which the tests of tokens have",
    "invitation": "needs a token, which the tests of tokens have",
    "api_work": "needs work of the background, which its own tests have",
    "api_work_rows": "needs work of the background, which its own tests have",
    "api_own_field": "needs the name of a field, which its own tests have",
    "api/v1/<path:rest>": "says that nothing is there",
    "empty_trash": "needs something thrown away",
    "file_thumbnail": "needs a picture, which the tests of files have",
    "file_page": "needs a picture, which the tests of files have",
    "export_file": "needs an export that waits",
    "compare_duplicates": "needs two that are alike",
    "party_entry": "needs an entry of this contact",
    "merge_selection": "needs ticked records",
    "record_bulk": "needs ticked records",
    "record_conditions": "needs what is asked for",
    "record_condition": "needs what is asked for",
    "record_moment": "needs a moment of this record",
    "view_describe": "needs a view of this list",
}
"""Routes whose addresses lead nowhere in these tests, and why: a refusal there says little."""


@pytest.mark.once
@pytest.mark.slow
def test_every_route_leads_somewhere_so_that_its_refusals_mean_something(visitor, ids):
    owner, nowhere = visitor("owner"), set()
    for route in routes():
        found = {owner.ask("GET", address).status for address in real_addresses(route, ids)}
        if not found & {200, 302, 303, 405} and not route.name.startswith(("mfa_", "account_reauth")):
            nowhere.add(route.name)
    assert nowhere == NOT_REACHED.keys()


def shut_out(asked, method):
    """Nothing of the page, only the way to sign in."""
    to_sign_in = asked.status == 302 and asked.answer["Location"].startswith("/sign-in?next=")
    refused = asked.status in (401, 403, 404, 405)
    return asked.same and (to_sign_in or refused or (asked.status == 302 and method != "GET"))


def asked_by(visitor, route, ids, identity):
    """Reading and writing at every address of a route; every other method at its first one.

    What is beyond the first is asked for a part of a page, as most forms do: its refusal draws no whole frame.
    """
    thorough = identity in THOROUGH and not in_short()
    found = addresses(route, ids) if thorough else real_addresses(route, ids, short=identity in IN_SHORT)
    for place, address in enumerate(found):
        for method in METHODS if place == 0 and thorough else METHODS[:2]:
            part = {"HTTP_HX_REQUEST": "true"} if place else {}
            asked = visitor.ask(method, address, FILLED if method != "GET" else None, **part)
            if asked.status >= 500:
                raise AssertionError(f"{method} {address[:200]}: {asked.status}\n{asked.answer.content[:400]!r}")
            yield method, address, asked


@pytest.mark.slow
@pytest.mark.parametrize("identity", STRANGERS)
def test_who_is_not_signed_in_gets_nothing_but_public_pages(visitor, ids, identity):
    somebody, wrong = visitor(identity), []
    for route in routes():
        for method, address, asked in asked_by(somebody, route, ids, identity):
            waits = route.name in WAITS and method == "POST" and asked.status == 302
            fine = asked.same or waits if route.access.open else shut_out(asked, method)
            if not fine:
                wrong.append((route.name, method, address[:100], asked.status, asked.same))
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("identity", USERS)
def test_users_get_what_their_role_holds_and_a_refusal_changes_nothing(visitor, ids, identity):
    somebody, wrong = visitor(identity), []
    somebody.may_write = True
    powers = set(somebody_of(somebody).role.powers)
    for route in routes():
        lacking = route.access.power and route.access.power not in powers
        for method, address, asked in asked_by(somebody, route, ids, identity):
            refused = asked.status >= 400
            allowed = asked.status in (403, 404) if lacking else True
            logged = route.name in LOGGED and not refused
            fine = allowed and (asked.same or logged or (method in CHANGING and not refused))
            if not fine:
                wrong.append((route.name, method, address[:100], asked.status, asked.same))
    assert not wrong


def somebody_of(visitor):
    from goodwill.kernel.models import User

    return User.objects.get(pk=visitor.client.session["_auth_user_id"])


@pytest.mark.slow
@pytest.mark.parametrize("identity", ["read_only", "own", "without"])
def test_records_out_of_reach_are_not_to_be_changed(visitor, ids, identity):
    somebody, wrong = visitor(identity), []
    guarded = [noun for noun in types() if issubclass(noun.model, Record | About) and noun.name in ids]
    begin = tuple(f"/{noun.slug}/{ids[noun.name]}/" for noun in guarded)
    for route in routes():
        for address in addresses(route, ids) if route.of_records else ():
            if address.startswith(begin) and not for_readers(address):
                asked = somebody.ask("POST", address, FILLED)
                if not asked.same:
                    wrong.append((address, asked.status))
    assert not wrong


def for_readers(address):
    """Whether the last part is for whoever may read the record: a verb like following it, or a star."""
    slug, _pk, name = [*address.strip("/").split("/"), "", ""][:3]
    verb = verbs.get(registry.by_slug(slug).ref_name, name)
    return name == "star" or (verb is not None and verb.right == "read")


def test_the_watch_notices_what_is_written(visitor, ids):
    owner = visitor("owner")
    asked = owner.ask("POST", f"/people/{ids['person']}/edit", {"name": "Another Name"})
    assert (asked.status, asked.same) == (303, False)
    assert owner.ask("GET", f"/people/{ids['person']}/").same
