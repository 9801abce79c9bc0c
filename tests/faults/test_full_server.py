"""The disk of PostgreSQL is really full while a job works: it waits for room, is shown so, and then ends."""

import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from psycopg import sql

from goodwill.kernel import blobs, jobs, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import lacks_room
from goodwill.kernel.jobs import lanes, worker
from goodwill.kernel.models import Job
from goodwill.kernel.tests.jobs.workers import until
from tests.faults.volume import needs_a_volume

SPACE = "small"
INSERT = "INSERT INTO ballast SELECT repeat('x', 1500) FROM generate_series(1, %s)"
GO = threading.Event()
pytestmark = [pytest.mark.slow, pytest.mark.serial, needs_a_volume]


@jobs.job("test-until-full", priority=jobs.Priority.SOON)
def wait_for_go(*, by: Actor) -> dict[str, str]:
    GO.wait()
    return {"said": "done"}


@contextmanager
def small_disk():
    """A disk of its own for what is put into the tablespace."""
    with tempfile.TemporaryDirectory(prefix="goodwill-space-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], check=True)
        try:
            shutil.chown(folder, "postgres", "postgres")
            Path(folder).chmod(0o700)
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)


@pytest.fixture
def full(own_firm, database_kind):
    """A function that fills the disk on which the jobs lie, and gives another that makes room."""
    if database_kind == "sqlite":
        pytest.skip("SQLite's disk is that of the pages")
    mine = own_firm.database
    with small_disk() as folder, psycopg.connect(settings.GOODWILL_DATABASE_URL, autocommit=True) as server:
        name, role = sql.Identifier(SPACE), sql.Identifier(mine["USER"])
        try:
            server.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(name, folder))
        except psycopg.Error as error:
            pytest.skip(f"the server is not on this machine, or gives no right to it: {error}")
        server.execute(sql.SQL("GRANT CREATE ON TABLESPACE {} TO {}").format(name, role))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kernel_job SET TABLESPACE small")
            cursor.execute("CREATE TABLE ballast (filling text) TABLESPACE small")
        reader = psycopg.connect(settings.GOODWILL_DATABASE_URL, dbname=mine["NAME"])
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield lambda: fill(reader) or reader
        reader.close()
        workspaces.close_all()
        with psycopg.connect(settings.GOODWILL_DATABASE_URL, dbname=mine["NAME"], autocommit=True) as inside:
            inside.execute("DROP TABLE IF EXISTS ballast; ALTER TABLE kernel_job SET TABLESPACE pg_default")
        server.execute(sql.SQL("DROP TABLESPACE {}").format(name))


def fill(reader):
    """Nothing that was there is cleared away meanwhile, since somebody reads it still."""
    reader.execute("SELECT count(*) FROM kernel_job")
    with connection.cursor() as cursor:
        for rows in (1000, 1):
            until(lambda rows=rows: refused(cursor, INSERT, rows))
        until(lambda: refused(cursor, "UPDATE kernel_job SET priority = priority WHERE state = 'running'"))


def refused(cursor, statement, *values):
    try:
        cursor.execute(statement, values)
    except OperationalError as error:
        return lacks_room(error)
    return False


def make_room(reader):
    reader.rollback()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ballast")


def test_a_job_waits_for_room_on_the_disk_of_the_server(own_firm, owner, browse, full, monkeypatch):
    monkeypatch.setattr(lanes, "PAUSE_WITHOUT_DATABASE", 0.1)
    GO.clear()
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, kwargs={"until_idle": None, "stop": stop})
    job = jobs.enqueue(wait_for_go, by=owner)
    thread.start()
    try:
        until(lambda: Job.objects.get(pk=job.pk).state == "running")
        reader = full()
        GO.set()
        until(blobs.disk_is_full)
        page = browse(owner).get("/settings/work").content.decode()
        assert ("waits for room" in page, "make room" in page) == (True, True)
        assert Job.objects.get(pk=job.pk).state == "running"
        make_room(reader)
        until(lambda: Job.objects.get(pk=job.pk).state == "done")
        until(lambda: not blobs.disk_is_full())
        assert "waits for room" not in browse(owner).get("/settings/work").content.decode()
        assert Job.objects.get(pk=job.pk).result == {"said": "done"}
    finally:
        GO.set()
        stop.set()
        thread.join()
