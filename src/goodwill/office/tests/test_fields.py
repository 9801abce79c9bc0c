"""The pages on which a firm makes fields of its own."""

import re

import pytest

from goodwill.kernel import changes
from goodwill.kernel.models import CustomField
from goodwill.records import registry
from goodwill.records.toys.models import Maker

CHOICES = {"choice_value": ["", "", ""], "choice_label": ["Red", "", "Green"], "choice_tone": ["bad", "", ""]}


@pytest.fixture
def page(browse, owner):
    return browse(owner)


def test_a_field_is_made_changed_moved_removed_and_brought_back(page):
    assert "One of a list" in page.get("/settings/fields/new?type=person").content.decode()
    form = "/settings/fields/new?type=person&kind=choice"
    assert 'name="choice_label"' in page.get(form).content.decode()
    assert page.post(form, {"label": "Colour", **CHOICES}).status_code == 303
    made = CustomField.objects.get()
    assert (made.type, made.name, made.choices[0]["tone"]) == ("person", "x_colour", "bad")
    page.post("/settings/fields/new?type=person&kind=text", {"label": "Motto"})
    known = page.get(f"/settings/fields/{made.pk}").content.decode()
    assert all(text in known for text in ("Colour", "Red", "Green"))
    changed = {"choice_value": ["red", ""], "choice_label": ["Crimson", "Blue"], "choice_tone": ["", ""]}
    assert page.post(f"/settings/fields/{made.pk}", {"label": "Paint", **changed}).status_code == 303
    made.refresh_from_db()
    assert (made.label, [one["value"] for one in made.choices]) == ("Paint", ["red", "blue"])
    other = CustomField.objects.get(label="Motto")
    page.post("/settings/fields/order?type=person", {"id": [other.pk, made.pk]})
    assert [name for name in registry.get("person").all_fields if name.startswith("x_")] == ["x_motto", "x_colour"]
    page.post(f"/settings/fields/{made.pk}/remove")
    assert "x_colour" not in registry.get("person").all_fields
    assert "Bring back" in page.get("/settings/fields?type=person").content.decode()
    page.post(f"/settings/fields/{made.pk}/restore")
    assert "x_colour" in registry.get("person").all_fields


def test_a_name_and_a_kind_in_a_line_make_a_field(page):
    line = "/settings/fields/line?type=person"
    for label, kind in (("Motto", "text"), ("Referred by", "relation:party"), ("Budget", "money")):
        answer = page.post(
            line, {"label": label, "kind": kind}, headers={"HX-Request": "true", "HX-Target": "field-line"}
        )
        assert (answer.status_code, answer["HX-Trigger-After-Swap"]) == (200, "goodwill:changed")
    made = CustomField.objects.order_by("position").values_list("label", "kind", "target")
    assert list(made) == [("Motto", "text", ""), ("Referred by", "relation", "party"), ("Budget", "money", "")]
    asked = page.post(line, {"label": "Colour", "kind": "choice"})
    assert 'value="Colour"' in page.get(asked["Location"]).content.decode()
    twice = page.post(line, {"label": "Motto", "kind": "text"})
    assert (twice.status_code, "already" in twice.content.decode()) == (422, True)
    assert CustomField.objects.count() == 3


def test_what_cannot_be_is_said_beside_what_was_typed(page):
    answered = page.post("/settings/fields/new?type=person&kind=choice", {"label": "Name", "choice_label": ["Kept"]})
    text = answered.content.decode()
    assert (answered.status_code, "already" in text, "At least one choice" in text) == (422, True, True)
    assert not CustomField.everything.exists()


def test_a_person_is_made_with_the_fields_of_the_firm(page):
    page.post("/settings/fields/new?type=person&kind=money", {"label": "Budget", "currency": "GBP"})
    page.post("/settings/fields/new?type=person&kind=yes_no", {"label": "Likes boats"})
    page.post("/people/new", {"name": "Ada Byron", "x_budget": "12.50", "x_likes_boats": "true"})
    ada = registry.get("person").model.objects.get(name="Ada Byron")
    assert (ada.extra["x_budget"], ada.extra["x_likes_boats"]) == (1250, True)
    shown = page.get(f"/people/{ada.pk}/").content.decode()
    assert all(text in shown for text in ("Budget", "£12.50", "Likes boats"))
    page.post(f"/people/{ada.pk}/fields/x_budget", {"x_budget": "20"})
    story = page.get(f"/people/{ada.pk}/?show=changes").content.decode()
    assert "£20.00" in story


def test_a_field_that_is_added_in_a_list_becomes_its_column(page):
    menu = page.get("/people/columns/name").content.decode()
    assert "/settings/fields/new?type=person&amp;next=" in menu
    to = "/settings/fields/new?type=person&kind=text&next=/people/%3Fcolumns%3Dname,NEW"
    answered = page.post(to, {"label": "Motto"})
    assert answered["Location"] == "/people/?columns=name,x_motto"


