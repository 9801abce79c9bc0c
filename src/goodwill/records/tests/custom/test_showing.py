"""Fields that are shown only when others hold something."""

import pytest

from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import CustomField
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field

TOY = registry.get("toy")


@pytest.fixture
def recall(firm, owner):
    make_field(by=owner, type="toy", kind="yes_no", label="Recalled")
    make_field(by=owner, type="toy", kind="text", label="Why", required=True, shown_when="x_recalled is yes")
    return make_field(by=owner, type="toy", kind="date", label="Sold out on", shown_when="stage is sold_out")


def test_a_form_draws_it_as_soon_as_it_belongs_there(recall, owner, browse):
    client = browse(owner)
    form = client.get("/toys/new").content.decode()
    assert 'name="x_recalled"' in form
    assert 'name="x_why"' not in form
    assert 'hx-get="/toys/new?again=1"' in form
    again = client.get("/toys/new?again=1&name=Car&x_recalled=true&stage=idea").content.decode()
    assert 'name="x_why"' in again
    assert 'value="Car"' in again
    assert 'name="x_sold_out_on"' not in again


def test_what_is_not_shown_need_not_be_filled_in(recall, owner):
    car = writing.create(TOY, {"name": "Car"}, by=owner)
    with pytest.raises(Invalid) as refusal:
        writing.create(TOY, {"name": "Bus", "x_recalled": True}, by=owner)
    assert list(refusal.value.problems) == ["x_why"]
    writing.edit(TOY, car, {"x_recalled": True, "x_why": "Loose wheel"}, by=owner)
    with pytest.raises(Invalid):
        writing.edit(TOY, car, {"x_why": ""}, by=owner)


def test_a_page_shows_it_where_it_belongs_and_keeps_what_was_written(recall, owner, browse):
    car = writing.create(TOY, {"name": "Car", "x_recalled": True, "x_why": "Loose wheel"}, by=owner)
    client = browse(owner)
    facts = f'id="field-{car.pk}-x_why"'
    assert facts in client.get(f"/toys/{car.pk}/").content.decode()
    writing.edit(TOY, car, {"x_recalled": False}, by=owner)
    assert facts not in client.get(f"/toys/{car.pk}/").content.decode()
    assert TOY.model.objects.get(pk=car.pk).extra["x_why"] == "Loose wheel"


@pytest.mark.parametrize("text", ["x_new_one is empty", "maker.name is empty", "colour is red", '"car"'])
def test_a_condition_that_cannot_be_is_refused(text, recall, owner):
    with pytest.raises(Invalid) as refusal:
        make_field(by=owner, type="toy", kind="text", label="New one", shown_when=text)
    assert list(refusal.value.problems) == ["shown_when"]
    assert CustomField.objects.count() == 3
