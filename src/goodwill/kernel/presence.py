"""Who has which record's page open."""

import secrets
import threading
import time
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from goodwill.kernel.models import Presence, User
from goodwill.kernel.publishing import publish
from goodwill.kernel.refs import Ref

SYNC_EVERY = 3.0  # seconds between two writes of who is where
SYNC_AGAIN = 60.0
STAYS = 150.0  # seconds after which somebody who was not seen again is gone
_PROCESS = secrets.token_hex(16)

Page = tuple[int, Ref]  # a user, at a record


def who_is_at(ref: tuple[str, int]) -> list[User]:
    """Everybody who has the record's page open, to some seconds."""
    lately = timezone.now() - timedelta(seconds=STAYS)
    present = Presence.objects.filter(type=ref[0], ref_id=ref[1], at__gt=lately)
    return list(User.objects.filter(pk__in=present.values("user")).order_by("name", "pk"))


class Pages:
    """The pages whose streams this process serves. Kept in memory, and written for the other processes in batches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, dict[Page, float]] = {}
        self._written: dict[str, tuple[float, frozenset[Page]]] = {}

    def came(self, firm: str, page: Page) -> None:
        with self._lock:
            self._seen.setdefault(firm, {})[page] = time.monotonic()

    def only(self, firm: str, stay: Collection[Page]) -> None:
        """Forget all but these; who came within the last seconds may not be among them yet."""
        now = time.monotonic()
        with self._lock:
            seen = self._seen.get(firm, {})
            kept = {page: at for page, at in seen.items() if page not in stay and now - at < SYNC_EVERY}
            self._seen[firm] = kept | dict.fromkeys(stay, now)

    def open_in(self, firm: str) -> frozenset[Page]:
        lately = time.monotonic() - STAYS
        with self._lock:
            return frozenset(page for page, at in self._seen.get(firm, {}).items() if at > lately)

    def sync(self, firm: str) -> None:
        """Write what changed, at most every few seconds; pages of those records are told who is there."""
        now, pages = time.monotonic(), self.open_in(firm)
        written_at, written = self._written.get(firm, (-SYNC_AGAIN, frozenset()))
        pause = SYNC_EVERY if pages != written else SYNC_AGAIN
        if now - written_at < pause or not (pages or written):
            return
        self._written[firm] = (now, pages)
        with transaction.atomic():
            _write(pages, written - pages)
            if pages != written:
                publish("here", {}, about={ref for _user, ref in pages ^ written})


def _write(pages: Collection[Page], left: Collection[Page]) -> None:
    for user_id, ref in left:
        Presence.objects.filter(process=_PROCESS, user_id=user_id, type=ref.type, ref_id=ref.id).delete()
    Presence.objects.bulk_create(
        [
            Presence(process=_PROCESS, user_id=user_id, type=ref.type, ref_id=ref.id, at=timezone.now())
            for user_id, ref in pages
        ],
        update_conflicts=True,
        unique_fields=["process", "type", "ref_id", "user"],
        update_fields=["at"],
    )
