"""A ref names any record: its type's ref name and its id."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps

if TYPE_CHECKING:
    from goodwill.kernel.models import Tracked


class Ref(NamedTuple):
    type: str
    id: int

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"


def models_by_name() -> "Mapping[str, type[Tracked]]":
    """The models of all records by their ref names, with those of the types that the firm here made by itself."""
    from goodwill.kernel.own_types import own_types

    return own_types().models


@cache
def declared_models() -> "dict[str, type[Tracked]]":
    from goodwill.kernel.models import Tracked

    return {model.ref_name(): model for model in apps.get_models() if issubclass(model, Tracked)}


def fetch(ref: tuple[str, int]) -> "Tracked | None":
    """The record behind a ref, trashed or not; None when there is none."""
    model = models_by_name().get(ref[0])
    return model.everything.filter(pk=ref[1]).first() if model else None
