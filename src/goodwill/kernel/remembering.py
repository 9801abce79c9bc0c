"""What is worked out again and again in a burst of work, and let go when it is over."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_letting_go: list[Callable[[], None]] = []


def remembering(most: int, *, typed: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last answers of a function, so many at most, until `forget`; `typed` tells 1 from 1.0."""

    def declare(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most, typed=typed)(function)
        _letting_go.append(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return declare


def forget() -> None:
    for let_go in _letting_go:
        let_go()
