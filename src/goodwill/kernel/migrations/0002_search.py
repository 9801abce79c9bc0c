"""The indexes of the search: full text and trigrams, in what each database has for it."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE kernel_search_words USING fts5(title, body, digits, content='kernel_searchrow',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    "CREATE VIRTUAL TABLE kernel_search_letters USING fts5(title, body, digits, content='kernel_searchrow',"
    " content_rowid='id', tokenize='trigram case_sensitive 1', detail='full')",
]
FTS = ("kernel_search_words", "kernel_search_letters")
OLD = "'delete', old.id, old.title, old.body, old.digits"
for table in FTS:
    put = f"INSERT INTO {table}(rowid, title, body, digits) VALUES (new.id, new.title, new.body, new.digits);"
    drop = f"INSERT INTO {table}({table}, rowid, title, body, digits) VALUES ({OLD});"
    changed = "new.title <> old.title OR new.body <> old.body OR new.digits <> old.digits"
    SQLITE += [
        f"CREATE TRIGGER {table}_in AFTER INSERT ON kernel_searchrow BEGIN {put} END",
        f"CREATE TRIGGER {table}_out AFTER DELETE ON kernel_searchrow BEGIN {drop} END",
        f"CREATE TRIGGER {table}_new AFTER UPDATE ON kernel_searchrow WHEN {changed} BEGIN {drop} {put} END",
    ]
POSTGRESQL = [
    "ALTER TABLE kernel_searchrow ADD COLUMN words tsvector GENERATED ALWAYS AS"
    " (to_tsvector('simple', title || ' ' || body || ' ' || digits)) STORED",
    "ALTER TABLE kernel_searchrow ADD COLUMN letters text GENERATED ALWAYS AS"
    " (title || ' ' || body || ' ' || digits) STORED",
    "CREATE INDEX kernel_search_words ON kernel_searchrow USING gin (words)",
    "CREATE INDEX kernel_search_letters ON kernel_searchrow USING gin (letters gin_trgm_ops)",
]


def create_indexes(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(create_indexes, migrations.RunPython.noop)]
