"""Which route takes a path, found without trying them all: a page is one of some three hundred."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.converters import PathConverter
from django.urls.resolvers import RoutePattern

Route = URLPattern | URLResolver
OF_PROGRAMS = frozenset({"/mcp", "/events"})
ANY_LENGTH = -1


def asked_by_programs(path: str) -> bool:
    """Whether a program reads the answer, which is then no page, whoever gives it."""
    return path in OF_PROGRAMS or path.startswith("/api/")


class Sorted(URLResolver):
    """Tries only those routes, in their order, whose first part and number of parts can be the path's."""

    def __init__(self, routes: Sequence[Route]) -> None:
        super().__init__(RoutePattern(""), list(routes))

    def resolve(self, path: str) -> ResolverMatch:
        first, length = path.partition("/")[0], path.count("/")
        firsts, lengths = self._sorted
        known = first if first in firsts else None
        return self._among(known, length if length in lengths else ANY_LENGTH).resolve(path)

    def _among(self, first: str | None, length: int) -> URLResolver:
        found = self._kept.get((first, length))
        if found is None:
            fitting = [
                route
                for begins, long, route in self._flat
                if begins in (None, first) and (long in (ANY_LENGTH, length))
            ]
            found = self._kept[first, length] = URLResolver(RoutePattern(""), fitting)
        return found

    @cached_property
    def _kept(self) -> dict[tuple[str | None, int], URLResolver]:
        return {}

    @cached_property
    def _flat(self) -> list[tuple[str | None, int, Route]]:
        return [(_first_of(route), _length_of(route), route) for route in _within(self.url_patterns)]

    @cached_property
    def _sorted(self) -> tuple[frozenset[str | None], frozenset[int]]:
        return frozenset(first for first, _, _ in self._flat), frozenset(length for _, length, _ in self._flat)


def _within(routes: Sequence[Any]) -> Iterator[Route]:
    """The routes, and instead of a list that is included without a prefix those of the list."""
    for route in routes:
        if isinstance(route, URLResolver) and _text(route) == "" and not route.namespace:
            yield from _within(route.url_patterns)
        else:
            yield route


def _text(route: Route) -> str | None:
    """None of one that is no plain route, like a regular expression."""
    return str(route.pattern) if type(route.pattern) is RoutePattern else None


def _first_of(route: Route) -> str | None:
    """What a path must begin with up to its first slash; None where that may be different things."""
    text = _text(route)
    if text is None:
        return None
    first, slash, _rest = text.partition("/")
    whole = slash or isinstance(route, URLPattern)
    return first if whole and "<" not in first else None


def _length_of(route: Route) -> int:
    """How many slashes a path must have that it takes."""
    text = _text(route)
    free = any(isinstance(one, PathConverter) for one in route.pattern.converters.values())
    return ANY_LENGTH if text is None or free or isinstance(route, URLResolver) else text.count("/")
