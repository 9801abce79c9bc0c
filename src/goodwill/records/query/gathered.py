"""By what rows are put together where no column alone says it: all the values that they have, money by currency."""

import json
import re
from typing import Any

from django.db.models import Aggregate, Case, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat

from goodwill.kernel.money import Money
from goodwill.records.fields import Field, Many
from goodwill.records.filter.tree import Number

_AMOUNT = re.compile(r"([A-Z]{3}):(-?[0-9]{1,18})")


class _Together(Aggregate):
    """All values as JSON, in their order."""

    function = "JSON_GROUP_ARRAY"
    template = "%(function)s(%(expressions)s ORDER BY %(expressions)s)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "JSON_AGG(%(expressions)s ORDER BY %(expressions)s)::text"
        return super().as_sql(compiler, connection, template=template, **context)


def values_of(many: Many) -> Any:
    """The values of a record as JSON; nothing where it has none."""
    rows = many.rows().filter((many.link, OuterRef("pk"))).order_by()
    found = rows.values(many.link).annotate(together=_Together(many.value)).values("together")
    return Subquery(found[:1], output_field=TextField())


def apart(value: str | None) -> list[Any]:
    """The values that were kept or read as JSON, each once; None alone where there are none."""
    return list(dict.fromkeys(json.loads(value) if value else ())) or [None]


def amount_of(field: Field) -> Any:
    """An amount of money behind its currency, EUR:1250."""
    written = Concat(F(field.currency), Value(":"), Cast(F(str(field.column)), TextField()), output_field=TextField())
    return Case(When(Q((f"{field.column}__isnull", False)), then=written), default=None)


def read_amount(key: str) -> Money | None:
    found = _AMOUNT.fullmatch(key)
    return Money(int(found[2]), found[1]) if found else None


def asked_amount(amount: Money) -> Number:
    """As a filter writes it."""
    return Number(amount.amount, amount.currency)
