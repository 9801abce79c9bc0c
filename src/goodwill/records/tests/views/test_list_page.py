"""The list of a type, as its readers get it."""

import re

import pytest

from goodwill.kernel import changes
from goodwill.kernel.models import Job
from goodwill.records.toys.models import Maker, Toy


def test_it_shows_rows_with_hostile_names_as_words(toy, owner, browse):
    page = browse(owner).get("/toys/").content.decode()
    assert "Ålborg Works" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_its_part_is_answered_alone(toy, owner, browse, part):
    rows = part(browse(owner), "/toys/", "rows")
    assert "Duck" in rows
    assert "<html" not in rows


def test_a_filter_in_the_address_narrows_it(toy, owner, browse):
    page = browse(owner).get("/toys/", {"filter": 'name contains "goose"'}).content.decode()
    assert "Duck" not in page
    assert "Nothing matches" in page


def test_one_of_its_conditions_will_do_after_a_click(toy, owner, browse):
    client, both = browse(owner), {"filter": 'name contains "goose" and name contains "duck"'}
    page = client.get("/toys/", both).content.decode()
    turn = "/toys/?filter=name+contains+%22goose%22+or+name+contains+%22duck%22"
    assert f'href="{turn}"' in page
    assert "Nothing matches" in page
    page = client.get(turn).content.decode()
    assert "Duck" in page
    assert "All of them must hold" in page


@pytest.mark.parametrize(
    "query", ["", "&as=board&by=stage", "&as=list&by=stage", "&as=chart&by=stage", "&sort=nonsense"]
)
def test_a_filter_that_is_not_understood_shows_nothing_and_how_to_repair_it(query, toy, owner, browse, part):
    client, url = browse(owner), f"/toys/?filter=nonsense is 1 and pieces > 3{query}"
    answer = client.get(url)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Show all" in part(client, url, "rows")
    assert "Toys have no field &#34;nonsense&#34;" in page
    assert 'value="nonsense is 1 and pieces &gt; 3"' in page
    assert "filter=pieces+%3E+3" in page
    assert "Show all" in page
    for result in ("Duck", "1 toy", "gw-grid", 'id="bulk"', "gw-board", "export", "Save as"):
        assert result not in page


def test_nothing_is_done_to_the_result_of_a_filter_that_is_not_understood(toy, owner, browse):
    client, before = browse(owner), Job.objects.count()
    everything = {"all": "1", "query": "nonsense is 1", "sure": "1"}
    assert client.post("/toys/bulk/trash", everything).status_code == 400
    assert client.get("/toys/bulk/trash", everything).status_code == 400
    assert client.get("/toys/export.csv", {"filter": "nonsense is 1"}).status_code == 400
    assert Job.objects.count() == before
    toy.refresh_from_db()
    assert toy.deleted_at is None


def test_what_else_is_wrong_with_the_address_leaves_its_filter_as_it_is(toy, owner, browse):
    for wrong in ("sort=nonsense", "columns=nonsense", "sums=nonsense:sum", "after=nonsense", "as=board&by=name"):
        page = browse(owner).get(f"/toys/?filter=name is Goose&{wrong}").content.decode()
        assert "banner warn" in page
        assert "Duck" not in page
        assert "Nothing matches" in page


def test_a_cell_names_the_address_of_its_control(toy, owner, browse):
    page = browse(owner).get("/toys/").content.decode()
    assert f'id="cell-{toy.pk}-stage" data-edit="/toys/{toy.pk}/fields/stage"' in page


def test_a_reader_gets_no_way_to_write(toy, as_role, browse):
    page = browse(as_role("read_only")).get("/toys/").content.decode()
    assert "data-edit" not in page
    assert "/toys/new" not in page


def test_the_filter_menu_leads_to_an_editor_and_that_to_the_list(toy, owner, browse):
    client = browse(owner)
    menu = client.get("/toys/filter", {"filter": ""}, HTTP_HX_REQUEST="true").content.decode()
    assert 'hx-get="/toys/filter?filter=&amp;path=stage"' in menu
    editor = client.get("/toys/filter", {"filter": "", "path": "stage"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'value="made"' in editor
    asked = {"filter": "", "path": "stage", "operator": "is", "value": "made", "done": "1"}
    answer = client.get("/toys/filter", asked, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/toys/?filter=stage+is+made"


def test_more_rows_than_a_page_lead_to_the_next_one(owner, browse):
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {number:03}", owner=owner.user) for number in range(60)])
    page = browse(owner).get("/toys/").content.decode()
    assert 'rel="next"' in page
    assert "Toy 055" not in page


def test_a_country_stands_in_a_list_by_its_name(browse, owner):
    with changes.batch(owner, "play"):
        changes.create(Maker(name="Acme", country="NO"))
    assert "<bdi>Norway</bdi>" in browse(owner).get("/makers/?columns=name,country").content.decode()


def test_on_a_phone_a_number_or_a_day_stands_behind_its_name(toy, owner, browse):
    page = browse(owner).get("/toys/?columns=name,stage,pieces,created_at").content.decode()
    labels = re.findall(r'<td class="([^"]*)"[^>]* data-label="([^"]*)"', page)
    assert labels == [("num phone-under", "Pieces"), ("phone-end", "Created")]
