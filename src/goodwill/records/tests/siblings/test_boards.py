"""The board of a list: lanes of cards, and what happens to one that is put elsewhere."""

import re

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch
from goodwill.records.custom.verbs import make_field
from goodwill.records.saved import verbs
from goodwill.records.saved.known import known_views
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import TOY

HX = {"HTTP_HX_REQUEST": "true"}
BOARD = "/toys/?as=board&by=stage"


def lanes(page):
    """By their keys, the count of each lane and the names on its cards."""
    found = {}
    for part in page.split('data-lane="')[1:]:
        count = re.search(r'small num">([^<]+)<', part)[1]
        found[part.partition('"')[0]] = (
            count,
            re.findall(r'data-href="[^"]+" tabindex="0" aria-label="([^"]+)"', part),
        )
    return found


def test_a_lane_holds_the_cards_of_its_option_and_of_nobody_elses(made, owner, staff, browse):
    made("Duck", stage="idea")
    made("Goose", stage="made", safe=True)
    with changes.batch(owner, "create"):
        changes.create(Toy(name="Swan", stage="made", owner=staff.user))
    page = browse(owner).get(BOARD).content.decode()
    assert lanes(page) == {"idea": ("1", ["Duck"]), "made": ("2", ["Goose", "Swan"]), "sold_out": ("0", [])}
    narrowed = browse(owner).get(f"{BOARD}&filter=safe+is+yes").content.decode()
    assert lanes(narrowed)["made"] == ("1", ["Goose"])


def test_what_a_lane_comes_to_is_added_up_when_asked_for(made, owner, browse):
    made("Duck", stage="made", price=1250)
    made("Goose", stage="made", price=750)
    page = browse(owner).get(f"{BOARD}&measure=pieces:sum").content.decode()
    assert '<span class="sum"><bdi>2</bdi>' in page
    assert 'class="sum"' not in browse(owner).get(BOARD).content.decode()


def test_a_card_that_is_put_elsewhere_is_edited_and_can_be_taken_back(made, owner, browse):
    toy, client = made("Duck", stage="idea"), browse(owner)
    sent = {"card": toy.pk, "lane": "made", "from": "idea"}
    answer = client.post("/toys/move?as=board&by=stage", sent, **HX).content.decode()
    toy.refresh_from_db()
    assert toy.stage == "made"
    assert answer.count('hx-swap-oob="true"') == 3
    client.post(re.search(r"/undo/\d+", answer)[0])
    toy.refresh_from_db()
    assert toy.stage == "idea"


def test_a_card_that_is_of_the_list_no_more_leaves_the_board(made, owner, browse):
    toy = made("Duck", stage="idea")
    sent = {"card": toy.pk, "lane": "made", "from": "idea"}
    answer = browse(owner).post("/toys/move?as=board&by=stage&filter=stage+is+idea", sent, **HX).content.decode()
    assert f'id="card-{toy.pk}" hx-swap-oob="delete"' in answer


