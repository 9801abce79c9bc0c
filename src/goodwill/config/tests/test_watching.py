import asyncio
from types import SimpleNamespace

import pytest

from goodwill.config.server import link, pages
from goodwill.config.server.pool import Pool
from goodwill.config.tests.toy_client import PATIENCE
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.directory import FileDirectory, Firm
from goodwill.kernel.jobs import worker


@pytest.mark.once
def test_work_is_asked_for_again_after_the_directory_could_not_be_read(tmp_path, monkeypatch, caplog):
    directory = FileDirectory(tmp_path / "directory.db", bytes(32))
    directory.add(Firm("harbour", "Harbour", (), "goodwill.db", b"", "live", next_due=0.0))
    monkeypatch.setattr(workspaces, "directory", lambda: directory)
    monkeypatch.setattr(pages, "LOOK_FOR_WORK", 0.001)
    worker.next_due()  # the first look says yes to everything
    directory._write("ALTER TABLE firm RENAME TO away")

    async def watch():
        told, failed, pool = asyncio.Event(), asyncio.Event(), Pool(1, 8)
        monkeypatch.setattr(pages.log, "filters", [lambda _record: failed.set() or True])
        line = SimpleNamespace(tell=lambda word: told.set() if word == link.WORK else None)
        watching = asyncio.create_task(pages._watch_jobs(pool, line))
        try:
            await failed.wait()
            assert not told.is_set()
            directory._write("ALTER TABLE away RENAME TO firm")
            await asyncio.wait_for(told.wait(), PATIENCE)
        finally:
            watching.cancel()
            pool.close(PATIENCE)

    asyncio.run(asyncio.wait_for(watch(), PATIENCE))
    assert len(caplog.records) == 1
