"""Whether anything was written: a cheap count of written rows, and behind it a digest of all that matters."""

from functools import cache
from hashlib import sha256

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection

from goodwill.kernel.models import Cached, LastSeen, Presence, Seen, Throttle

# Who is here and how often was tried is written by every request; it is nobody's data.
PASSING = (Session, Throttle, Cached, Seen, LastSeen, Presence, ContentType)


@cache
def tables():
    passing = {model._meta.db_table for model in PASSING} | {"usersessions_usersession"}
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return tuple(sorted((known - passing) & set(connection.introspection.table_names())))


def written():
    """A number that grows with every row that this transaction writes, taken back or not."""
    sql = "SELECT total_changes()"
    if connection.vendor == "postgresql":
        sql = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def digest():
    """Of every row of every table, except what is only passing."""
    found = sha256()
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
            found.update(f"{table} {rows}".encode(errors="surrogatepass"))
    return found.hexdigest()


class Watched:
    """Holds the database as it was; `same()` computes a digest only where something was written since.

    Cheaply, whatever was written counts, sessions too: enough for what was allowed to write.
    """

    def __init__(self):
        self.digest = digest()
        self.count = written()

    def same(self, *, cheaply=False):
        now = written()
        if now == self.count:
            return True
        self.count = now
        return not cheaply and digest() == self.digest
