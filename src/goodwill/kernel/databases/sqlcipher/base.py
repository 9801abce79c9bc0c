"""Django's SQLite backend on SQLCipher: one encrypted file per firm.

The standard library's cursor class and adapters refuse foreign connections, so both are made again here on sqlcipher3.
"""

import datetime
import decimal
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

from goodwill.kernel.databases.sqlcipher.operations import DatabaseOperations
from goodwill.kernel.databases.sqlcipher.turns import Turn


def _decoded(convert: Any) -> Any:
    return lambda raw: convert(raw.decode())


@lru_cache(maxsize=4096)
def _moment(raw: bytes) -> datetime.datetime | None:
    """In UTC, as it was written. Django would do the same in two steps; what was made together has one moment."""
    try:
        found = datetime.datetime.fromisoformat(raw.decode())
    except ValueError:
        return parse_datetime(raw.decode())
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


sqlcipher.register_converter("bool", b"1".__eq__)
sqlcipher.register_converter("date", _decoded(parse_date))
sqlcipher.register_converter("time", _decoded(parse_time))
sqlcipher.register_converter("datetime", _moment)
sqlcipher.register_converter("timestamp", _moment)
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, datetime.date.isoformat)
sqlcipher.register_adapter(datetime.datetime, lambda moment: moment.isoformat(" "))

LONG = 4000  # letters of a statement
CACHE = 4000  # KiB for each thread
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{CACHE}",
)


def _question_marks(query: str) -> str:
    """Remembered but for long statements, which hardly come twice: thousands of them would fill the memory."""
    return _marked(query) if len(query) < LONG else _marked.__wrapped__(query)


@lru_cache(maxsize=2000)
def _marked(query: str) -> str:
    return sqlite.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
    """Takes Django's `%s` and `%(name)s` placeholders."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        if isinstance(params, dict):
            return super().execute(query % {name: f":{name}" for name in params}, params)
        return super().execute(_question_marks(query), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        return super().executemany(_question_marks(query), param_list)

    def insert(self, query: str, rows: Any) -> Any:
        """Rows by a statement with question marks that is seldom the same: it is not kept."""
        return super().executemany(query, rows)


class DatabaseFeatures(SQLiteFeatures):
    max_query_params = 32_000
    can_return_columns_from_insert = True
    can_return_rows_from_bulk_insert = True


class DatabaseWrapper(sqlite.DatabaseWrapper):
    display_name = "SQLCipher"
    Database = sqlcipher
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    _turn: Turn | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params["detect_types"] = sqlcipher.PARSE_DECLTYPES | sqlcipher.PARSE_COLNAMES
        self.raw_key = params.pop("raw_key")
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = open_encrypted(self.raw_key, **conn_params)
        register_functions(connection)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._turn = Turn(str(self.settings_dict["NAME"]))
        if not self._turn.take(self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._turn.give_up()
            raise

    def _commit(self) -> Any:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> Any:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._turn.give_up()

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)


def open_encrypted(raw_key: bytes, *, quiet: bool = False, **params: Any) -> Any:
    """A connection to an encrypted file; `PRAGMA key` is its first statement, as SQLCipher wants.

    Raises sqlcipher3's DatabaseError when the key is not the file's; `quiet` keeps SQLCipher from saying so as well.
    """
    connection = sqlcipher.connect(**params)
    try:
        connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
        if quiet:
            connection.execute("PRAGMA cipher_log_level = NONE")
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection
