"""Every address of a file, asked as everybody: open to whoever may open the page of its record, and to nobody else."""

import io

import pytest

from goodwill.kernel import changes
from goodwill.kernel.models import User
from goodwill.records.files.verbs import attach
from tests.security.visitors import Visitor

IDENTITIES = ("nobody", "deactivated", "foreign", "owner", "manager", "staff", "read_only", "own", "without")


@pytest.fixture
def file(records, as_role):
    return attach(records["company"], io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(40)), "plan.png", by=as_role("owner"))


def read(file):
    own = (f"/files/{file.pk}{part}" for part in ("/", "/peek", "/preview", "/content", "/versions/1"))
    programs = (f"/api/v1/files/{file.pk}{part}" for part in ("", "/content", "/versions", "/versions/1"))
    pages = (f"/companies/{file.about_id}/files", f"/api/v1/companies/{file.about_id}/files")
    return [*own, *programs, *pages]


def written(file):
    own = [f"/files/{file.pk}/{part}" for part in ("edit", "new-version", "bring_back", "trash", "restore")]
    return [*own, f"/companies/{file.about_id}/files", f"/api/v1/companies/{file.about_id}/files?name=x.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_file_is_seen_by_those_who_see_its_record(visitor, file, identity):
    somebody = visitor(identity)
    allowed = somebody.ask("GET", f"/companies/{file.about_id}/").status == 200
    assert allowed == (identity in ("owner", "manager", "staff", "read_only"))
    wrong = [url for url in read(file) if (somebody.ask("GET", url).status == 200) != allowed]
    assert wrong == []
    pictures = [somebody.ask("GET", f"/files/{file.pk}/{part}").status for part in ("thumbnail", "pages/1")]
    assert pictures == [302, 404] if allowed else 200 not in pictures


@pytest.mark.slow
@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_file_is_changed_by_those_who_change_its_record(visitor, file, identity):
    somebody = visitor(identity)
    somebody.may_write = True
    may_change = somebody.ask("GET", f"/companies/{file.about_id}/edit").status == 200
    for url in written(file):
        asked = somebody.ask("POST", url, {"name": "other.png", "number": "1", "version": "1"})
        assert asked.same or may_change, url
    renamed = somebody.ask("POST", f"/files/{file.pk}/edit", {"name": "other.png", "description": "", "version": "1"})
    assert (not renamed.same) == may_change


def test_a_narrow_role_sees_the_files_of_what_is_its_own(visitor, firm, file, records, as_role):
    somebody = visitor("own")
    assert somebody.ask("GET", f"/files/{file.pk}/content").status == 404
    with changes.batch(as_role("owner"), "assign"):
        changes.update(records["company"], owner=User.objects.get(name="Narrow"))
    assert somebody.ask("GET", f"/files/{file.pk}/content").status == 200
    assert isinstance(somebody, Visitor)
