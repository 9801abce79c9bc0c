"""Files on the page of a record, as a signed-in user adds, sees and changes them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import override_settings

from goodwill.kernel import changes, files, jobs
from goodwill.kernel.models import File
from goodwill.records.contract.making import digest
from goodwill.records.files.tables import table_of
from goodwill.records.files.verbs import attach
from goodwill.records.search import search

PART = {"HTTP_HX_REQUEST": "true"}


def upload(name="terms.txt", content=b"Delivery within nine days"):
    return SimpleUploadedFile(name, content)


def page(client, url):
    return client.get(url).content.decode()


@pytest.fixture
def url(maker):
    return f"/makers/{maker.pk}/files"


def test_the_panel_stands_on_the_page_with_its_files_and_a_form_that_needs_no_script(owner, browse, maker, add, url):
    add("Größen.csv", b"a;b")
    shown = page(browse(owner), f"/makers/{maker.pk}/")
    for said in ("Größen.csv", f'action="{url}"', 'enctype="multipart/form-data"', 'capture="environment"', "512 MiB"):
        assert said in shown


def test_several_are_added_at_once_and_taken_back_as_one(owner, browse, maker, url):
    answer = browse(owner).post(url, {"files": [upload("a.txt", b"a"), upload("b.txt", b"b")]}, **PART)
    assert "2 files are here." in answer.content.decode()
    assert sorted(file.name for file in files.about(maker.ref)) == ["a.txt", "b.txt"]
    changes.undo(files.about(maker.ref)[0].pk and latest_batch(), owner)
    assert not files.about(maker.ref).exists()


def latest_batch():
    from goodwill.kernel.models import Batch

    return Batch.objects.latest("id").pk


def test_without_script_the_reader_returns_to_the_record(owner, browse, maker, url):
    answer = browse(owner).post(url, {"files": upload(), "photo": upload("photo.jpg", b"\xff\xd8\xff")})
    assert (answer.status_code, answer["Location"]) == (303, f"/makers/{maker.pk}/")
    assert files.about(maker.ref).count() == 2


def test_the_same_name_becomes_a_version_unless_both_are_wanted(owner, browse, maker, add, url):
    file = add()
    client = browse(owner)
    answer = client.post(url, {"files": upload("TERMS.txt", b"within six days"), "same": "version"}, **PART)
    assert "has a new version" in answer.content.decode()
    assert [one.size for one in files.versions(File.objects.get(pk=file.pk))] == [15, 25]
    client.post(url, {"files": upload("terms.txt", b"other"), "same": "both"}, **PART)
    assert files.about(maker.ref).count() == 2


def test_the_same_content_again_changes_nothing_and_says_so(owner, browse, add, url):
    add()
    before = digest()
    assert "Nothing was changed" in browse(owner).post(url, {"files": upload()}, **PART).content.decode()
    assert digest() == before


@pytest.mark.parametrize("sent", [{}, {"files": "no file"}])
def test_nothing_chosen_is_said(owner, browse, url, sent):
    before = digest()
    answer = browse(owner).post(url, sent, **PART)
    assert (answer.status_code, "Choose a file first" in answer.content.decode()) == (422, True)
    assert digest() == before


@pytest.mark.parametrize("bound", [{"GOODWILL_UPLOAD_LIMIT": 10}, {"GOODWILL_FILE_QUOTA": 1}])
def test_what_is_too_large_is_refused_with_a_sentence_and_all_stays_as_it_was(owner, browse, url, bound):
    before = digest()
    with override_settings(**bound):
        answer = browse(owner).post(url, {"files": [upload("a.txt", b"a"), upload("b.txt", b"b" * 11)]}, **PART)
    assert (answer.status_code, "not kept" in answer.content.decode()) == (422, True)
    assert digest() == before


def test_a_new_version_takes_the_place_and_an_earlier_one_is_opened_and_brought_back(owner, browse, add):
    file, client = add(), browse(owner)
    client.post(f"/files/{file.pk}/new-version", {"files": upload("offer.md", b"within six days")}, **PART)
    file.refresh_from_db()
    assert (file.name, file.size) == ("terms.md", 15)
    newest, oldest = files.versions(file)
    shown = page(client, f"/files/{file.pk}/")
    assert f"/files/{file.pk}/versions/{oldest.number}" in shown
    earlier = client.get(f"/files/{file.pk}/versions/{oldest.number}")
    assert b"".join(earlier.streaming_content) == b"Delivery within nine days"
    client.post(f"/files/{file.pk}/bring_back", {"number": oldest.number}, **PART)
    assert b"".join(files.chunks(File.objects.get(pk=file.pk))) == b"Delivery within nine days"
    assert len(files.versions(file)) == 3
    assert client.post(f"/files/{file.pk}/bring_back", {"number": 99}, **PART).status_code == 404
    assert newest.number > oldest.number


def test_it_is_renamed_thrown_away_and_brought_back(owner, browse, maker, add):
    file, client = add(), browse(owner)
    client.post(f"/files/{file.pk}/edit", {"name": "Our ../terms", "description": "signed", "version": "1"}, **PART)
    file.refresh_from_db()
    assert (file.name, file.description) == ("terms.txt", "signed")
    client.post(f"/files/{file.pk}/trash", **PART)
    assert (client.get(f"/files/{file.pk}/").status_code, files.about(maker.ref).count()) == (404, 0)
    assert client.get(f"/files/{file.pk}/content").status_code == 404
    assert "terms.txt" in page(client, "/trash?type=file")
    client.post(f"/files/{file.pk}/restore", **PART)
    assert files.about(maker.ref).count() == 1


def test_the_text_in_a_file_finds_it_with_the_rights_of_its_record(owner, as_role, browse, maker, add):
    from tests.security.visitors import user_with

    from goodwill.kernel.actors import Actor

    file = add("offer.txt", "Zwölf Lastenräder".encode())
    assert search("lastenrader", owner) == []
    jobs.run_due()
    (found,) = search("lastenrader", owner)
    assert (found.type.name, found.id, found.detail) == ("file", file.pk, "Ålborg Works · File")
    narrow = Actor.of(user_with({"*": {"read": "own"}}, name="Narrow"))
    assert search("lastenrader", narrow) == []
    with changes.batch(owner, "assign"):
        changes.update(maker, owner=narrow.user)
    assert [one.id for one in search("lastenrader", narrow)] == [file.pk]
    assert "Zwölf Lastenräder" in page(browse(owner), f"/files/{file.pk}/")


def test_files_out_of_reach_do_not_take_the_places_of_those_within(owner, add):
    from tests.security.visitors import user_with

    from goodwill.kernel.actors import Actor
    from goodwill.records.toys.models import Maker

    for n in range(6):
        add(f"offer {n}.txt")
    narrow = Actor.of(user_with({"*": {"read": "own", "create": "own", "change": "own"}}, name="Narrow"))
    with changes.batch(owner, "create"):
        mine = changes.create(Maker(name="Mine", owner=narrow.user))
    file = attach(mine, upload(), "offer of mine.txt", by=narrow)
    assert [one.id for one in search("offer", narrow, limit=3)] == [file.pk]


def test_a_new_version_is_found_by_its_own_text_and_the_trash_by_nothing(owner, add):
    file = add("offer.txt", b"panniers")
    jobs.run_due()
    files.replace(file, upload(content=b"saddles"), "offer.txt", by=owner)
    jobs.run_due()
    assert (search("panniers", owner), [one.id for one in search("saddles", owner)]) == ([], [file.pk])
    with changes.batch(owner, "trash"):
        changes.trash(file)
    assert search("saddles", owner) == []
    with changes.batch(owner, "restore"):
        changes.restore(file)
    assert [one.id for one in search("saddles", owner)] == [file.pk]


def test_what_cannot_be_read_says_why_and_offers_the_file(owner, browse, add):
    file = add("offer.pdf", b"%PDF-1.7 nothing")
    jobs.run_due()
    shown = page(browse(owner), f"/files/{file.pk}/")
    assert "This PDF is damaged. The file is kept as it is." in shown
    assert f"/files/{file.pk}/content" in shown


def test_a_table_is_shown_as_one(owner, browse, add):
    file = add("prices.csv", b'Article;Price\r\n"Tyre; 28";"12,90"\r\n')
    jobs.run_due()
    shown = page(browse(owner), f"/files/{file.pk}/")
    assert "<td>Tyre; 28</td><td>12,90</td>" in shown
    assert table_of("a\tb\n", tabs=True).rows == [["a", "b"]]


def test_own_files_hang_on_nothing_and_nobody_else_sees_them(owner, as_role, browse):
    client = browse(as_role("staff"))
    client.post("/files/new", {"files": upload("mine.txt")})
    file = File.objects.get(name="mine.txt")
    assert client.get(f"/files/{file.pk}/").status_code == 200
    assert browse(owner).get(f"/files/{file.pk}/").status_code == 404


def test_thirty_files_cost_the_queries_of_three(owner, browse, maker, add, queries_of):
    client = browse(owner)
    for n in range(8):
        add(f"{n}.txt")
    client.get(f"/makers/{maker.pk}/")
    eight = queries_of(lambda: client.get(f"/makers/{maker.pk}/"))
    for n in range(22):
        add(f"more {n}.txt")
    client.get(f"/makers/{maker.pk}/")
    assert queries_of(lambda: client.get(f"/makers/{maker.pk}/")) == eight
    assert "All 30" in page(client, f"/makers/{maker.pk}/")
