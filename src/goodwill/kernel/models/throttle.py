"""Counters and short-lived values that all processes share."""

from django.db import models


class Throttle(models.Model):
    """How often something was tried: in the window that `window` numbers, and in the one before."""

    bucket = models.CharField(max_length=64, primary_key=True)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.bucket


class Cached(models.Model):
    """An entry of Django's cache."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField(null=True)
    expires = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class IdempotentAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, for when it comes again."""

    key = models.CharField(max_length=64, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.status} {self.key}"
