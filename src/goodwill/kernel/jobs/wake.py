"""Telling the worker that there is something to do."""

import threading
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from goodwill.kernel import workspace

AT_ONCE = 0.0  # before every clock: a job without a due moment waits for nothing

called = threading.Event()
_untold: dict[str, float] = {}
_guard = threading.Lock()


def when_committed(due: datetime | None) -> None:
    """Once the open transaction is committed, see to it that the firm is visited at `due`."""
    firm_id = workspace.current().id
    moment = due.timestamp() if due else AT_ONCE

    def tell() -> None:
        try:
            workspace.directory().bring_forward(firm_id, moment)
        except Exception:
            with _guard:
                _untold[firm_id] = min(moment, _untold.get(firm_id, moment))
            raise
        called.set()

    transaction.on_commit(tell, robust=True)


def is_behind() -> bool:
    """Whether there is something that the directory could not take, as on a full disk."""
    return bool(_untold)


def tell_again() -> None:
    """Have the directory take it now, if it can."""
    with _guard, suppress(Exception):  # it was written down when it could not at first
        for firm_id, moment in list(_untold.items()):
            workspace.directory().bring_forward(firm_id, moment)
            del _untold[firm_id]
