"""What a page process gives back while nobody asks for a page.

The caches of its database connections, what it worked out on the way, and what the last pages left in the heap: six of
a hundred MiB. The first page after the rest takes as many milliseconds more.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable

from goodwill.config.server.pool import Pool
from goodwill.kernel.remembering import forget

QUIET = 30.0  # seconds
LOOK = 5.0
CLOSED_WITHIN = 1.0


async def rest_when_quiet(pool: Pool) -> None:
    """Watch for ever. What was asked for between two looks begins the wait anew."""
    loop = asyncio.get_running_loop()
    seen, since, rested, trim = pool.asked, loop.time(), 0, _trim()
    while True:
        await asyncio.sleep(LOOK)
        if pool.asked != seen:
            seen, since = pool.asked, loop.time()
        elif seen != rested and loop.time() - since >= QUIET:
            pool.rest()
            forget()
            await asyncio.sleep(CLOSED_WITHIN)
            if not rested:
                gc.unfreeze()  # once: what was left by the start
            gc.collect()
            gc.freeze()
            trim()
            rested = seen


def _trim() -> Callable[[], object]:
    """Has the C library return what is free amid its heap; the one of GNU does not do so by itself."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, another system
        return lambda: None
    return lambda: found(0)
