"""A list on its way out: page by page, with what the actor may export of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.records.codec.beside import Beside
from goodwill.records.codec.plain import plain_row
from goodwill.records.codec.rows import Codec, codec
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing
from goodwill.records.query.listing import MAX_SIZE
from goodwill.records.registry import RecordType

EVERY = "*"


class Leaving:
    """Rows as `plain_row` makes them; `number` counts those that went by, and `seen` hears of it after each page.

    `columns` are names of fields, or `EVERY` for all that the actor may know of; `only` narrows the list further, by
    conditions of the model, as `pk__in` of what was ticked. Raises FilterError or QueryError for a wrong list. With
    `beside`, what areas add to records stands behind their fields.
    """

    def __init__(
        self,
        type: RecordType,
        actor: Actor,
        *,
        name: str = "",
        filter: str = "",
        sort: str = "",
        columns: Iterable[str] = (),
        only: Mapping[str, Any] | None = None,
        seen: Callable[[int], None] = lambda number: None,
        beside: Sequence[Beside] = (),
    ) -> None:
        self.type = replace(type, constant={**type.constant, **only}) if only else type
        self.name = name or type.slug
        self.actor = actor
        self.number = 0
        self._seen = seen
        wanted = list(columns)
        is_every = wanted == [EVERY]
        self._beside = [each for each in beside if is_every or each.name in wanted]
        besides = {each.name for each in self._beside}
        if is_every:
            wanted = [field.name for field in known_fields(type, actor)]
        wanted = [name for name in wanted if name not in besides]
        self._asked: dict[str, Any] = {"filter": filter, "sort": sort, "columns": wanted}
        self.first = self._listing()

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*self.first.columns, *(each.field for each in self._beside))

    @cached_property
    def codec(self) -> Codec:
        return codec(self.type, self.fields)

    @cached_property
    def kinds(self) -> list[Kind]:
        return self.codec.kinds

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """From the index of the sort, so that the millionth row costs what the first does."""
        fields = {field.name: field for field in self.fields}
        listing = self.first
        while True:
            page = listing.page
            ids = [row.id for row in page.rows]
            told = {each.name: each.tell(ids, self.actor) for each in self._beside}
            for row in page.rows:
                self.number += 1
                yield plain_row(fields, row) | {name: its.get(row.id) for name, its in told.items()}
            self._seen(self.number)
            if not page.next:
                return
            listing = self._listing(page.next)

    def ids(self) -> Iterator[list[int]]:
        """The ids alone, a page at a time: for formats that read the records themselves."""
        listing = self.first
        while True:
            page = listing.page
            self.number += len(page.rows)
            yield [row.id for row in page.rows]
            self._seen(self.number)
            if not page.next:
                return
            listing = self._listing(page.next)

    def _listing(self, after: str = "") -> Listing:
        return Listing(self.type, self.actor, size=MAX_SIZE, right="export", after=after, **self._asked)
