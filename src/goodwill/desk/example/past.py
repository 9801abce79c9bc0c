"""Writing as if it had been then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor


@contextmanager
def backdated(by: Actor, verb: str, at: datetime) -> Iterator[None]:
    """A batch of the past: its rows and their history carry that moment."""
    with changes.batch(by, verb) as opened:
        opened.at = at
        yield
