"""What the planner of a firm's file is told, before there is anything to count."""

import pytest
from django.apps import apps
from django.db import connection

from goodwill.kernel.models import Change
from goodwill.kernel.workspace import Workspace


@pytest.fixture(autouse=True)
def on_sqlite(firm: Workspace) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts for itself.")


def _told() -> dict[str, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL")
        return {index: [int(word) for word in stat.split() if word.isdigit()] for index, stat in cursor.fetchall()}


def _way(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " / ".join(row[3] for row in cursor.fetchall())


def test_each_index_of_each_model_is_told_of() -> None:
    models = (model for model in apps.get_models() if model._meta.app_label != "toys")
    named = {index.name for model in models for index in model._meta.indexes}
    assert named - _told().keys() == set()


def test_each_further_column_leaves_fewer_rows() -> None:
    rows, of_a_type, of_a_record, of_a_version = _told()["kernel_change_record"]
    assert rows > of_a_type > of_a_record >= of_a_version == 1


def test_few_of_many_are_found_by_what_tells_them_apart() -> None:
    table = Change._meta.db_table
    batch = f"SELECT count(*) FROM {table} WHERE root_type = 'party' AND batch_id = 3"
    assert "kernel_change_batch" in _way(batch)
    some = (
        f"SELECT verb FROM kernel_batch b JOIN {table} c ON c.batch_id = b.id WHERE type = 'party' AND c.id IN (1, 2)"
    )
    assert "SEARCH c USING INTEGER PRIMARY KEY" in _way(some)
