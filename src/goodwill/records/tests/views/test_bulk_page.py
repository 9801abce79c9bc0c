"""A deed for a selection: its question, then the work in the background."""

from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Batch, Job


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
