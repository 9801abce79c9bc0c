"""Who looked at what. Reading a page writes nothing: it is noted in memory and written in batches.

What a killed process had noted and not written is lost, which is some seconds of looking.
"""

import atexit
import logging
import threading
import time
from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import LastSeen, Notice, Seen, User
from goodwill.kernel.publishing import publish
from goodwill.kernel.refs import Ref

log = logging.getLogger(__name__)

FLUSH_EVERY = 30.0
FLUSH_AT = 500


class _Notes:
    """What one firm's users looked at since it was written last."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.looks: dict[tuple[int, Ref], tuple[datetime, int]] = {}
        self.active: dict[int, datetime] = {}


_lock = threading.Lock()
_noted: dict[str, _Notes] = {}


def looked(ref: tuple[str, int], by: Actor) -> None:
    """Note that a user opened a record's page."""
    if by.user_id is None or by.watcher is not None:
        return
    key = (by.user_id, Ref(*ref))
    with _lock:
        notes = _noted.setdefault(workspaces.current().id, _Notes())
        times = notes.looks.get(key, (None, 0))[1]
        notes.looks[key] = (timezone.now(), times + 1)
        full = len(notes.looks) >= FLUSH_AT
    if full and not connection.in_atomic_block:
        flush()


def active(by: Actor, at: datetime | None = None) -> None:
    """Note that a user did something, just now if it is not said when."""
    if by.user_id is not None:
        with _lock:
            _noted.setdefault(workspaces.current().id, _Notes()).active[by.user_id] = at or timezone.now()


def flush_if_due() -> None:
    """Write what was noted in this firm, if that is some seconds old."""
    notes = _noted.get(workspaces.current().id)
    if notes and time.monotonic() - notes.since >= FLUSH_EVERY:
        flush()


def flush() -> None:
    """Write what was noted in this firm."""
    with _lock:
        notes = _noted.pop(workspaces.current().id, None)
    if notes is None:
        return
    users = {user_id for user_id, _ref in notes.looks} | set(notes.active)
    with transaction.atomic():
        known = set(User.everything.filter(pk__in=users).values_list("pk", flat=True))
        looks = {key: look for key, look in notes.looks.items() if key[0] in known}
        _write_looks(looks)
        _read_notices(looks)
        LastSeen.objects.bulk_create(
            [LastSeen(user_id=user_id, at=at) for user_id, at in notes.active.items() if user_id in known],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["at"],
        )


def _write_looks(looks: dict[tuple[int, Ref], tuple[datetime, int]]) -> None:
    users = {user_id for user_id, _ref in looks}
    types, ids = {ref.type for _user, ref in looks}, {ref.id for _user, ref in looks}
    before = {
        (row.user_id, Ref(row.type, row.ref_id)): row
        for row in Seen.objects.filter(type__in=types, ref_id__in=ids, user_id__in=users).select_for_update()
    }
    for key, (at, times) in looks.items():
        row = before.get(key)
        if row:
            row.at, row.times = max(at, row.at), row.times + times
    Seen.objects.bulk_update([row for key, row in before.items() if key in looks], ["at", "times"])
    Seen.objects.bulk_create(
        [
            Seen(user_id=user_id, type=ref.type, ref_id=ref.id, at=at, times=times)
            for (user_id, ref), (at, times) in looks.items()
            if (user_id, ref) not in before
        ],
        ignore_conflicts=True,
    )


def _read_notices(looks: Collection[tuple[int, Ref]]) -> None:
    """What somebody was told about a record is read once its page was opened."""
    new = Notice.objects.filter(read_at=None, user_id__in={user_id for user_id, _ref in looks})
    read = [notice for notice in new if notice.about and (notice.user_id, notice.about) in looks]
    Notice.objects.filter(pk__in=[notice.pk for notice in read]).update(read_at=timezone.now())
    for user_id in {notice.user_id for notice in read}:
        left = Notice.objects.filter(user_id=user_id, read_at=None).count()
        publish("notices-read", {"count": left}, user_id=user_id)


@atexit.register
def flush_all() -> None:
    """Write what was noted in every firm; called when the process ends."""
    for firm_id in list(_noted):
        try:
            workspace = workspaces.get(firm_id)
            if workspace:
                with workspaces.entered(workspace):
                    flush()
        except Exception:
            log.exception("Who looked at what in firm %s could not be written.", firm_id)


def recent(by: Actor, limit: int = 10) -> list[Ref]:
    """What a user looked at last, newest first, without what was noted but not yet written."""
    rows = Seen.objects.filter(user=by.private_id).order_by("-at")[:limit]
    return [Ref(row.type, row.ref_id) for row in rows]
