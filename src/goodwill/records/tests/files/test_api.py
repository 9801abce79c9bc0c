"""Files for programs, with the rights of their record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodwill.kernel import api_keys
from goodwill.kernel.models import File
from goodwill.records.contract.making import digest


@pytest.fixture
def program(owner, browse):
    return browse(None, HTTP_AUTHORIZATION=f"Bearer {api_keys.issue(by=owner, name='Test').text}")


@pytest.fixture
def url(maker):
    return f"/api/v1/makers/{maker.pk}/files"


def test_a_file_is_sent_as_it_is_listed_and_fetched(program, url):
    made = program.post(f"{url}?name=offer.json", b'{"a": 1}', content_type="application/json")
    assert made.status_code == 201, made.content
    (item,) = made.json()["items"]
    assert (item["name"], item["size"], item["media_type"]) == ("offer.json", 8, "application/json")
    assert program.get(url).json()["items"] == [item]
    assert b"".join(program.get(item["content"]).streaming_content) == b'{"a": 1}'
    assert program.post(f"/api/v1/undo/{made['Goodwill-Batch']}").status_code == 200
    assert program.get(url).json()["items"] == []


def test_several_are_sent_as_a_form(program, url):
    sent = {"one": SimpleUploadedFile("a.txt", b"a"), "two": SimpleUploadedFile("b.txt", b"b")}
    assert [item["name"] for item in program.post(url, sent).json()["items"]] == ["a.txt", "b.txt"]


def test_a_key_that_comes_twice_keeps_one_file(program, url):
    answers = [
        program.post(f"{url}?name=a.txt", b"a", content_type="text/plain", headers={"Idempotency-Key": "k1"})
        for _time in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert File.objects.count() == 1


def test_a_new_version_is_put_and_the_earlier_ones_are_listed(program, add):
    file = add()
    done = program.put(f"/api/v1/files/{file.pk}/content", b"within six days", content_type="text/plain")
    assert (done.status_code, done.json()["size"]) == (200, 15)
    newest, oldest = program.get(f"/api/v1/files/{file.pk}/versions").json()["items"]
    assert (newest["size"], oldest["size"]) == (15, 25)
    assert b"".join(program.get(oldest["content"]).streaming_content) == b"Delivery within nine days"


@pytest.mark.parametrize("asked", ["", "?name=", "?nam=x", "?name=x&y=1"])
def test_what_cannot_be_taken_gets_a_sentence(program, url, asked):
    program.get(url)  # from now on the key was used
    before = digest()
    answer = program.post(url + asked, b"x", content_type="text/plain")
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
    assert digest() == before


def test_bytes_that_are_called_a_form_are_not_taken(program, add):
    file = add()
    program.get(f"/api/v1/files/{file.pk}")
    before, kind = digest(), "application/x-www-form-urlencoded"
    assert program.put(f"/api/v1/files/{file.pk}/content", b"a=b", content_type=kind).status_code == 415
    assert digest() == before


def test_what_is_not_there_has_no_files(program, url, maker):
    program.get(url)
    before = digest()
    for address in (f"/api/v1/makers/{maker.pk + 10**6}/files", "/api/v1/notes/1/files", "/api/v1/nothing/1/files"):
        assert program.post(f"{address}?name=x", b"x", content_type="text/plain").status_code == 404
    assert program.get("/api/v1/files/987654321/content").status_code == 404
    assert digest() == before


def test_who_may_only_read_sends_nothing(as_role, browse, url, add):
    file = add()
    reader = as_role("read_only")
    program = browse(None, HTTP_AUTHORIZATION=f"Bearer {api_keys.issue(by=reader, name='Reader').text}")
    assert program.get(f"/api/v1/files/{file.pk}/content").status_code == 200
    before = digest()
    assert program.post(f"{url}?name=a.txt", b"a", content_type="text/plain").status_code == 403
    assert program.put(f"/api/v1/files/{file.pk}/content", b"a", content_type="text/plain").status_code == 403
    assert digest() == before