@pytest.mark.parametrize(
    ("query", "sent", "status"),
    [
        ("by=stage", {"lane": "nowhere"}, 422),
        ("by=stage", {"lane": "made", "card": "999999"}, 404),
        ("by=stage", {"lane": "made", "card": "x"}, 404),
        ("by=name", {"lane": "made"}, 400),
        ("by=secret", {"lane": "1"}, 400),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(made, browse, query, sent, status):
    toy = made("Duck", stage="idea")
    answer = browse(Actor.of(toy.owner)).post(f"/toys/move?as=board&{query}", {"card": toy.pk, **sent}, **HX)
    assert answer.status_code == status
    toy.refresh_from_db()
    assert toy.stage == "idea"


def test_who_may_only_read_gets_a_board_that_stands_still(made, as_role, browse):
    toy, client = made("Duck", stage="idea"), browse(as_role("read_only"))
    assert "data-move=" not in client.get(BOARD).content.decode()
    answer = client.post("/toys/move?as=board&by=stage", {"card": toy.pk, "lane": "made"}, **HX)
    assert answer.status_code in (403, 404)
    toy.refresh_from_db()
    assert toy.stage == "idea"


def test_a_long_lane_is_read_in_parts_at_the_same_number_of_queries(own_firm, owner, browse, queries_of):
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n:03}", stage="made", owner=owner.user) for n in range(30)])
    client = browse(owner)
    client.get(BOARD)
    thirty = queries_of(lambda: client.get(BOARD))
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n:03}", stage="made", owner=owner.user) for n in range(30, 45)])
    assert queries_of(lambda: client.get(BOARD)) == thirty
    with changes.batch(owner, "create"):
        changes.create_many([Toy(name=f"Toy {n:03}", stage="made", owner=owner.user) for n in range(45, 70)])
    page = client.get(BOARD).content.decode()
    count, names = lanes(page)["made"]
    assert (count, len(names)) == ("70", 50)
    rest = client.get(re.search(r'hx-get="(/toys/bucket[^"]+)"', page)[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r'tabindex="0" aria-label="([^"]+)"', rest) == [f"Toy {n:03}" for n in range(50, 70)]
    assert "hx-get" not in rest


def test_a_board_is_kept_in_a_view_and_left_for_the_list(made, owner, browse):
    made("Duck")
    client = browse(owner)
    client.post("/toys/views/new?as=board&by=stage&measure=price:sum", {"name": "By stage", "share": "private"})
    view = known_views(TOY, owner)[-1]
    page = client.get("/toys/", {"view": view.view.name}).content.decode()
    assert "<gw-board" in page
    assert 'class="tab-dot"' not in page
    plain = re.search(r'<a href="([^"]+)"[^>]*aria-label="List"', page)[1].replace("&amp;", "&")
    page = client.get(plain).content.decode()
    assert "<gw-grid" in page
    assert 'class="tab-dot"' in page
    with changes.batch(owner, "keep_view"):
        verbs.keep_view(view.saved, by=owner, type=TOY)
    client.post(f"/undo/{Batch.objects.order_by('-pk')[0].pk}")
    assert known_views(TOY, owner)[-1].view.layout == view.view.layout


def test_lanes_are_people_too_and_a_card_is_given_to_another(made, owner, staff, browse):
    field = make_field(by=owner, type="toy", kind="user", label="Tester").name
    toy, client = made("Duck"), browse(owner)
    made("Goose")
    found = lanes(client.get("/toys/?as=board&by=owner").content.decode())
    assert found[str(owner.user_id)] == ("2", ["Duck", "Goose"])
    assert found[str(staff.user_id)] == ("0", [])
    for by, read in (("owner", lambda: toy.owner_id), (field, lambda: toy.extra[field])):
        sent = {"card": toy.pk, "lane": staff.user_id, "from": owner.user_id if by == "owner" else ""}
        answer = client.post(f"/toys/move?as=board&by={by}", sent, **HX)
        toy.refresh_from_db()
        assert read() == staff.user_id
        assert 'hx-swap-oob="true"' in answer.content.decode()
        assert lanes(client.get(f"/toys/?as=board&by={by}").content.decode())[str(staff.user_id)] == ("1", ["Duck"])
    assert client.post("/toys/move?as=board&by=owner", {"card": toy.pk, "lane": "9999"}, **HX).status_code == 422
    toy.refresh_from_db()
    assert toy.owner_id == staff.user_id


def test_lanes_are_related_records_where_these_are_few(made, owner, browse, monkeypatch):
    with changes.batch(owner, "create"):
        maker, _other = (changes.create(Maker(name=name, owner=owner.user)) for name in ("North", "South"))
    toy, client = made("Duck"), browse(owner)
    url = "/toys/?as=board&by=maker"
    assert lanes(client.get(url).content.decode())[""] == ("1", ["Duck"])
    client.post("/toys/move?as=board&by=maker", {"card": toy.pk, "lane": maker.pk, "from": ""}, **HX)
    page = client.get(url).content.decode()
    assert [names for _count, names in lanes(page).values()] == [["Duck"], []]
    assert "by=maker" in client.get("/toys/?as=board&by=stage").content.decode()
    monkeypatch.setattr("goodwill.records.query.siblings.MOST_LANES", 1)
    assert "cannot be laid out" in client.get(url).content.decode()


def test_a_layout_that_does_not_fit_is_told_and_rows_are_shown(made, owner, browse):
    made("Duck")
    for query in ("as=board&by=name", "as=nonsense", "as=board&by=stage&measure=name:sum", "as=calendar&by=stage"):
        page = browse(owner).get(f"/toys/?{query}").content.decode()
        assert "banner warn" in page
        assert "<gw-grid" in page
