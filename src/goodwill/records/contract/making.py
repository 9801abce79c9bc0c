"""Records of any type from its declared sample, and a digest of everything that is stored."""

from hashlib import sha256
from typing import Any

from django.apps import apps

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.records import writing
from goodwill.records.api.one import creating_fields
from goodwill.records.fields import Kind
from goodwill.records.registry import RecordType, target_of


class NoSample(LookupError):
    """A registered type declares no `sample`, so nothing can be promised about it."""


def given_for(type: RecordType, n: int, actor: Actor) -> dict[str, Any]:
    """The n-th sample, with a record of each type that it has to lead to."""
    if type.sample is None:
        raise NoSample(f"{type.name} is registered without sample=: a function from a number to the values of a record")
    given = dict(type.sample(n))
    for field in creating_fields(type).values():
        if field.kind is Kind.RELATION and field.required and field.name not in given:
            given[field.name] = make(target_of(field), n, actor).pk
    return given


def make(type: RecordType, n: int, actor: Actor) -> Any:
    return writing.create(type, given_for(type, n, actor), by=actor)


def digest() -> str:
    """Changes when any record, batch or change does."""
    found = sha256()
    models = [model for model in apps.get_models() if issubclass(model, Tracked)]
    for model in models:
        found.update(repr(list(model.everything.order_by("pk").values_list())).encode())
    found.update(repr((Batch.objects.count(), Change.objects.count())).encode())
    return found.hexdigest()
