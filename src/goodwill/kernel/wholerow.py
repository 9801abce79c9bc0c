"""Comparing several columns at once."""

from collections.abc import Sequence
from typing import Any, Literal

from django.db import models
from django.db.models import Expression, F, Value


class WholeRow(Expression):
    """`(a, b) > (1, 2)`: both databases go straight to that place of an index. Django writes it out with OR on SQLite,
    which then reads the index from its beginning.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, columns: Sequence[str], operator: Literal["<", ">"], values: Sequence[Value]) -> None:
        super().__init__()
        self._operator = operator
        self._columns: list[Any] = [F(column) for column in columns]
        self._values: list[Any] = list(values)

    def get_source_expressions(self) -> list[Any]:
        return [*self._columns, *self._values]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        half = len(exprs) // 2
        self._columns, self._values = list(exprs[:half]), list(exprs[half:])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(column) for column in self._columns]
        values = [compiler.compile(value) for value in self._values]
        left, right = (", ".join(sql for sql, _params in side) for side in (columns, values))
        params = tuple(param for _sql, params in (*columns, *values) for param in params)
        return f"({left}) {self._operator} ({right})", params
