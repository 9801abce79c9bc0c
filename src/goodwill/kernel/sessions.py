"""Sessions in the firm's database, read by a prepared query."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from goodwill.kernel.prepared import prepared
from goodwill.kernel.remembering import remembering


class SessionStore(StoreInDatabase):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        found = _live(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key: Any = None
            return {}
        return deepcopy(_decoded(found[0]))


@prepared
def _live(key: str, now: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data", flat=True)


@remembering(64)
def _decoded(kept: str) -> dict[str, Any]:
    return SessionStore().decode(kept)
