"""Fields that a firm makes by clicking: from a list to a cell that is filled in, and a formula that is wrong."""

import re

import pytest
from playwright.sync_api import expect

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.kernel.models import CustomField
from goodwill.records.custom.verbs import make_field
from tests.browser.test_accessible import COLOURS, DRAWN, STILL, violations

pytestmark = [pytest.mark.browser]


@pytest.fixture
def page(site, owner):
    create_person(by=owner, name="Amara Bello")
    return site.open(owner)


def test_a_field_is_made_in_a_list_and_filled_in_there(page, site):
    page.goto(f"{site.origin}/people/?columns=name")
    page.locator("th", has_text="Name").get_by_role("button").first.click()
    page.get_by_role("menuitem", name="Add a field").click()
    page.locator("#sheet .field-kind", has_text="One of a list").click()
    page.fill("#sheet [name=label]", "Colour")
    for place, name in enumerate(("Red", "Blue")):
        page.locator("#sheet [name=choice_label]").nth(place).fill(name)
    page.get_by_role("button", name="Add a choice").click()
    expect(page.locator("#sheet [name=choice_label]")).to_have_count(4)
    page.click("#sheet [data-save]")
    page.wait_for_url(re.compile("x_colour"))
    cell = page.locator("td[id$=x_colour]")
    cell.dblclick()
    cell.locator("select").select_option("Blue")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("BlueSaved")
    assert Party.objects.get(name="Amara Bello").extra["x_colour"] == "blue"


def test_cells_are_filled_in_by_keys_one_after_the_other_and_taken_back(page, site, owner, staff):
    colours = [{"label": "Red"}, {"label": "Blue"}]
    make_field(by=owner, type="person", kind="number", label="Hours")
    make_field(by=owner, type="person", kind="choices", label="Colours", choices=colours)
    make_field(by=owner, type="person", kind="relation", label="Garage", target="company")
    make_field(by=owner, type="person", kind="formula", label="Twice", formula="2 * [Hours]")
    create_company(by=owner, name="Harwick Motors")
    page.goto(f"{site.origin}/people/?columns=name,mail,x_hours,x_colours,x_garage,x_twice")
    hours, colours, garage = (page.locator(f"td[id$={name}]") for name in ("x_hours", "x_colours", "x_garage"))
    page.keyboard.press("j")
    page.keyboard.press("F2")
    for name, typed in (("name", "Amara Stone"), ("mail", "amara@northgate.example")):
        expect(page.locator(f"td input[name={name}]")).to_be_focused()
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(hours.locator("input[name=x_hours]")).to_be_focused()
    shown = [re.compile("Amara Stone"), re.compile("amara@northgate")]
    expect(page.locator("td[id$=name], td[id$=mail]")).to_have_text(shown)
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    expect(colours.locator("[value=red]")).to_be_focused()
    for key in ("Space", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(garage.locator("[role=combobox]")).to_be_focused()
    page.keyboard.type("harw")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(garage).to_have_text("Harwick MotorsSaved")
    expect(garage).to_be_focused()
    expect(page.locator("td[id$=x_twice]")).to_have_text("8")
    expect(colours).to_have_text(re.compile("^Red"))
    kept = Party.objects.get(name="Amara Stone").extra
    assert (kept["x_hours"], kept["x_colours"]) == (4, ["red"])
    page.locator("gw-toast", has_text="Garage saved").locator("[data-undo]").click()
    expect(garage).to_have_text("")


def test_a_formula_says_what_is_wrong_while_it_is_typed(page, site, owner):
    make_field(by=owner, type="person", kind="number", label="Hours")
    page.goto(f"{site.origin}/settings/fields/new?type=person&kind=formula")
    page.fill("[name=label]", "Twice")
    page.locator("[name=formula]").press_sequentially("2 * [Huors]")
    expect(page.locator("#formula-said mark")).to_have_text("[Huors]")
    page.fill("[name=formula]", "2 * [Hours]")
    expect(page.locator("#formula-said .chip")).to_have_text("Number")
    assert violations(page) == []
    page.evaluate(STILL)
    page.emulate_media(color_scheme="dark")
    page.evaluate(DRAWN)
    assert violations(page, runOnly=COLOURS) == []
    page.click("[data-save]")
    page.wait_for_url(re.compile(r"/settings/fields\?type=person$"))


def test_fields_are_put_in_order_with_the_keys(page, site, owner):
    for label in ("First", "Second"):
        make_field(by=owner, type="person", kind="text", label=label)
    page.goto(f"{site.origin}/settings/fields?type=person")
    page.get_by_role("link", name="Second").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#toasts")).to_contain_text("The order is saved.")
    expect(page.locator(".own-field").first).to_contain_text("Second")
    assert list(CustomField.objects.order_by("position").values_list("label", flat=True)) == ["Second", "First"]


def test_conditions_are_built_with_the_keys_in_a_form_and_for_a_role(page, site, owner, staff):
    press = page.keyboard.press
    page.goto(f"{site.origin}/settings/fields/new?type=person&kind=text")
    page.fill("[name=label]", "Motto")
    page.locator("summary", has_text="Only for some").press("Enter")
    page.locator("#conditions-shown_when-add").press("Enter")
    page.locator("#condition-editor").get_by_role("menuitem", name="Phase", exact=True).press("Enter")
    expect(page.locator("#filter-operator")).to_be_focused()
    page.locator("#condition-editor [name=value]").select_option("customer")
    page.locator("#condition-editor [name=done]").press("Enter")
    expect(page.locator("#conditions-shown_when-add")).to_be_focused()
    expect(page.locator("#conditions-shown_when")).to_contain_text("0 of 1 people match.")
    press("Control+Enter")
    page.wait_for_url(re.compile(r"/settings/fields\?type=person$"))
    assert CustomField.objects.get().shown_when == "phase is customer"

    page.goto(f"{site.origin}/settings/roles/{staff.role.pk}/on/party")
    page.locator("#reach-read").select_option("where")
    page.locator("#scope-read-add").press("Enter")
    page.locator("#condition-editor").get_by_role("menuitem", name="Owner", exact=True).first.press("Enter")
    page.locator("#filter-me").press("Space")
    page.evaluate(STILL)
    assert violations(page) == []
    page.locator("#condition-editor [name=done]").press("Enter")
    expect(page.locator("#scope-read")).to_contain_text(f"{staff.user} sees 0 of 1 contacts.")
    expect(page.locator("#scope-change")).to_contain_text(f"{staff.user} may change 0 of 1 contacts.")
    page.evaluate(STILL)
    assert violations(page) == []
    press("Control+Enter")
    page.wait_for_url(re.compile(r"/settings/roles/\d+$"))
    staff.role.refresh_from_db()
    assert staff.role.scopes["party"]["read"] == "where owner is me"