def test_only_who_may_change_the_settings_comes_here(browse, as_role):
    client = browse(as_role("staff"))
    assert client.get("/settings/fields").status_code == 403
    assert client.post("/settings/fields/new?type=person&kind=text", {"label": "Motto"}).status_code == 403
    assert "settings/fields" not in client.get("/people/columns/name").content.decode()


def test_a_formula_is_checked_while_it_is_typed(page):
    page.post("/settings/fields/new?type=person&kind=money", {"label": "Budget", "currency": "GBP"})
    page.post("/people/new", {"name": "Ada Byron", "x_budget": "12.50"})
    said = page.get("/settings/fields/formula", {"type": "person", "formula": "[budget] * 2"}).content.decode()
    assert all(text in said for text in ("Money", "Ada Byron", "£25.00"))
    wrong = page.get("/settings/fields/formula", {"type": "person", "formula": "1 + [Bugdet]"}).content.decode()
    assert "<mark>[Bugdet]</mark>" in wrong
    page.post("/settings/fields/new?type=person&kind=formula", {"label": "Twice", "formula": "[Budget] * 2"})
    assert "£25.00" in page.get("/people/?columns=name,x_twice").content.decode()
    made = CustomField.objects.get(label="Twice")
    assert "[Budget] * 2" in page.get(f"/settings/fields/{made.pk}").content.decode()


def test_what_a_formula_comes_to_is_told_as_a_percentage(page, owner):
    page.post("/settings/fields/new?type=maker&kind=number", {"label": "Sold", "decimals": "0"})
    asked = {"type": "maker", "formula": "[Sold] / 80", "decimals": "1%"}
    page.post("/makers/new", {"name": "Brio", "x_sold": "50"})
    said = page.get("/settings/fields/formula", asked).content.decode()
    assert all(text in said for text in ("Percent", "62.5 %"))
    page.post("/settings/fields/new?type=maker&kind=formula", {**asked, "label": "Share"})
    page.post("/settings/fields/new?type=maker&kind=formula", {"label": "Half", "formula": "[Share] / 2"})
    shown = page.get("/makers/?columns=name,x_share,x_half&filter=x_share+%3E+60&sums=x_share:average").content.decode()
    assert (shown.count("62.5 %"), "0.31" in shown) == (2, True)
    made = CustomField.objects.get(label="Share")
    assert re.search(r'value="1%"\s+selected', page.get(f"/settings/fields/{made.pk}").content.decode())
    page.post(f"/settings/fields/{made.pk}", {**asked, "label": "Share", "decimals": "2"})
    assert ">0.63<" in page.get("/makers/?columns=name,x_share").content.decode()


def test_a_rollup_is_made_by_choosing(page):
    form = "/settings/fields/new?type=person&kind=rollup"
    chosen = f"{form}&label=Open+tasks&rollup_source=task.about&rollup_how=last"
    assert 'name="rollup_field"' in page.get(chosen).content.decode()
    given = {"label": "Open tasks", "rollup_source": "task.about", "rollup_how": "count"}
    assert page.post(form, {**given, "rollup_filter": "nonsense"}).status_code == 422
    assert page.post(form, {**given, "rollup_filter": "done_at is empty"}).status_code == 303
    assert CustomField.objects.get().rollup["how"] == "count"
    assert "done_at is empty" in page.get(f"/settings/fields/{CustomField.objects.get().pk}").content.decode()


def test_the_conditions_of_a_field_are_clicked_together(owner, browse):
    client, url = browse(owner), "/makers/condition"
    with changes.batch(owner, "play"):
        for name, country in (("Brio", "SE"), ("Plan", "TH")):
            changes.create(Maker(name=name, country=country))
    asked = {"name": "shown_when", "filter": ""}
    assert "path=country" in client.get(url, asked).content.decode()
    taken = client.get(url, {**asked, "path": "country", "value": "SE", "done": "1"})
    assert taken["HX-Retarget"] == "#conditions-shown_when"
    assert ['value="country is SE"' in (page := taken.content.decode()), "1 of 2 makers match." in page] == [True] * 2
    changed = client.get(url, {**asked, "filter": "country is SE", "chip": "0", "value": "TH", "done": "1"})
    assert 'value="country is TH"' in changed.content.decode()
    sent = {"name": "shown_when", "shown_when": "country is SE and name is not empty"}
    assert 'value="country is SE or name is not empty"' in (
        client.get("/makers/conditions", {**sent, "turn": "1"}).content.decode()
    )
    assert 'value="name is not empty"' in client.get("/makers/conditions", {**sent, "without": "0"}).content.decode()
    assert "no field" in client.get("/makers/conditions", {**sent, "shown_when": "contry is SE"}).content.decode()
    assert client.get("/makers/conditions", {"name": "<b>"}).status_code == 404
    form = client.get("/settings/fields/new?type=maker&kind=text").content.decode()
    assert 'id="conditions-shown_when"' in form
