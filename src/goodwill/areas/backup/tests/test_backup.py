"""Copies that open only with the key, prove themselves, and bring everything back."""

import shutil
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from goodwill.areas.backup import archive, making, restoring
from goodwill.areas.backup.jobs import back_up
from goodwill.areas.backup.models import Backup
from goodwill.areas.backup.standing import LATE, standing
from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.errors import Refused
from goodwill.kernel.jobs import enqueue, run_due
from goodwill.kernel.jobs.schedule import plant
from goodwill.kernel.keys import masters
from goodwill.kernel.models import Job, Notice, Profile
from goodwill.ui import formats

CANARY = "Canary Quillfeather"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def filled(own_firm, as_role):
    create_person(by=as_role("owner"), name=CANARY, mail="canary@quill.example")
    (own_firm.folder / "files").mkdir(exist_ok=True)
    (own_firm.folder / "files" / "blob").write_bytes(b"sealed elsewhere")
    return own_firm


@pytest.fixture
def made(filled, tmp_path):
    return making.make(filled, folder=tmp_path)


def test_a_backup_is_restored_as_a_test_and_counted(made):
    assert made.problem == ""
    assert made.checked_at is not None
    assert made.rows > 20
    assert made.files == 1
    assert Backup.objects.get().name == made.name


def test_nothing_of_the_data_can_be_read_in_it(made):
    raw = made_path(made).read_bytes()
    for canary in (CANARY, "quill.example", "Harbour Bikes", "sealed elsewhere"):
        assert canary.encode() not in raw


