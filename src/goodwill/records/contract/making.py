"""Records of any type from its declared sample, and a digest of everything that is stored."""

from hashlib import sha256
from typing import Any

from django.apps import apps

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.records import writing
from goodwill.records.api.one import creating_fields
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType, target_of


class NoSample(LookupError):
    """A registered type declares no `sample`, so nothing can be promised about it."""


def given_for(type: RecordType, n: int, actor: Actor) -> dict[str, Any]:
    """The n-th sample, with a record of each type that it has to lead to."""
    if type.sample is None:
        raise NoSample(f"{type.name} is registered without sample=: a function from a number to the values of a record")
    given = {**type.sample(n), **own_samples(type, n, actor)}
    for field in creating_fields(type).values():
        if field.kind is Kind.RELATION and field.required and field.name not in given:
            given[field.name] = make(target_of(field), n, actor).pk
    return given


def own_samples(type: RecordType, n: int, actor: Actor) -> dict[str, Any]:
    """Values of the fields that the firm made; every third record has none of them."""
    fields = [field for field in own_fields(type.name).values() if field.editable] if n % 3 != 2 else []
    return {field.name: _own_sample(field, n, actor) for field in fields}


def _own_sample(field: Field, n: int, actor: Actor) -> Any:
    match field.kind:
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT:
            return str(n + 1)
        case Kind.YES_NO:
            return n % 2 == 0
        case Kind.CHOICE:
            return field.options()[n % len(field.options())].value
        case Kind.CHOICES:
            return [field.options()[n % len(field.options())].value]
        case Kind.USER:
            return actor.user_id
        case Kind.RELATION:
            return make(target_of(field), n, actor).pk
    return _OWN_TEXTS.get(field.kind, "Größe, „{n}“ = +1").format(n=n, day=n % 28 + 1)


_OWN_TEXTS = {
    Kind.DATE: "2026-03-{day:02}",
    Kind.MOMENT: "2026-03-{day:02}T14:30:00+00:00",
    Kind.TIME: "09:{day:02}",
    Kind.LINK: "https://example.com/{n}",
    Kind.MAIL: "own{n}@example.com",
    Kind.PLACE: "Old Road {n}, London",
    Kind.PHONE: "+4420794600{day:02}",
}


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
