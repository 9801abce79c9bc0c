"""A restore or a backup whose process was killed: who starts next brings it to its end, or clears it away."""

import os
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from goodwill.areas.backup import arriving, making, restoring, room, scratch
from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.databases import postgres
from goodwill.kernel.errors import Refused
from goodwill.kernel.jobs import liveness

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
STEPS = {
    "before it is whole": (0, ["Added Later", "Kept"]),
    "before anything is touched": (1, ["Added Later", "Kept"]),
    "between moving aside and taking the place": (2, ["Kept"]),
    "before the directory is told": (3, ["Kept"]),
}


@pytest.fixture
def copy(own_firm, owner, tmp_path, monkeypatch):
    """A backup, since which somebody was added, and the firm's row was written by a later version."""
    monkeypatch.setattr(settings, "GOODWILL_BACKUPS", tmp_path)
    create_person(by=owner, name="Kept")
    made = making.make(own_firm, folder=tmp_path)
    assert made.problem == ""
    create_person(by=owner, name="Added Later")
    workspaces.directory().set_stamp(own_firm.id, "later")
    return Path(made.name)


def killed(prepare, act):
    """A process of its own that does it and dies of what `prepare` laid."""
    workspaces.close_all()
    pid = os.fork()
    if pid == 0:
        inherited = workspaces.directory()  # belongs to the other process
        workspaces.directory.cache_clear()
        with suppress(BaseException):
            prepare()
            act()
        os._exit(1 if inherited else 2)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9


def names(firm):
    with workspaces.entered(workspaces.get(firm.id)):
        return sorted(Party.objects.filter(name__in=("Kept", "Added Later")).values_list("name", flat=True))


@pytest.mark.once
@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_was_killed_is_finished_or_taken_back(own_firm, copy, step):
    at, expected = STEPS[step]
    steps, rename = count(), Path.rename

    def die_at_its_step():
        def stepping(what):
            return lambda *about: os._exit(9) if next(steps) == at else what(*about)

        Path.rename = stepping(rename)
        arriving._tell_directory = stepping(arriving._tell_directory)

    killed(die_at_its_step, lambda: restoring.restore(copy, replace=True))
    scratch.sweep()
    arriving.finish()
    assert names(own_firm) == expected
    stamp = workspaces.directory().get(own_firm.id).stamp
    assert stamp == ("later" if "Added Later" in expected else schema.stamp())
    firms = own_firm.folder.parent
    assert [*firms.glob("*-arriv*"), *firms.glob("*/manifest.json"), *firms.glob("../scratch/[!.]*")] == []
    assert len([*firms.glob(f"{own_firm.id}-replaced-*/goodwill.db")]) == (at > 1)


@pytest.mark.slow
def test_on_postgresql_what_was_replaced_goes_also_where_the_process_was_killed(own_firm, copy):
    url = settings.GOODWILL_DATABASE_URL
    if not url:
        pytest.skip("needs PostgreSQL")

    def die_before_it_is_dropped():
        room.clear = lambda *_about: os._exit(9)

    killed(die_before_it_is_dropped, lambda: restoring.restore(copy, replace=True))
    now = workspaces.directory().get(own_firm.id)
    assert names(own_firm) == ["Kept"]
    workspaces.close_all()
    postgres.drop_left_behind(url)
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"%{own_firm.id}%"])
        assert found.fetchall() == [(now.database,)]
    postgres.drop(url, workspaces.of(now).database)


def test_nothing_is_replaced_while_somebody_works_on_it(own_firm, copy):
    if settings.GOODWILL_DATABASE_URL:
        works = psycopg.connect(postgres._own_url(own_firm.database))
    else:
        works = liveness.Identity()
    with closing(works), pytest.raises(Refused, match="stop Goodwill on all machines first"):
        restoring.restore(copy, replace=True)
    assert names(own_firm) == ["Added Later", "Kept"]


@pytest.mark.once
def test_scratch_of_a_killed_process_goes_and_that_of_a_living_one_stays(own_firm):
    def die_with_a_folder():
        with scratch.folder() as place:
            (place / "rows").write_text("of somebody")
            os._exit(9)

    killed(lambda: None, die_with_a_folder)
    root = settings.GOODWILL_HOME / "scratch"
    (left,) = (path for path in root.iterdir() if path.is_dir())
    assert (left / "rows").exists()
    with scratch.folder() as place:
        assert not left.exists()
        scratch.sweep()
        assert place.is_dir()
    assert [path.name for path in root.iterdir()] == [".lock"]
