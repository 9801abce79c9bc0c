"""The indexes of the search: full text and trigrams, in what each database has for it."""

from django.db import migrations

FTS = {
    "kernel_search_words": "tokenize='unicode61 remove_diacritics 0', prefix='2 3'",
    "kernel_search_letters": "tokenize='trigram case_sensitive 1'",
}
PUT = "INSERT INTO {table}(rowid, title, body, digits) VALUES (new.id, new.title, new.body, new.digits);"
DROP = (
    "INSERT INTO {table}({table}, rowid, title, body, digits)"
    " VALUES ('delete', old.id, old.title, old.body, old.digits);"
)
CHANGED = "new.title <> old.title OR new.body <> old.body OR new.digits <> old.digits"
SQLITE = (
    "CREATE VIRTUAL TABLE {table} USING fts5(title, body, digits, content='kernel_searchrow', content_rowid='id', {how})",
    f"CREATE TRIGGER {{table}}_in AFTER INSERT ON kernel_searchrow BEGIN {PUT} END",
    f"CREATE TRIGGER {{table}}_out AFTER DELETE ON kernel_searchrow BEGIN {DROP} END",
    f"CREATE TRIGGER {{table}}_new AFTER UPDATE ON kernel_searchrow WHEN {CHANGED} BEGIN {DROP} {PUT} END",
)
COLUMN = "ALTER TABLE kernel_searchrow ADD COLUMN {name} {type} GENERATED ALWAYS AS ({how}) STORED"
TEXT = "title || ' ' || body || ' ' || digits"
POSTGRESQL = (
    COLUMN.format(name="words", type="tsvector", how=f"to_tsvector('simple', {TEXT})"),
    COLUMN.format(name="letters", type="text", how=TEXT),
    "CREATE INDEX kernel_search_words ON kernel_searchrow USING gin (words)",
    "CREATE INDEX kernel_search_letters ON kernel_searchrow USING gin (letters gin_trgm_ops)",
)


def create_indexes(apps, schema_editor):
    statements = POSTGRESQL
    if schema_editor.connection.vendor == "sqlite":
        statements = [statement.format(table=table, how=how) for table, how in FTS.items() for statement in SQLITE]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(create_indexes, migrations.RunPython.noop)]
