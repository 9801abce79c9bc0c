"""What is sent lies sealed on the disk before the transaction of its row: a large file keeps nobody waiting."""

import os

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import connection
from django.test.utils import override_settings

from goodwill.kernel import api_keys, blobs, files
from goodwill.kernel.models import File

SEEN: list[bool] = []


class Watched(InMemoryUploadedFile):
    """Says for each piece that is read of it whether other writers were waiting."""

    def read(self, *size):
        SEEN.append(connection.in_atomic_block)
        return self.file.read(*size)


class Watching(MemoryFileUploadHandler):
    def file_complete(self, file_size):
        kept = super().file_complete(file_size)
        return Watched(kept.file, kept.field_name, kept.name, kept.content_type, kept.size, kept.charset)


@pytest.fixture(autouse=True)
def watched(own_firm):
    SEEN.clear()
    with override_settings(FILE_UPLOAD_HANDLERS=[f"{__name__}.Watching"]):
        yield


def sent(name="plan.txt"):
    return SimpleUploadedFile(name, b"Delivery within nine days")


@pytest.mark.parametrize("way", ["page", "own", "version", "api"])
def test_a_file_is_read_and_sealed_while_others_may_write(way, owner, browse, maker, add):
    client = browse(owner)
    if way == "api":
        client = browse(None, HTTP_AUTHORIZATION=f"Bearer {api_keys.issue(by=owner, name='Test').text}")
    url = {
        "page": f"/makers/{maker.pk}/files",
        "own": "/files/new",
        "version": f"/files/{add().pk}/new-version" if way == "version" else "",
        "api": f"/api/v1/makers/{maker.pk}/files",
    }[way]
    SEEN.clear()
    answer = client.post(url, {"files": sent()})
    assert answer.status_code in (201, 303), answer.content
    assert SEEN
    assert not any(SEEN)
    assert File.objects.latest("id").size == 25


def test_of_several_none_is_kept_where_one_is_refused_and_what_was_sealed_is_collected(owner, browse, maker):
    with override_settings(GOODWILL_UPLOAD_LIMIT=30):
        large = SimpleUploadedFile("film.mov", b"x" * 31)
        answer = browse(owner).post(f"/makers/{maker.pk}/files", {"files": [sent(), large]})
    assert (answer.status_code, File.objects.count()) == (422, 0)
    (sealed,) = blobs.folder().glob("??/*")
    long_ago = sealed.stat().st_mtime - 2 * blobs.YOUNG
    os.utime(sealed, (long_ago, long_ago))
    assert files.collect() == {"removed": 1}
    assert not sealed.exists()
