"""Records as a file: what the actor may export, written whole before anything leaves, and told in history."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, cast

from django.utils.translation import gettext as _, ngettext

from goodwill.kernel import changes, rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.filenames import clean_name
from goodwill.records import writing
from goodwill.records.codec.beside import beside
from goodwill.records.codec.formats import Format, format_of
from goodwill.records.codec.leaving import Leaving
from goodwill.records.codec.whole import lists_of
from goodwill.records.fields import readable
from goodwill.records.registry import RecordType

IN_MEMORY = 1024 * 1024
_NO_FOLDERS = str.maketrans("/\\", "--")
AT_ONCE = 5_000
"""Rows that somebody waits for; more are written in the background."""


@dataclass(frozen=True)
class Asked:
    """Which records and what of them. `ids` are rows that were ticked; `record` is one record with everything."""

    format: str = "csv"
    filter: str = ""
    sort: str = ""
    columns: Sequence[str] = ()
    ids: Sequence[int] | None = None
    record: int | None = None


@dataclass(frozen=True)
class Exported:
    """What left. `file` stands at its beginning and goes away when it is closed; `batch` is its entry in history;
    `title` says what the one record is called."""

    type: RecordType
    asked: Asked
    format: Format
    filter: str
    columns: tuple[str, ...]
    rows: int
    size: int
    batch: int
    by: Actor
    file: IO[bytes] = field(repr=False)
    title: str = ""

    @property
    def name(self) -> str:
        ending = self.format.suffix
        if self.asked.record is None:
            return f"{self.type.slug}.{ending}"
        called = self.title.translate(_NO_FOLDERS) or f"{self.type.name}-{self.asked.record}"
        return clean_name(f"{called[:100]}.{self.format.several_suffix or ending}")

    @property
    def content_type(self) -> str:
        several = self.format.several_type if self.asked.record is not None else ""
        return several or self.format.media_type


Keeper = Callable[[Exported], None]
_keepers: list[Keeper] = []


def keeper(function: Keeper) -> Keeper:
    """Register a function that writes down each export, in the transaction of its entry in history."""
    _keepers.append(function)
    return function


def export(
    type: RecordType,
    asked: Asked,
    *,
    by: Actor,
    seen: Callable[[int], None] = lambda number: None,
    keep: Keeper | None = None,
    most: int | None = None,
) -> Exported:
    """Raises Missing for an unknown format, Refused without the right, FilterError or QueryError for a wrong list, and
    Invalid for a list of more than `most` rows. `keep` takes the place of the registered keepers.
    """
    written = format_of(asked.format, type.ref_name)
    rights.require(by, "export", type.model)
    lists = lists_for(type, asked, by, seen)
    if most is not None and is_longer(lists[0], most):
        raise Invalid(_("This list has more than %d rows. Narrow it by a filter, or export it from its page.") % most)
    file = _file_of(written, lists, several=asked.record is not None)
    size = file.seek(0, 2)
    file.seek(0)
    rows, narrowed = sum(each.number for each in lists), lists[0].first.filter_text
    columns = tuple(each.name for each in lists[0].fields) if asked.record is None else ()
    with changes.batch(by, "export", note=_note(type, asked, rows, written, narrowed)) as batch:
        made = Exported(
            type, asked, written, narrowed, columns, rows, size, batch.id, by, file, _title(type, asked, by)
        )
        for function in _keepers if keep is None else [keep]:
            function(made)
    return made


def lists_for(
    type: RecordType, asked: Asked, by: Actor, seen: Callable[[int], None] = lambda number: None
) -> list[Leaving]:
    if asked.record is not None:
        record = writing.find(type, asked.record, by)
        rights.require(by, "export", record)
        return lists_of(type, record, by)
    only = None if asked.ids is None else {"pk__in": list(asked.ids)}
    told: dict[str, Any] = {"filter": asked.filter, "sort": asked.sort, "columns": asked.columns, "only": only}
    return [Leaving(type, by, seen=seen, beside=beside(type), **told)]


def _title(type: RecordType, asked: Asked, by: Actor) -> str:
    if asked.record is None or not readable(type.field(type.title), by):
        return ""
    return str(writing.find(type, asked.record, by))


def is_longer(leaving: Leaving, most: int) -> bool:
    return leaving.first.queryset().order_by().values("pk")[: most + 1].count() > most


def _file_of(format: Format, lists: list[Leaving], *, several: bool) -> IO[bytes]:
    folder = workspace.current().folder
    folder.mkdir(parents=True, exist_ok=True)
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder)))  # noqa: SIM115
    try:
        if several:
            format.write_several(file, lists)
        else:
            format.write(file, lists[0])
    except BaseException:
        file.close()
        raise
    return file


def _note(type: RecordType, asked: Asked, rows: int, format: Format, filter: str) -> str:
    if asked.record is not None:
        said: dict[str, Any] = {"type": type.label, "id": asked.record, "format": format.name.upper()}
        return _("%(type)s %(id)d with everything as %(format)s") % said
    one, many = "%(type)s: %(rows)d row as %(format)s", "%(type)s: %(rows)d rows as %(format)s"
    note = ngettext(one, many, rows) % {"type": type.plural, "rows": rows, "format": format.name.upper()}
    return f"{note} ({filter})" if filter else note
