import io
import os
import time
from dataclasses import replace
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import override_settings

from goodwill.kernel import blobs, changes, files, jobs, thumbnails, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Change, File, Job, Team
from goodwill.kernel.secrets import SecretUnreadable


@pytest.fixture(autouse=True)
def here(own_firm):
    """Blobs are on the disk, so each test has a firm of its own."""


@pytest.fixture
def team(owner):
    with changes.batch(owner, "create"):
        return changes.create(Team(name="Night shift"))


def stream(content=b"Dear Anna,\n"):
    return io.BytesIO(content)


def content(file):
    return b"".join(files.chunks(file))


def blob_files():
    return sorted(path for path in blobs.folder().rglob("*") if path.is_file() and path.name != ".lock")


def drawn():
    return [path for path in blob_files() if "pictures" in path.parts and path.stat().st_size]


def age(path):
    long_ago = time.time() - 3 * blobs.YOUNG
    os.utime(path, (long_ago, long_ago))


def test_a_file_is_kept_about_its_record(owner, team):
    file = files.keep(stream(), "letter.txt", about=team.ref, by=owner)
    assert (file.name, file.size, file.media_type, file.about) == ("letter.txt", 11, "text/plain", team.ref)
    assert content(file) == b"Dear Anna,\n"
    assert list(files.about(team.ref)) == [file]
    assert Change.objects.get(type="file", ref_id=file.pk).root_type == "team"


def test_nothing_of_it_can_be_read_on_the_disk(owner, team):
    canary = os.urandom(300_000).hex().encode()
    file = files.keep(stream(canary), "secret canary.txt", about=team.ref, by=owner)
    (path,) = blob_files()
    sealed = path.read_bytes()
    assert canary[:40] not in sealed
    assert canary[-40:] not in sealed
    assert b"canary" not in sealed
    assert "canary" not in str(path)
    assert content(file) == canary


def test_the_type_is_what_the_bytes_say(owner, team):
    file = files.keep(stream(b"<html><script>alert(1)</script>"), "photo.png", about=team.ref, by=owner)
    assert file.media_type == "text/html"
    assert files.type_of(file).active


def test_a_name_is_cleaned(owner, team):
    assert files.keep(stream(), "../../etc/pass\u202ewd\x00.txt", about=team.ref, by=owner).name == "passwd.txt"


def test_one_content_is_kept_once(owner, team):
    one = files.keep(stream(), "one.txt", about=team.ref, by=owner)
    two = files.keep(SimpleUploadedFile("two.txt", b"Dear Anna,\n"), "two.txt", about=team.ref, by=owner)
    assert one.blob == two.blob
    assert len(blob_files()) == 1


def test_the_same_content_has_another_name_in_another_firm(owner, team, new_firm):
    name = files.keep(stream(), "one.txt", about=team.ref, by=owner).blob
    with workspaces.entered(replace(new_firm(), key=b"\x33" * 32)):
        assert blobs.store(stream())[0] != name


def test_what_is_too_large_is_refused_and_nothing_is_kept(owner, team):
    with override_settings(GOODWILL_UPLOAD_LIMIT=10), pytest.raises(Invalid, match="larger"):
        files.keep(stream(), "letter.txt", about=team.ref, by=owner)
    assert blob_files() == []
    assert not File.objects.exists()


def test_a_full_disk_is_said_before_anything_is_written(owner, team):
    with mock.patch.object(blobs.shutil, "disk_usage", return_value=mock.Mock(free=1000)), pytest.raises(Invalid):
        files.keep(stream(), "letter.txt", about=team.ref, by=owner)
    assert blob_files() == []


def test_a_new_version_takes_the_place_and_the_old_one_stays(owner, team):
    file = files.keep(stream(), "letter.txt", about=team.ref, by=owner)
    files.replace(file, stream(b"Dear Ben,\n"), "letter 2.txt", by=owner)
    assert content(file) == b"Dear Ben,\n"
    newest, oldest = files.versions(file)
    assert (newest.name, oldest.name, content(oldest)) == ("letter 2.txt", "letter.txt", b"Dear Anna,\n")
    batch = Change.objects.filter(type="file").latest("id").batch_id
    changes.undo(batch, system())
    assert content(File.objects.get()) == b"Dear Anna,\n"


def test_a_changed_or_foreign_blob_does_not_open(owner, team):
    one = files.keep(stream(), "one.txt", about=team.ref, by=owner)
    two = files.keep(stream(b"Other"), "two.txt", about=team.ref, by=owner)
    blobs.path_of(one.blob).write_bytes(blobs.path_of(two.blob).read_bytes())
    with pytest.raises(SecretUnreadable):
        content(one)
    blobs.path_of(two.blob).unlink()
    with pytest.raises(Missing):
        content(two)


def test_a_file_known_to_be_large_is_not_read_whole(owner, team):
    file = files.keep(stream(), "letter.txt", about=team.ref, by=owner)
    assert files.read(file, limit=11) == b"Dear Anna,\n"
    with pytest.raises(Invalid):
        files.read(file, limit=10)


def test_only_what_nothing_names_is_collected_and_never_what_is_young(owner, team):
    kept = files.keep(stream(b"kept"), "kept.txt", about=team.ref, by=owner)
    trashed = files.keep(stream(b"trashed"), "trashed.txt", about=team.ref, by=owner)
    replaced = files.keep(stream(b"first"), "first.txt", about=team.ref, by=owner)
    files.replace(replaced, stream(b"second"), "second.txt", by=owner)
    with changes.batch(owner, "trash"):
        changes.trash(trashed)
    orphan, _size = blobs.store(stream(b"nobody"))
    young, _size = blobs.store(stream(b"just uploaded"))
    draft = blobs.path_of(orphan).with_name("0123.77-1")
    draft.write_bytes(b"cut off")
    for path in blob_files():
        if path != blobs.path_of(young):
            age(path)
    assert files.collect() == {"removed": 1}
    names = {path.parent.name + path.name for path in blob_files()}
    assert orphan not in names
    assert not draft.exists()
    assert {kept.blob, trashed.blob, replaced.blob, young, files.versions(replaced)[1].blob} == names


def test_what_was_purged_goes_with_its_pictures(owner, team):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
    file = files.keep(picture, "shop.png", about=team.ref, by=owner)
    jobs.run_due()
    with changes.batch(owner, "trash"):
        changes.trash(file)
    with changes.batch(owner, "purge"):
        assert changes.purge(file)
    for path in blob_files():
        age(path)
    assert drawn()
    assert files.collect() == {"removed": 1}
    assert blob_files() == []


def test_keeping_a_content_again_makes_it_young(owner, team):
    orphan, _size = blobs.store(stream(b"nobody"))
    age(blobs.path_of(orphan))
    blobs.store(stream(b"nobody"))
    assert files.collect() == {"removed": 0}


def test_a_picture_gets_a_small_one_by_a_job(owner, team):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(picture, "PNG")
    file = files.keep(picture, "shop.png", about=team.ref, by=owner)
    assert not drawn()
    jobs.run_due()
    assert drawn()
    small = Image.open(io.BytesIO(thumbnails.thumbnail(file.blob)))
    assert (small.size, small.format) == ((320, 180), "WEBP")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"broken" * 40, b"GIF89a" + b"\xff\xff\xff\xff" + b"\x00" * 40]
)
def test_a_picture_that_is_none_fails_nothing(owner, team, content):
    file = files.keep(stream(content), "broken.png", about=team.ref, by=owner)
    jobs.run_due()
    assert thumbnails.thumbnail(file.blob) is None
    assert not Job.objects.filter(name="draw-thumbnail").exists()
