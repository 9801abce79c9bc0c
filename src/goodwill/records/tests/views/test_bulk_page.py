"""A deed for a selection: its question, then the work in the background."""

import csv
import io

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import system
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Batch, BulkRow, Job
from goodwill.records.custom.verbs import make_field
from goodwill.records.toys.models import Toy


def test_a_field_of_the_selected_is_changed_and_can_be_undone(toy, owner, browse):
    client = browse(owner)
    asked = client.get("/toys/bulk/edit", {"id": toy.pk, "field": "stage"}).content.decode()
    assert 'name="stage"' in asked
    client.post("/toys/bulk/edit", {"id": toy.pk, "field": "stage", "stage": "made", "sure": "1"})
    run_due()
    toy.refresh_from_db()
    assert toy.stage == "made"
    client.post(f"/undo/{Batch.objects.order_by('-pk')[0].pk}")
    toy.refresh_from_db()
    assert toy.stage == "idea"


def test_nothing_selected_is_told_and_starts_nothing(owner, browse):
    before = Job.objects.count()
    assert browse(owner).post("/toys/bulk/trash", {"sure": "1"}).status_code == 422
    assert Job.objects.count() == before


def test_who_may_only_read_moves_nothing_to_the_trash(toy, as_role, browse):
    browse(as_role("read_only")).post("/toys/bulk/trash", {"id": toy.pk, "sure": "1"})
    run_due()
    toy.refresh_from_db()
    assert toy.deleted_at is None


@pytest.mark.slow
def test_each_refusal_of_hundreds_is_kept_with_its_record_and_sentence(owner, staff, browse):
    make_field(by=owner, type="toy", kind="text", label="Plate", unique=True)
    with changes.batch(system(), "seed"):
        toys = changes.create_many([Toy(name=f"=Toy {n}") for n in range(205)])
    client = browse(owner)
    given = {"all": "1", "query": "", "field": "x_plate", "x_plate": "AB 12", "sure": "1"}
    client.post("/toys/bulk/edit", given)
    run_due()
    job = Job.objects.get(name="bulk")
    assert (job.state, job.result, job.done) == ("done", {"done": 1, "refused": 204}, 205)
    assert BulkRow.objects.filter(job=job).count() == 204
    assert "204 not done" in client.get("/settings/work").content.decode()
    here, refused = f"/settings/work/{job.pk}/refusals", [toy.pk for toy in toys[1:]]
    pages = [client.get(f"{here}?after={after}").content.decode() for after in ("zzz", 101, 201)]
    assert [page.count('class="mini"') for page in pages] == [100, 100, 4]
    assert f"/toys/{refused[0]}/" in pages[0]
    lines = [*csv.DictReader(io.StringIO(b"".join(client.get(f"{here}.csv")).decode()))]
    assert [line["Link"].rpartition("/toys/")[2] for line in lines] == [f"{pk}/" for pk in refused]
    assert {line["Record"][:5] for line in lines} == {line["Reason"][:5] for line in lines} == {"'=Toy"}
    assert {browse(staff).get(address).status_code for address in (here, f"{here}.csv")} == {404}
    rows = client.get(f"/api/v1/work/{job.pk}/rows?only=refused&limit=1000").json()["items"]
    assert [(row["id"], row["status"]) for row in rows] == [(pk, 422) for pk in refused]
    assert [f"'{row['detail']}" for row in rows] == [line["Reason"] for line in lines]
