"""A list as a file: what the actor may export of it, written whole before anything leaves, and told in history."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

from django.utils.translation import ngettext

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records.codec.formats import WRITERS
from goodwill.records.codec.plain import plain_row
from goodwill.records.codec.rows import codec
from goodwill.records.query import Listing
from goodwill.records.query.listing import MAX_SIZE
from goodwill.records.registry import RecordType

IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class Export:
    """`file` stands at its beginning and goes away when it is closed; `batch` is its entry in history."""

    file: IO[bytes]
    content_type: str
    rows: int
    batch: int


def export(
    type: RecordType,
    format: str,
    *,
    by: Actor,
    filter: str = "",
    sort: str = "",
    columns: Iterable[str] = (),
) -> Export:
    """Raises Missing for an unknown format, Refused without the right, FilterError or QueryError for a wrong list."""
    if format not in WRITERS:
        raise Missing
    rights.require(by, "export", type.model)
    content_type, write = WRITERS[format]
    asked: dict[str, Any] = {"filter": filter, "sort": sort, "columns": list(columns)}
    first = Listing(type, by, size=MAX_SIZE, right="export", **asked)
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the caller closes it
    rows = _Counted(_rows(first, asked))
    write(file, codec(type, first.columns), rows)
    file.seek(0)
    with changes.batch(by, "export", note=_note(type, rows.number, format, first.filter_text)) as batch:
        return Export(file, content_type, rows.number, batch.id)


class _Counted:
    """Rows as they go by."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.number = 0
        self._rows = rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.number += 1
            yield row


def _rows(listing: Listing, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Page by page from the index of the sort, so that the millionth row costs what the first does."""
    fields = {field.name: field for field in listing.columns}
    while True:
        page = listing.page
        yield from (plain_row(fields, row) for row in page.rows)
        if not page.next:
            return
        listing = Listing(listing.type, listing.actor, size=MAX_SIZE, right="export", after=page.next, **asked)


def _note(type: RecordType, rows: int, format: str, filter: str) -> str:
    said = ngettext("%(type)s: %(rows)d row as %(format)s", "%(type)s: %(rows)d rows as %(format)s", rows)
    note = said % {"type": type.plural, "rows": rows, "format": format.upper()}
    return f"{note} ({filter})" if filter else note
