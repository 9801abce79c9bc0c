"""What a page process gives back while nobody asks for a page.

The caches of its database connections, what it worked out on the way, and what the last pages left in the heap: six of
a hundred MiB. The first page after the rest takes as many milliseconds more.
"""

import asyncio
import gc

from goodwill.config.server.pool import Pool
from goodwill.kernel.heap import trim
from goodwill.kernel.remembering import forget

QUIET = 30.0  # seconds
LOOK = 5.0
CLOSED_WITHIN = 1.0


async def rest_when_quiet(pool: Pool) -> None:
    """Watch for ever. What was asked for between two looks begins the wait anew."""
    loop = asyncio.get_running_loop()
    seen, since, rested = pool.asked, loop.time(), 0
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
