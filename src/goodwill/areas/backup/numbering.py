"""How far a table has counted its ids: an id is given once, also when its row is gone."""

from typing import Any

from django.db import connection, models


def highest(here: Any, model: type[models.Model]) -> int:
    """The highest id that the table ever gave."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return 0
    with here.cursor() as cursor:
        if here.vendor == "postgresql":
            sequence = "SELECT last_value - (NOT is_called)::int FROM "
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", _sequence(here, model))
            cursor.execute(sequence + cursor.fetchone()[0])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def go_on(cursor: Any, model: type[models.Model], highest: int) -> None:
    """Have the entered firm's table count on from there."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return
    if connection.vendor == "postgresql":
        set_to = "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)"
        cursor.execute(set_to, [*_sequence(connection, model), max(highest, 1), highest > 0])
        return
    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, highest])


def _sequence(here: Any, model: type[models.Model]) -> list[str]:
    return [here.ops.quote_name(model._meta.db_table), model._meta.pk.column]
