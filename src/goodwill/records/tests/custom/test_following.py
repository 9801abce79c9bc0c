"""What is computed from a field stands anew beside it, wherever the field is edited in its place."""

from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field


def test_a_field_edited_in_its_place_brings_what_is_computed_from_it(firm, owner, browse):
    make_field(by=owner, type="toy", kind="number", label="Wheels")
    make_field(by=owner, type="toy", kind="formula", label="Spare", formula="[Wheels] + 1", decimals=0)
    make_field(by=owner, type="toy", kind="formula", label="All", formula="[Spare] * 2", decimals=0)
    toy = writing.create(registry.get("toy"), {"name": "Car"}, by=owner)
    row = f'<div class="field" id="field-{toy.pk}-x_all"'
    assert f'{row} hidden="">' in browse(owner).get(f"/toys/{toy.pk}/").content.decode()
    sent = {"x_wheels": "6", "version": toy.version, "beside": "name,x_spare,x_all"}
    answers = {
        place: browse(owner)
        .post(f"/toys/{toy.pk}/fields/x_wheels", sent, HTTP_HX_REQUEST="true", HTTP_HX_TARGET=f"{place}x_wheels")
        .content.decode()
        for place in (f"field-{toy.pk}-", f"cell-{toy.pk}-")
    }
    for place, answer in answers.items():
        assert answer.index(f"{place}x_spare") < answer.index(f"{place}x_all") < answer.index(">14<")
    assert f'{row} hx-swap-oob="true">' in answers[f"field-{toy.pk}-"]
    assert f'id="cell-{toy.pk}-x_all"' in browse(owner).get("/toys/?columns=name,x_all").content.decode()
