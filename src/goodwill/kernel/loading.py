"""Reading many rows of a model as objects, at a third of what the ORM takes to make them."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models
from django.db.models.base import ModelState

T = TypeVar("T", bound=models.Model)


def loaded(rows: "models.QuerySet[T]") -> Iterator[T]:
    """The objects of a query with their own columns alone, in its order, as if it had been iterated.

    Models that do something of their own when they are made are not meant, nor is `select_related`.
    """
    model, database = rows.model, rows.db
    names = [field.attname for field in model._meta.concrete_fields]
    make = model.__new__
    for values in rows.values_list(*names):
        record = make(model)
        state = ModelState()
        state.adding, state.db = False, database
        record.__dict__ = dict(zip(names, values, strict=True))
        record.__dict__["_state"] = state
        yield record
