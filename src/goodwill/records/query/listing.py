"""One list: which records, in which order, from where, and what of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import OWN, TEAM, Actor
from goodwill.kernel.prepared import counted, prepared
from goodwill.records.filter.check import check
from goodwill.records.filter.parser import parse
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.sql import apply
from goodwill.records.filter.tree import EVERYTHING, Filter
from goodwill.records.query.cells import Reader, Row
from goodwill.records.query.columns import columns_of
from goodwill.records.query.cursor import decode, encode
from goodwill.records.query.errors import QueryError
from goodwill.records.query.hops import DOT
from goodwill.records.query.keys import Key, Position, part
from goodwill.records.query.keyset import read_on
from goodwill.records.query.results import Count, Neighbours, Page
from goodwill.records.query.sort import sort_of
from goodwill.records.query.walk import FEW, Led, constant_apart, is_long
from goodwill.records.registry import RecordType

MAX_SIZE = 500
MAX_OFFSET = 10_000_000
COUNTED = 10_000


class Listing:
    """Raises FilterError or QueryError, with sentences, for what cannot be listed; reads nothing until it is asked.

    `filter`, `sort` and `columns` may be empty for the type's own; `after` and `before` are cursors of a page. The list
    holds the records that the actor may read, and on which it has the `right`.
    """

    def __init__(
        self,
        type: RecordType,
        actor: Actor,
        *,
        filter: Filter | str = "",
        sort: str = "",
        columns: Iterable[str] = (),
        after: str = "",
        before: str = "",
        offset: int = 0,
        size: int = 50,
        now: datetime | None = None,
        right: str = "read",
    ) -> None:
        if not 1 <= size <= MAX_SIZE or not 0 <= offset <= MAX_OFFSET:
            raise QueryError("size", _("A page has 1 to %(most)s rows.") % {"most": MAX_SIZE})
        self.type = type
        self.actor = actor
        self.filter = check(parse(filter) if isinstance(filter, str) else filter, type, actor)
        self.sort = sort_of(sort, type, actor)
        self.columns = columns_of(columns, type, actor)
        self.size = size
        self._offset = offset
        self._after = decode(after, self.sort) if after else None
        self._before = decode(before, self.sort) if before else None
        self._now = now
        self._right = right

    @property
    def filter_text(self) -> str:
        return to_text(self.filter)

    def queryset(self) -> "QuerySet[Any]":
        """All records of the list, unsorted: what a bulk verb or an export goes through."""
        return self._records.all()

    @cached_property
    def _records(self) -> "QuerySet[Any]":
        return self._narrowed(self.type.rows(self.actor))

    def _narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        if self._right != "read":
            rows = rights.visible(rows, self.actor, self._right)
        return apply(rows, self.filter, self.type, self.actor, self._now)

    @cached_property
    def page(self) -> Page:
        backward = self._before is not None
        if self._offset:
            return self._page_at(self._offset)
        position = self._before or self._after
        if not position and self._everything is not None and not self._looks_elsewhere and self._few is None:
            found = self._first(self._everything)
        else:
            found = read_on(self._read, self.sort, position, backward=backward, limit=self.size + 1, led=self._led)
        more = len(found) > self.size
        found = found[: self.size]
        if backward:
            found.reverse()
        return self._page(found, earlier=more if backward else self._after is not None, later=backward or more)

    @property
    def _looks_elsewhere(self) -> bool:
        """Whether a column stands behind a relation, where it is read by a query that begins at what the actor sees."""
        return any(DOT in field.name for field in self.columns)

    @cached_property
    def _everything(self) -> Q | None:
        """What the actor may see, where the list holds all of that: the one that most pages show."""
        if self.filter != EVERYTHING or self._right != "read":
            return None
        return rights.reach(self.type.model, self.actor)

    def _first(self, seen: Q) -> list[Any]:
        """That list from its beginning."""
        keys, paths = self.sort.keys, self._reader.paths
        if not keys[0].nullable:
            aliases = tuple(self._reader.aliases.items())
            return _beginning(type=self.type, seen=seen, keys=keys, aliases=aliases, paths=paths, limit=self.size + 1)
        return read_on(self._read, self.sort, None, limit=self.size + 1, led=self._led)

    @property
    def _read(self) -> "QuerySet[Any]":
        return self._values(self.queryset() if self._few is None else self._few)

    @cached_property
    def _few(self) -> "QuerySet[Any] | None":
        """The same records, found by whose they are and then sorted, where the actor sees few: to look for them in the
        order of the list is to go through those of all others.
        """
        if self.actor.scope(self.type.ref_name, "read") not in (OWN, TEAM) or self._counted > FEW:
            return None
        return self._apart()

    @cached_property
    def _led(self) -> Led | None:
        """How the list is read by what its records lead to, where it is sorted by that and long."""
        if self.sort.behind is None or self._few is not None or not is_long(self.queryset()):
            return None
        return Led(self.sort.behind, self._values(self.queryset()), self._values(self._apart()))

    def _apart(self) -> "QuerySet[Any]":
        return self._narrowed(rights.visible(constant_apart(self.type), self.actor))

    def rows(self) -> list[Row]:
        return self.page.rows

    def only(self, *ids: int) -> list[Row]:
        """Rows of the list by their ids, in its order."""
        found = self._values(self.queryset().filter(pk__in=ids)).order_by(*self.sort.ordering())
        return self._reader.rows(list(found))

    def _page_at(self, offset: int) -> Page:
        """Counts through the index alone, then reads the rows that it came to."""
        ordered = self.queryset().alias(**self.sort.aliases).order_by(*self.sort.ordering())
        ids = list(ordered.values_list("pk", flat=True)[offset : offset + self.size + 1])
        by_id = {row[0]: row for row in self._values(self.type.model.objects.filter(pk__in=ids[: self.size]))}
        found = [by_id[pk] for pk in ids[: self.size] if pk in by_id]
        return self._page(found, earlier=True, later=len(ids) > self.size)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.type, self.actor, self.columns, self.sort)

    def _values(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        aliases = self._reader.aliases
        return (records.annotate(**aliases) if aliases else records).values_list(*self._reader.paths)

    def _page(self, found: Sequence[Any], *, earlier: bool, later: bool) -> Page:
        return Page(
            self._reader.rows(found),
            self._cursor(found[0]) if found and earlier else "",
            self._cursor(found[-1]) if found and later else "",
        )

    def _cursor(self, row: Any) -> str:
        return encode(Position(self._reader.sorted_values(row)), self.sort)

    def count(self) -> Count:
        """Exact up to 10,000; a list never counts a million rows, nor those of which it has read all."""
        page: Page | None = self.__dict__.get("page")
        if page is not None and not page.next and not (self._after or self._before or self._offset):
            return Count(len(page.rows), True)
        return Count(min(self._counted, COUNTED), self._counted <= COUNTED)

    @cached_property
    def _counted(self) -> int:
        seen = self._everything
        if seen is not None:
            return _counted(type=self.type, seen=seen)
        return self.queryset().order_by().values("pk")[: COUNTED + 1].count()

    def neighbours(self, id: int) -> Neighbours:
        """The records before and after this one in the list; nothing but Nones if it is not in it."""
        records = self._read
        here = self._values(self.queryset()).filter(pk=id).first()
        if here is None:
            return Neighbours(None, None, None)
        at = Position(self._reader.sorted_values(here))
        near = [read_on(records, self.sort, at, backward=back, limit=1, led=self._led) for back in (True, False)]
        previous, following = (found[0][0] if found else None for found in near)
        return Neighbours(previous, following, self._place(at))

    def _place(self, at: Position) -> int | None:
        if self._led is not None:  # nothing but going through them all would tell
            return None
        before = part(self.queryset().alias(**self.sort.aliases), self.sort.keys, at, backward=True)
        found = before.order_by().values("pk")[:COUNTED].count()
        return found + 1 if found < COUNTED else None


@counted
def _counted(*, type: RecordType, seen: Q) -> "QuerySet[Any, tuple[Any, ...]]":
    return type.model.objects.filter(seen, **type.constant).order_by().values_list("pk")[: COUNTED + 1]


@prepared
def _beginning(
    *,
    type: RecordType,
    seen: Q,
    keys: tuple[Key, ...],
    aliases: tuple[tuple[str, Any], ...],
    paths: tuple[str, ...],
    limit: int,
) -> "QuerySet[Any, tuple[Any, ...]]":
    rows: QuerySet[Any] = type.model.objects.filter(seen, **type.constant)
    rows = rows.annotate(**dict(aliases)) if aliases else rows
    return rows.order_by(*(key.ordering(backward=False) for key in keys)).values_list(*paths)[:limit]
