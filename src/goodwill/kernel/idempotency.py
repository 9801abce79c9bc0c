"""Requests that carry an Idempotency-Key have their effect once, however often and at the same time they come."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import IdempotentAnswer

LONGEST_KEY = 200


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    repeated: bool


def answer_once(key: str, request: Any, by: Actor, do: Callable[[], tuple[int, Any]]) -> Answered:
    """Run `do` unless this actor's key was answered before, and keep its (status, JSON body) in the same transaction.

    `request` is what was asked (method, path, body), as JSON: the same key with another request raises Invalid. What
    raises in `do` wrote nothing, and its key may be used again.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise Invalid(_("An Idempotency-Key has 1 to %(most)d characters. Nothing was done.") % {"most": LONGEST_KEY})
    fingerprint = _digest(request)
    with transaction.atomic():
        row, new = IdempotentAnswer.objects.get_or_create(
            key=_digest([by.kind, by.id, key]), defaults={"fingerprint": fingerprint, "at": timezone.now()}
        )
        if not new and row.fingerprint != fingerprint:
            raise Invalid(_("This Idempotency-Key was used for another request. Nothing was done; use a new key."))
        if new:
            row.status, row.body = do()
            row.save(update_fields=["status", "body"])
    return Answered(row.status, row.body, repeated=not new)


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()