@pytest.mark.once
@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "text", "head"])
def test_a_damaged_copy_is_refused(made, tmp_path, damage):
    raw = bytearray(made_path(made).read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "bit":
        raw[len(raw) // 2] ^= 1
    elif damage == "head":
        raw[40] ^= 1
    else:
        raw = bytearray(b"" if damage == "empty" else b"Dear Goodwill,")
    bad = tmp_path / "bad.goodwill"
    bad.write_bytes(raw)
    with pytest.raises(archive.BadArchive):
        making.check(bad)


@pytest.mark.once
def test_another_key_does_not_open_it(made):
    with pytest.raises(archive.BadArchive, match="another key"), archive.unpacked(made_path(made), [b"\x33" * 32]):
        pass


def test_a_copy_made_after_a_change_of_the_key_opens_with_the_new_one_alone(filled, tmp_path, monkeypatch):
    old, new = settings.GOODWILL_KEY, "44" * 32
    monkeypatch.setattr(workspaces, "masters", lambda: masters(settings.GOODWILL_HOME, f"{new},{old}"))
    copy = made_path(making.make(filled, folder=tmp_path))
    monkeypatch.setattr(workspaces, "masters", lambda: masters(settings.GOODWILL_HOME, new))
    assert making.check(copy)[0] > 0


def made_path(made):
    from pathlib import Path

    return Path(made.name)


def test_a_firm_that_is_here_is_not_overwritten_by_mistake(made):
    with pytest.raises(Refused, match="--replace"):
        restoring.restore(made_path(made))
    assert Party.objects.filter(name=CANARY).exists()


def test_a_lost_firm_comes_back_with_its_people_files_and_users(new_firm, tmp_path, filled, made):
    lost = filled
    workspaces.remove(lost)
    assert workspaces.get(lost.id) is None
    back = restoring.restore(made_path(made)).workspace
    with workspaces.entered(back):
        assert Party.objects.filter(name=CANARY).exists()
    assert (back.folder / "files" / "blob").read_bytes() == b"sealed elsewhere"
    assert workspaces.at_host(lost.hosts[0]) == back


def test_replacing_keeps_what_stood_there(made, filled, as_role, settings_backups):
    create_person(by=as_role("owner"), name="Added Later")
    back = restoring.restore(made_path(made), replace=True)
    with workspaces.entered(back.workspace):
        assert not Party.objects.filter(name="Added Later").exists()
    aside = list(filled.folder.parent.glob(f"{filled.id}-replaced-*")) + list(settings_backups.glob(f"{filled.id}-*"))
    assert aside == [back.kept]
    assert back.made_at == made.made_at
    shutil.rmtree(aside[0], ignore_errors=True)


def test_a_restore_that_fails_leaves_what_stood_there(made, filled, monkeypatch, settings_backups):
    def fail(*_given):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(restoring.snapshot, "put_back", fail)
        broken.setattr(restoring.making, "check", lambda source: (0, 0))
        with pytest.raises(OSError, match="full"):
            restoring.restore(made_path(made), replace=True)
    with workspaces.entered(workspaces.get(filled.id)):
        assert Party.objects.filter(name=CANARY).exists()
    assert (filled.folder / "files" / "blob").exists()


def test_what_cannot_be_kept_is_not_replaced(made, filled, monkeypatch, settings_backups):
    monkeypatch.setattr(restoring.making, "make", lambda workspace: Backup(problem="The copy is damaged."))
    if settings.GOODWILL_DATABASE_URL:
        with pytest.raises(Refused, match="could not be kept"):
            restoring.restore(made_path(made), replace=True)
    assert Party.objects.filter(name=CANARY).exists()


def test_what_a_newer_version_wrote_is_neither_brought_back_nor_started(filled, settings_backups):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_later', '2030-01-01')"
        )
    ahead = making.make(filled, folder=settings_backups)
    assert ahead.problem == archive.made_by_newer()
    with pytest.raises(archive.BadArchive, match="newer Goodwill"):
        restoring.restore(made_path(ahead), replace=True)
    workspaces.directory().set_stamp(filled.id, "later")
    with pytest.raises(schema.Newer, match="Harbour Bikes were written by a newer Goodwill"):
        schema.bring_up_to_date()
    assert workspaces.directory().get(filled.id).stamp == "later"
    workspaces.directory().set_stamp(filled.id, schema.stamp())


def test_another_firm_at_the_same_address_is_neither_hidden_nor_replaced(filled, made, new_firm):
    workspaces.remove(filled)
    other = new_firm()
    workspaces.directory().set_hosts(other.id, filled.hosts)
    with pytest.raises(Refused, match="GOODWILL_HOME"):
        restoring.restore(made_path(made), replace=True)
    assert workspaces.get(filled.id) is None
    assert workspaces.at_host(filled.hosts[0]).id == other.id
    workspaces.directory().set_hosts(other.id, other.hosts)


@pytest.mark.once
def test_a_folder_that_a_killed_restore_left_is_not_mixed_in(made, filled):
    workspaces.directory().remove(filled.id)
    log = filled.folder / f"{filled.folder.name}.left-wal"
    log.write_bytes(b"of another database")
    back = restoring.restore(made_path(made)).workspace
    with workspaces.entered(back):
        assert Party.objects.filter(name=CANARY).exists()
    assert not log.exists()


@pytest.fixture
def settings_backups(tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    monkeypatch.setattr(settings, "GOODWILL_BACKUPS", folder)
    return folder


def test_old_copies_go_and_some_of_each_week_and_month_stay(tmp_path):
    from datetime import UTC, datetime

    now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    for days in range(400):
        (tmp_path / f"f1-{now - timedelta(days=days):%Y%m%d-%H%M%S}.goodwill").touch()
    (tmp_path / "f1-before-the-move.goodwill").touch()
    making.tidy(tmp_path, "f1", now)
    (tmp_path / "f1-before-the-move.goodwill").unlink()
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len([name for name in left if name >= "f1-20261108"]) == 15
    assert 25 < len(left) < 40


def test_the_page_shows_the_last_backup_to_those_who_may(made, as_role, browse):
    page = browse(as_role("owner")).get("/settings/backups")
    assert "restored as a test" in page.content.decode()
    assert browse(as_role("staff")).get("/settings/backups").status_code == 403


def test_the_safety_page_tells_the_last_backup_and_the_last_test(own_firm, as_role, browse, tmp_path):
    client = browse(as_role("owner"))
    made = making.make(own_firm, folder=tmp_path)
    page = client.get("/settings/safety").content.decode()
    assert ("There is no fresh backup." in page, "Back up now" in page) == (False, False)
    assert f"{made.rows} rows and 0 files came back" in page
    Backup.objects.update(made_at=made.made_at - timedelta(days=2))
    page = client.get("/settings/safety").content.decode()
    assert ("There is no fresh backup." in page, "Back up now" in page) == (True, True)
    assert "A backup is overdue." in client.get("/").content.decode()
    assert "overdue" not in browse(as_role("staff")).get("/").content.decode()


def test_a_new_firm_is_told_when_its_first_backup_comes_and_warned_once_it_is_overdue(own_firm, as_role, browse):
    client = browse(as_role("owner"))
    page = client.get("/settings/safety").content.decode()
    with timezone.override("Europe/London"):
        comes = f"{formats.amid(standing().next)}."
    assert f"The first backup is made {comes}" in page
    assert ("There is no fresh backup." in page, "Back up now" in page) == (False, True)
    assert "There is no fresh backup." not in client.get("/settings/backups").content.decode()
    plant(timezone.now() - LATE - HOUR)
    for address in ("/settings/safety", "/settings/backups"):
        assert "There is no fresh backup." in client.get(address).content.decode()
    assert "A backup is overdue." in client.get("/").content.decode()


@pytest.mark.parametrize("begin", [lambda firm: None, making.make, lambda firm: plant(timezone.now())])
def test_home_warns_of_nothing_before_one_is_overdue(own_firm, as_role, browse, settings_backups, begin):
    begin(own_firm)
    client = browse(as_role("owner"))
    assert ["overdue" in client.get("/").content.decode() for _time in range(2)] == [False, False]


def test_a_backup_that_was_asked_for_is_shown_until_it_is_there(own_firm, as_role, browse, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "GOODWILL_BACKUPS", tmp_path)
    client = browse(as_role("owner"))
    client.post("/settings/backups/now")
    for address in ("/settings/safety", "/settings/backups"):
        assert "Backing up" in client.get(address).content.decode()
    run_due()
    for address in ("/settings/safety", "/settings/backups"):
        page = client.get(address).content.decode()
        assert ("Backing up" in page, "restored as a test" in page or "came back" in page) == (False, True)


def test_who_looks_after_safety_hears_of_a_backup_that_was_not_made(own_firm, as_role, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings, "GOODWILL_BACKUPS", tmp_path / "file" / "backups")
    enqueue(back_up)
    run_due()
    assert Job.objects.get(name="backup", slot=None).state == "failed"
    told = Notice.objects.get(kind="safety")
    assert (told.user, told.title) == (as_role("owner").user, "The backup could not be made")
    assert f"could not be written to {tmp_path / 'file'}" in told.snippet


@pytest.mark.once
@pytest.mark.serial
@pytest.mark.skipif(sys.platform == "win32", reason="the size of files has no bound there")
def test_a_copy_that_is_broken_off_leaves_nothing_and_one_of_a_killed_process_goes(made, filled, tmp_path):
    import resource

    old, young = (tmp_path / f"{filled.id}-{made.made_at - age:%Y%m%d-%H%M%S}.goodwill.part" for age in (DAY, HOUR))
    old.touch()
    young.touch()
    (tmp_path / "content").write_bytes(bytes(8000))
    packed, bounds = 10_240, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (packed, bounds[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            archive.write(tmp_path / "short.goodwill", {}, [("content", tmp_path / "content")], bytes(32))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    making.make(filled, folder=tmp_path, at=made.made_at + HOUR)
    assert (old.exists(), young.exists(), list(tmp_path.glob("short*"))) == (False, True, [])


def test_a_firm_that_was_begun_at_the_same_address_and_never_named_makes_room(filled, made, new_firm):
    workspaces.remove(filled)
    begun = new_firm()
    with workspaces.entered(begun):
        Profile.everything.all()._raw_delete("default")
    workspaces.directory().set_state(begun.id, "new")
    workspaces.directory().set_hosts(begun.id, filled.hosts)
    back = restoring.restore(made_path(made)).workspace
    assert workspaces.at_host(filled.hosts[0]) == back
    assert workspaces.get(begun.id) is None


def test_a_copy_from_postgresql_is_refused_in_words_where_there_are_files(made, monkeypatch):
    if not settings.GOODWILL_DATABASE_URL:
        pytest.skip("a copy of files opens anywhere")
    monkeypatch.setattr(settings, "GOODWILL_DATABASE_URL", "")
    with pytest.raises(archive.BadArchive, match="This backup is of a firm in PostgreSQL"):
        making.check(made_path(made))
