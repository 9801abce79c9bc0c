"""The parts of SQLite's search index are merged at night, and by sixteen of a size when something is written."""

from django.db import migrations

TABLES = ("kernel_search_words", "kernel_search_letters")


def merge_at_night(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('automerge', 0)", params=None)  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("kernel", "0015_undone_with")]
    operations = [migrations.RunPython(merge_at_night, migrations.RunPython.noop)]
