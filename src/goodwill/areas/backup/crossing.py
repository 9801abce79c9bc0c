"""All rows of a firm from one database into another, of the other kind or on another server, and the proof that they
are the same.

Ids, versions, history, users, sessions, jobs: rows are carried as they are. What a database makes of them (the search,
indexes, generated columns) the new one makes itself, and the order of transactions begins anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from goodwill.areas.backup import digests, numbering
from goodwill.areas.backup.digests import Digest, Row
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.errors import Told
from goodwill.kernel.inserting import moment
from goodwill.kernel.models import Change, Cursor, StreamEvent
from goodwill.kernel.snapshots import EARLIER, Place, places
from goodwill.kernel.workspace import Workspace
from goodwill.records.custom import indexing, uniqueness

OF_THE_DATABASE = ("django_migrations", "sqlite_", "kernel_search_words", "kernel_search_letters")

Seen = Callable[[str, int], None]
"""Is told what is being done, and with how many rows so far."""


class NotTheSame(Told):
    """What arrived is not what was sent, or cannot be sent. Nothing was changed where it came from."""

    status = 503


@contextmanager
def held(here: Any) -> Iterator[None]:
    """One transaction on a connection of its own, in which nobody else writes; what was done in it is taken back."""
    if here.vendor == "postgresql":
        here.set_autocommit(False)
        names = ", ".join(here.ops.quote_name(model._meta.db_table) for model in digests.tables())
        with here.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout TO '10s'")
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
    else:
        here.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
    finally:
        here.rollback()
        here.set_autocommit(True)


def carry(here: Any, target: Workspace, seen: Seen = lambda what, rows: None) -> int:
    """Put all that the connection `here` holds in the place of what the target's tables hold, which were just made;
    returns how many rows there are.

    Raises NotTheSame unless each table of the target has as many rows as it was given, and the same digest.
    """
    _require_known_tables(here)
    with workspaces.entered(target):
        with transaction.atomic():
            sent = _copied(here, seen)
        _finish(seen)
        with transaction.atomic():
            _prove(sent, seen)
    return sum(rows for rows, _digest in sent.values())


def _require_known_tables(here: Any) -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    names = (name for name in here.introspection.table_names() if not name.startswith(OF_THE_DATABASE))
    if strange := ", ".join(sorted(set(names) - known)):
        said = _("This version of Goodwill does not know these tables, and would leave them behind: %s.")
        raise NotTheSame(said % strange)


def _copied(here: Any, seen: Seen) -> dict[str, tuple[int, str]]:
    """Empty the tables of what the migrations laid there, and fill them; gives the digest of what each was given."""
    found, rows = {}, 0
    known = places(here)
    with connection.cursor() as cursor, _without_indexes(cursor):
        _empty(cursor)
        for model in digests.tables():
            digest = Digest(model)
            for some in _told(_placed(model, digests.read(here, model), known), digest):
                _insert(cursor, model, some)
                seen(_("copying"), rows + digest.rows)
            rows += digest.rows
            found[model._meta.db_table] = digest.result()
            numbering.go_on(cursor, model, numbering.highest(here, model))
        seen(_("making the indexes"), rows)
    return found


def _told(rows: Iterable[Sequence[Row]], digest: Digest) -> Iterator[Sequence[Row]]:
    for some in rows:
        digest.add(some)
        yield some


def _empty(cursor: Any) -> None:
    quote = connection.ops.quote_name
    names = [quote(model._meta.db_table) for model in digests.tables()]
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        return
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    for name in names:
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def _without_indexes(cursor: Any) -> Any:
    if connection.vendor != "postgresql":
        return nullcontext()
    from goodwill.kernel.databases.postgres_filling import without_indexes

    return without_indexes(cursor)


def _placed(
    model: type[models.Model], rows: Iterator[list[Row]], known: Mapping[str, Place]
) -> Iterator[Sequence[Row]]:
    """All changes are of one transaction before those of the new database, so that who follows them reads on where it
    was; what open pages were told, they are not told again.
    """
    if model not in (Change, Cursor, StreamEvent):
        yield from rows
        return
    names = [field.name for field in digests.columns(model)]
    earlier = EARLIER if connection.vendor == "postgresql" and model is not StreamEvent else 0
    for some in rows:
        changed = [dict(zip(names, row, strict=True)) | {"tx": earlier} for row in some]
        if model is Cursor:
            changed = [row | {"change_id": known[row["consumer"]].change_id} for row in changed]
        yield [tuple(row.values()) for row in changed]


def _insert(cursor: Any, model: type[models.Model], rows: Sequence[Row]) -> None:
    """Without columns that the database computes."""
    kept = [place for place, field in enumerate(digests.columns(model)) if not field.generated]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(digests.columns(model)[place].column)) for place in kept)
    table = quote(model._meta.db_table)
    values: Iterable[Row] = rows if len(kept) == len(rows[0]) else ([row[place] for place in kept] for row in rows)
    if connection.vendor == "postgresql":
        _copy(cursor, f"COPY {table} ({columns}) FROM STDIN", values, table)
        return
    marks = ", ".join("?" * len(kept))
    ready = [[_for_sqlite(value) for value in row] for row in values]
    cursor.cursor.insert(f"INSERT INTO {table} ({columns}) VALUES ({marks})", ready)  # noqa: S608 - our own tables


def _copy(cursor: Any, statement: str, rows: Iterable[Row], table: str) -> None:
    import psycopg

    try:
        with cursor.cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except (psycopg.DataError, UnicodeEncodeError) as error:
        said = _("The table %(table)s holds something that PostgreSQL cannot keep: %(said)s Nothing was changed.")
        raise NotTheSame(said % {"table": table, "said": " ".join(str(error).split())[:400]}) from None


def _for_sqlite(value: Any) -> Any:
    """As Django writes it there."""
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    return moment(value, "sqlite") if hasattr(value, "astimezone") else str(value)


def _finish(seen: Seen) -> None:
    """The indexes on fields that the firm made itself, and what the planner wants to know."""
    seen(_("making the indexes of own fields"), 0)
    uniqueness.constrain_all()
    indexing.make_again()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _prove(sent: Mapping[str, tuple[int, str]], seen: Seen) -> None:
    compared = 0
    for model in digests.tables():
        table = model._meta.db_table
        found = digests.of(connection, model)
        if found != sent[table]:
            said = _("The table %(table)s did not arrive as it was: %(found)s rows of %(sent)s. Nothing was changed.")
            raise NotTheSame(said % {"table": table, "found": found[0], "sent": sent[table][0]})
        compared += found[0]
        seen(_("comparing"), compared)
