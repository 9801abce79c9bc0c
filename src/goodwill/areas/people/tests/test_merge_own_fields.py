"""Fields that the firm made, when two entries become one."""

from django.urls import reverse

from goodwill.areas.people.verbs.merge import merge
from goodwill.kernel import changes
from goodwill.kernel.models import Batch
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field


def test_own_values_are_filled_in_and_relations_lead_to_the_survivor(firm, owner):
    person = registry.get("person")
    make_field(by=owner, type="person", kind="text", label="Motto")
    make_field(by=owner, type="person", kind="text", label="Boat")
    make_field(by=owner, type="person", kind="relation", label="Referred to", target="person")
    ada = writing.create(person, {"name": "Ada Byron", "x_motto": "Onwards"}, by=owner)
    twin = writing.create(person, {"name": "Ada Byron", "x_motto": "Other", "x_boat": "Cutter"}, by=owner)
    ben = writing.create(person, {"name": "Ben Moor", "x_referred_to": twin.pk}, by=owner)
    with changes.batch(owner, "merge") as batch:
        merge(ada, by=owner, others=[twin.pk])
    for one in (ada, ben):
        one.refresh_from_db()
    assert (ada.extra["x_motto"], ada.extra["x_boat"], ben.extra["x_referred_to"]) == ("Onwards", "Cutter", ada.pk)
    changes.undo(batch.id, owner)
    for one in (ada, ben):
        one.refresh_from_db()
    assert ("x_boat" in ada.extra, ben.extra["x_referred_to"]) == (False, twin.pk)


def test_own_fields_stand_side_by_side_and_one_that_is_never_twice_moves_over(firm, owner, browse):
    person = registry.get("person")
    make_field(by=owner, type="person", kind="text", label="Motto")
    make_field(by=owner, type="person", kind="number", label="Customer number", unique=True)
    ada = writing.create(person, {"name": "Ada Byron", "x_motto": "Onwards"}, by=owner)
    twin = writing.create(person, {"name": "Ada Byron", "x_motto": "Upwards", "x_customer_number": 7}, by=owner)
    asked = {"id": [ada.pk, twin.pk], "keep": ada.pk}
    page = browse(owner).get(reverse("compare_duplicates"), asked).content.decode()
    assert ["Onwards" in page, "Upwards" in page, "Customer number" in page] == [True] * 3
    sent = {**asked, "take-x_motto": twin.pk}
    assert browse(owner).post(reverse("compare_duplicates"), sent).status_code == 303
    for one in (ada, twin):
        one.refresh_from_db()
    assert (ada.extra["x_motto"], ada.extra["x_customer_number"], twin.deleted_at is None) == ("Upwards", 7, False)
    changes.undo(Batch.objects.latest("id").pk, owner)
    for one in (ada, twin):
        one.refresh_from_db()
    assert (ada.extra["x_motto"], "x_customer_number" in ada.extra) == ("Onwards", False)
    assert twin.extra["x_customer_number"] == 7
