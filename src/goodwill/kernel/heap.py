"""What the C library holds of the memory that Python and SQLite gave back to it."""

import ctypes
from functools import cache
from typing import Any


def trim() -> None:
    """Return to the system what is free amid the heap: GNU's library does not do so by itself.

    Among much that comes and goes in pieces of all sizes the gaps grow otherwise.
    """
    if found := _malloc_trim():
        found(0)


@cache
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, another system
        return None
