"""Django's cache, in the firm's database: shared by all processes, and never by two firms.

Meant for what allauth counts and locks, not for speed. Values are JSON; keys are kept as a keyed hash.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from goodwill.kernel.models import Cached
from goodwill.kernel.throttle import bucket_of


class FirmCache(BaseCache):
    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = self._live(key, version).first()
        return default if row is None else row.value

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        json.dumps(value)
        fields = {"value": value, "expires": self._expires(timeout)}
        Cached.objects.update_or_create(key=self._name(key, version), defaults=fields)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set it unless it is there; of several at the same moment one gets True."""
        name = self._name(key, version)
        try:
            with transaction.atomic():
                Cached.objects.filter(key=name, expires__lte=timezone.now()).delete()
                Cached.objects.create(key=name, value=value, expires=self._expires(timeout))
        except IntegrityError:
            return False
        return True

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._live(key, version).update(expires=self._expires(timeout)))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with transaction.atomic():
            row = self._live(key, version).select_for_update().first()
            if row is None:
                raise ValueError(f"Key '{key}' not found")
            row.value = int(row.value or 0) + delta
            row.save(update_fields=["value"])
        return int(row.value)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(Cached.objects.filter(key=self._name(key, version)).delete()[0])

    def clear(self) -> None:
        Cached.objects.all().delete()

    def _live(self, key: str, version: int | None) -> "models.QuerySet[Cached]":
        unexpired = models.Q(expires=None) | models.Q(expires__gt=timezone.now())
        return Cached.objects.filter(unexpired, key=self._name(key, version))

    def _name(self, key: str, version: int | None) -> str:
        return bucket_of("cache", self.make_and_validate_key(key, version=version))

    def _expires(self, timeout: float | None) -> datetime | None:
        seconds = self.get_backend_timeout(timeout)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
