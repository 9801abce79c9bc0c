"""Telling the worker that there is something to do."""

import threading
from datetime import datetime

from django.db import transaction

from goodwill.kernel import workspace

AT_ONCE = 0.0  # before every clock: a job without a due moment waits for nothing

called = threading.Event()


def when_committed(due: datetime | None) -> None:
    """Once the open transaction is committed, see to it that the firm is visited at `due`."""
    firm_id = workspace.current().id
    moment = due.timestamp() if due else AT_ONCE

    def tell() -> None:
        workspace.directory().bring_forward(firm_id, moment)
        called.set()

    transaction.on_commit(tell, robust=True)
