"""The short way to a route leads where trying one after the other leads."""

import re

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from goodwill.config.urls import ROUTES

ODD = [
    "",
    "x",
    "nothing/",
    "people",
    "people//",
    "people/7",
    "people/7/x/y/z/",
    "/",
    "//",
    "sign-in",
    "api/v1",
    "ü/",
    "people/%2F/",
]
SAMPLES = {
    "int": "7",
    "str": "some",
    "slug": "some-thing",
    "path": "one/two/three",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}


def paths():
    for route in _ends(ROUTES, ""):
        made = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], route)
        yield from (made, made.rstrip("/"), made + "more/", "people/" + made)


def _ends(routes, prefix):
    for route in routes:
        text = str(route.pattern) if isinstance(route.pattern, RoutePattern) else ""
        if isinstance(route, URLPattern):
            yield prefix + text
        else:
            yield from _ends(route.url_patterns, prefix + text)


def _found(resolver, path):
    try:
        match = resolver.resolve(path)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.route, match.url_name


def test_each_path_is_answered_as_by_trying_all_routes():
    plain, short = URLResolver(RoutePattern(""), ROUTES), get_resolver().url_patterns[0]
    tried = [*paths(), *ODD]
    wrong = [path for path in tried if _found(plain, path) != _found(short, path)]
    assert wrong == []
    assert sum(_found(plain, path) is not None for path in tried) > 300


def test_a_page_tries_few_routes():
    resolver = get_resolver().url_patterns[0]
    assert len(resolver._among("people", 1).url_patterns) < 12


@pytest.mark.parametrize("path", ["", "people/", "people/7/", "api/v1/people"])
def test_the_pages_that_people_live_in_are_found(path):
    assert isinstance(_found(get_resolver().url_patterns[0], path), tuple)
