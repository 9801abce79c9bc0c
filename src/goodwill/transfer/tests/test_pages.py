from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File
from goodwill.records import registry
from goodwill.transfer import runs
from goodwill.transfer.models import Import

TEXT = "First Name,Last Name,Email,Colour\nAnna,Field,anna@field.example,red\nBen,Moor,ben@moor.example,\n,,,blue\n"
Browse = Callable[..., Client]


def upload(client: Client, text: str = TEXT, name: str = "people.csv") -> Any:
    return client.post("/import", {"files": [SimpleUploadedFile(name, text.encode())]})


def options_of(run: Import, **changed: str) -> dict[str, str]:
    return {"row_is": "person", "policy": "fill", "doubles": "take", "source": run.options["source"], **changed}


def test_a_file_goes_through_all_steps_to_its_result(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    answer = upload(client)
    run = Import.objects.get()
    assert answer["Location"] == f"/import/{run.pk}/file"
    assert b"anna@field.example" in client.get(answer["Location"]).content
    page = client.get(f"/import/{run.pk}/columns").content.decode()
    assert page.count("<select") == 4
    chosen = {f"c{position}": target for position, target in run.targets.items()}
    assert client.post(f"/import/{run.pk}/columns", chosen)["Location"] == f"/import/{run.pk}/options"
    assert client.get(f"/import/{run.pk}/options").status_code == 200
    assert client.post(f"/import/{run.pk}/options", options_of(run))["Location"] == f"/import/{run.pk}/check"
    assert "no name" in client.get(f"/import/{run.pk}/check").content.decode()
    assert client.post(f"/import/{run.pk}/start")["Location"] == f"/import/{run.pk}/result"
    assert "<progress" in client.get(f"/import/{run.pk}/result").content.decode()
    jobs.run_due()
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["refused"]) == ("done", 2, 1)
    assert "/people/" in client.get(f"/import/{run.pk}/result").content.decode()
    assert "people.csv" in client.get("/import/runs").content.decode()


