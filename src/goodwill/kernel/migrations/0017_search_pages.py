"""A piece of SQLite's search index fits on one page of the file: what SQLCipher keeps of each page for its seal is left
out."""

from django.db import migrations

TABLES = ("kernel_search_words", "kernel_search_letters")
BYTES = 3900


def fit_pages(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('pgsz', {BYTES})", params=None)  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("kernel", "0016_search_merges")]
    operations = [migrations.RunPython(fit_pages, migrations.RunPython.noop)]
