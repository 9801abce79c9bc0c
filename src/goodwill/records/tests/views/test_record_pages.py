"""The page, the forms and the fields of a record, as those who work with it get them."""

import re

from django.utils import timezone

from goodwill.kernel.models import Presence
from goodwill.records.toys.models import Toy

HX = {"HTTP_HX_REQUEST": "true"}


def test_the_page_shows_its_fields_and_hostile_text_as_words(toy, owner, browse):
    page = browse(owner).get(f"/toys/{toy.pk}/").content.decode()
    assert "Ålborg Works" in page
    assert "<script>alert" not in page
    assert f'id="field-{toy.pk}-pieces"' in page


def test_the_side_sheet_gets_the_record_without_the_frame(toy, owner, browse):
    answer = browse(owner).get(f"/toys/{toy.pk}/", HTTP_HX_TARGET="sheet", **HX).content.decode()
    assert "sheet-head" in answer
    assert "<html" not in answer


def test_a_new_record_is_saved_and_shown(owner, browse):
    answer = browse(owner).post("/toys/new", {"name": "Goose", "pieces": "4", "stage": "made"})
    toy = Toy.objects.get(name="Goose")
    assert answer["Location"] == f"/toys/{toy.pk}/"
    assert (toy.pieces, toy.stage) == (4, "made")


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(owner, browse):
    sent = {"name": "Goose", "pieces": "many", "stage": "made"}
    answer = browse(owner).post("/toys/new", sent, HTTP_HX_TARGET="record-form", **HX)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="many"' in page
    assert "Not saved yet" in page
    assert not Toy.objects.filter(name="Goose").exists()


def test_who_may_only_read_changes_nothing(toy, as_role, browse):
    client = browse(as_role("read_only"))
    for address in (f"/toys/{toy.pk}/edit", f"/toys/{toy.pk}/fields/pieces", f"/toys/{toy.pk}/trash", "/toys/new"):
        assert client.post(address, {"pieces": "9", "name": "X"}).status_code in (403, 404)
    toy.refresh_from_db()
    assert (toy.pieces, toy.deleted_at) == (3, None)
    assert Toy.objects.count() == 1


def test_a_field_is_saved_in_its_place(toy, owner, browse):
    client = browse(owner)
    control = client.get(f"/toys/{toy.pk}/fields/pieces", HTTP_HX_TARGET=f"cell-{toy.pk}-pieces", **HX)
    assert "<td" in control.content.decode()
    answer = client.post(f"/toys/{toy.pk}/fields/pieces", {"pieces": "12", "version": toy.version}, **HX)
    assert "saved" in answer.content.decode()
    toy.refresh_from_db()
    assert toy.pieces == 12


def test_a_wrong_value_is_told_and_stays_typed(toy, owner, browse):
    answer = browse(owner).post(f"/toys/{toy.pk}/fields/pieces", {"pieces": "many"}, **HX)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    toy.refresh_from_db()
    assert toy.pieces == 3


def test_two_who_change_one_field_get_both_versions(toy, owner, browse):
    client = browse(owner)
    client.post(f"/toys/{toy.pk}/fields/pieces", {"pieces": "12", "version": toy.version}, **HX)
    late = client.post(f"/toys/{toy.pk}/fields/pieces", {"pieces": "20", "version": toy.version}, **HX)
    assert late.status_code == 409
    assert "12" in late.content.decode()
    toy.refresh_from_db()
    assert toy.pieces == 12


def test_the_trash_is_undone_from_its_toast(toy, owner, browse):
    client = browse(owner)
    page = client.post(f"/toys/{toy.pk}/trash", follow=True).content.decode()
    assert not Toy.objects.filter(pk=toy.pk).exists()
    client.post(re.search(r"/undo/\d+", page)[0])
    assert Toy.objects.filter(pk=toy.pk).exists()


def test_an_unknown_type_record_or_verb_is_not_there(toy, owner, browse):
    client = browse(owner)
    for address in ("/nothing/", "/toys/999999/", f"/toys/{toy.pk}/vanish", f"/games/{toy.pk}/"):
        assert client.get(address).status_code == 404


def test_the_page_tells_what_happened_to_the_record_itself(toy, owner, browse):
    client = browse(owner)
    client.post(f"/toys/{toy.pk}/fields/pieces", {"pieces": "77", "version": toy.version}, **HX)
    story = client.get(f"/toys/{toy.pk}/", HTTP_HX_TARGET="story", **HX).content.decode()
    assert "77" in story


def test_who_else_has_the_page_open_stands_in_its_head(toy, owner, staff, browse):
    for user in (owner.user, staff.user):
        Presence.objects.create(process="one", user=user, type="toy", ref_id=toy.pk, at=timezone.now())
    part = browse(owner).get(f"/toys/{toy.pk}/here", HTTP_HX_TARGET="here", **HX).content.decode()
    assert f'aria-label="{staff.user.name}"' in part
    assert f'aria-label="{owner.user.name}"' not in part
    assert f'data-at="toy:{toy.pk}"' in browse(owner).get(f"/toys/{toy.pk}/").content.decode()
    assert browse(owner).get(f"/toys/{toy.pk + 1}/here").status_code == 404


def test_the_open_page_of_what_went_to_the_trash_asks_in_peace_who_is_there(toy, owner, browse):
    browse(owner).post(f"/toys/{toy.pk}/trash")
    for pk in (toy.pk, toy.pk + 1):
        part = browse(owner).get(f"/toys/{pk}/here", HTTP_HX_TARGET="here", **HX)
        assert (part.status_code, part.content) == (204, b"")