def test_the_error_file_holds_the_refused_rows_and_why(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client, TEXT.replace("blue", "=1+1"))
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    text = b"".join(client.get(f"/import/{run.pk}/errors.csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    head, row = text.strip().splitlines()
    assert head == "First Name,Last Name,Email,Colour,Why (Goodwill)"
    assert row.startswith((",,,'=1+1,", ",,,\"'=1+1"))
    assert "no name" in row


def test_two_columns_cannot_be_the_same_field(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    answer = client.post(f"/import/{run.pk}/columns", {"c0": "given_name", "c1": "given_name"})
    assert answer.status_code == 422
    assert "cannot both be" in answer.content.decode()
    run.refresh_from_db()
    assert run.mapping["1"] == "family_name"


def test_what_is_no_table_is_refused_with_a_sentence(owner: Actor, browse: Browse) -> None:
    answer = upload(browse(owner), "%PDF-1.7 ...", "letter.csv")
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_card_that_says_nothing_is_refused_with_a_sentence(owner: Actor, browse: Browse) -> None:
    answer = upload(browse(owner), "begin:vcard\nnickname:\nend:vcard\n", "card.vcf")
    assert answer.status_code == 422
    assert "card.vcf: There is nothing in it" in answer.content.decode()
    assert not Import.objects.exists()


def test_files_that_differ_are_asked_about_on_one_page(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    texts = [TEXT, "Firm;Town\nBrio;Leeds", "Thing,Price\nBell,9", TEXT]
    files = [SimpleUploadedFile(f"{n}.csv", text.encode()) for n, text in enumerate(texts)]
    there = client.post("/import", {"files": files})["Location"]
    page = client.get(there).content.decode()
    assert "0.csv and 1 more" in page
    assert ("noun2" in page, "noun3" in page) == (True, False)
    sent = {"noun0": "people:company", "noun1": "people:household", "noun2": "left"}
    assert client.post(there, sent)["Location"] == "/import/runs"
    chosen = [(run.name, run.options["row_is"]) for run in Import.objects.order_by("id")]
    assert chosen == [("0.csv and 1 more", "company"), ("1.csv", "household")]


def test_a_draft_can_be_left_out(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    discard = f"/import/{Import.objects.get().pk}/discard"
    assert discard in client.get("/import/runs").content.decode()
    assert client.post(discard, {"back": "imports"})["Location"] == "/import/runs"
    assert not Import.objects.exists()
    assert not File.everything.exists()


def test_undo_from_the_result_page(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    client.post(f"/import/{run.pk}/start")
    jobs.run_due()
    client.post(f"/import/{run.pk}/undo")
    run.refresh_from_db()
    assert run.state == "undone"
    assert "taken back" in client.get(f"/import/{run.pk}/result").content.decode()


def test_undo_from_history_goes_the_same_way_in_the_background(
    owner: Actor, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    client.post(f"/import/{run.pk}/start")
    jobs.run_due()
    run.refresh_from_db()
    monkeypatch.setattr(runs, "UNDONE_AT_ONCE", 0)
    assert client.post(f"/undo/{run.batch_id}").status_code == 303
    run.refresh_from_db()
    assert run.state == "running"
    assert run.job.name == "import-undo"
    assert client.post(f"/undo/{run.batch_id}").status_code == 403
    jobs.run_due()
    run.refresh_from_db()
    assert run.state == "undone"
    assert run.counts["undone"] == run.batch.changes.count() > 2
    assert not registry.get("person").rows(owner).exists()


@pytest.mark.parametrize("path", ["/import", "/import/runs"])
def test_pages_are_closed_to_who_may_not_import(path: str, as_role: Callable[[str], Actor], browse: Browse) -> None:
    assert browse(as_role("read_only")).get(path).status_code == 403


def test_an_import_of_somebody_else_is_not_there_for_staff(
    owner: Actor, as_role: Callable[[str], Actor], browse: Browse
) -> None:
    upload(browse(owner))
    run = Import.objects.get()
    client = browse(as_role("staff"))
    assert client.get(f"/import/{run.pk}/file").status_code == 404
    assert client.post(f"/import/{run.pk}/start").status_code == 404
    run.refresh_from_db()
    assert run.state == "draft"


def test_the_list_of_each_type_leads_to_its_import(
    owner: Actor, browse: Browse, as_role: Callable[[str], Actor]
) -> None:
    for slug, name in (("people", "person"), ("companies", "company"), ("tasks", "task"), ("toys", "toy")):
        assert f'href="/import?as={name}"' in browse(owner).get(f"/{slug}/").content.decode()
    assert "/import?as=" not in browse(as_role("read_only")).get("/people/").content.decode()


def test_a_large_file_is_looked_through_in_the_background(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    rows = (f"Given{n},Family{n},p{n}@field.example,{'long ' * 40}" for n in range(1300))
    upload(client, "First Name,Last Name,Email,Colour\n" + "\n".join(rows) + "\n")
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    run.refresh_from_db()
    assert run.state == "checking"
    assert "<progress" in client.get(f"/import/{run.pk}/check").content.decode()
    jobs.run_due()
    run.refresh_from_db()
    assert (run.state, run.checked["new"]) == ("ready", 1300)
    assert "Import them" in client.get(f"/import/{run.pk}/check").content.decode()


def test_a_run_that_waits_can_be_stopped(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    client.post(f"/import/{run.pk}/start")
    client.post(f"/import/{run.pk}/stop")
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert jobs.run_due() is not None
    assert run.counts == {}


def test_the_result_page_reads_while_the_first_rows_are_still_counted(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    client.post(f"/import/{run.pk}/options", options_of(run))
    client.post(f"/import/{run.pk}/start")
    Import.objects.filter(pk=run.pk).update(counts={"new": 1})
    assert client.get(f"/import/{run.pk}/result").status_code == 200


def test_a_file_is_looked_through_when_somebody_says_so(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    upload(client)
    run = Import.objects.get()
    assert "Look through the file" in client.get(f"/import/{run.pk}/check").content.decode()
    run.refresh_from_db()
    assert (run.state, run.checked) == ("draft", {})
    assert client.post(f"/import/{run.pk}/again")["Location"] == f"/import/{run.pk}/check"
    assert "Import them" in client.get(f"/import/{run.pk}/check").content.decode()
