"""Columns with several values: those that one table holds are read together, each with its own rows and order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from goodwill.kernel.prepared import prepared
from goodwill.records.fields import Many

Several = dict[str, dict[int, list[Any]]]
"""The values of each field, by the record's id."""


def several_of(fields: Mapping[str, Many], ids: Sequence[int]) -> Several:
    """What the fields hold of the records, in a query for each table."""
    tables: dict[tuple[str, str], list[tuple[str, Many]]] = defaultdict(list)
    for name, many in fields.items():
        tables[many.model, many.link].append((name, many))
    found: Several = {}
    for together in tables.values():
        if len(together) == 1:
            [(name, many)] = together
            found[name] = _grouped(_values_of(list(ids), many=many))
        else:
            found |= _told_apart(together, ids)
    return found


def _grouped(rows: Sequence[tuple[int, Any]]) -> dict[int, list[Any]]:
    values: dict[int, list[Any]] = defaultdict(list)
    for pk, value in rows:
        values[pk].append(value)
    return values


def _told_apart(fields: Sequence[tuple[str, Many]], ids: Sequence[int]) -> Several:
    found: Several = {}
    rows = _rows_of(list(ids), together=tuple(many for _name, many in fields))
    place = 1
    for name, many in fields:
        its, width = [row for row in rows if row[place]], 2 + len(many.order)
        if len(its) > 1:
            for at in reversed(range(len(many.order))):
                its.sort(key=_by(place + 2 + at), reverse=many.order[at].startswith("-"))
        found[name] = _grouped([(row[0], row[place + 1]) for row in its])
        place += width
    return found


def _by(place: int) -> Any:
    return lambda row: (row[place] is not None, row[place])


@prepared
def _values_of(ids: list[int], *, many: Many) -> "QuerySet[Any, tuple[int, Any]]":
    """What a field with several values holds for each of the records, as (id of the record, value)."""
    rows = many.rows().filter((f"{many.link}__in", ids)).order_by(*many.order)
    return rows.values_list(many.link, many.value)


@prepared
def _rows_of(ids: list[int], *, together: tuple[Many, ...]) -> "QuerySet[Any, tuple[Any, ...]]":
    """Rows of one table: the record's id, then for each field whether the row is its own, its value, its order."""
    asked: list[Any] = [together[0].link]
    for many in together:
        asked.append(Case(When(Q(**many.constant), then=Value(1)), default=Value(0)) if many.constant else Value(1))
        asked += [many.value, *(name.removeprefix("-") for name in many.order)]
    rows: QuerySet[Any] = together[0].manager().filter((f"{together[0].link}__in", ids))
    return rows.order_by().values_list(*asked)
