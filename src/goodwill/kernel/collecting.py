"""When the garbage collector looks: seldom where objects live for a moment, and meanwhile where it rests otherwise."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = gc.get_threshold()
OBJECTS = 400_000  # as many new ones as may wait to be looked at; a chunk of rows is half of that


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look through new objects less often, and not at all through those that are there already.

    An import spends a third of its time on that otherwise. What lies in no circle is freed at once as ever.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)
        gc.unfreeze()


@contextmanager
def collecting_meanwhile() -> Iterator[None]:
    """Where the collector rests, as while much is loaded: look through what is made in here, and through that alone."""
    if gc.isenabled():
        yield
        return
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.collect()
        gc.disable()
