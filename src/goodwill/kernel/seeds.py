"""Rows that every firm has from its first second. Each seed is repeatable and never a data migration."""

from collections.abc import Callable

_seeds: list[Callable[[], None]] = []


def seed(function: Callable[[], None]) -> Callable[[], None]:
    """Register a function that lays built-in rows; it runs after every migration and must be safe to repeat."""
    _seeds.append(function)
    return function


def seed_all() -> None:
    for function in _seeds:
        function()
