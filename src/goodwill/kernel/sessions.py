"""Sessions in the firm's database, read by a prepared query."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from goodwill.kernel.prepared import prepared


class SessionStore(StoreInDatabase):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _live(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key: Any = None
        return found[0] if found else None


@prepared
def _live(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
