"""Views that are saved: who sees and changes them, and how a list stands to the one that it began with."""

import re

import pytest

from goodwill.kernel import changes, rights
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Batch, SavedView, Team
from goodwill.records.saved import verbs
from goodwill.records.saved.known import known_views
from goodwill.records.toys.records import TOY


def names(actor):
    return [one.view.label for one in known_views(TOY, actor) if one.saved]


@pytest.mark.parametrize(("share", "seen_by"), [("private", ""), ("team", "mate"), ("firm", "mate owner read_only")])
def test_a_view_is_seen_by_those_whom_it_is_shared_with(share, seen_by, save, people):
    view = save(share=share)
    assert {name for name, actor in vars(people).items() if names(actor)} == {"staff", *seen_by.split()}
    for actor in vars(people).values():
        assert rights.allows(actor, "read", view) == bool(names(actor))


@pytest.mark.parametrize("share", ["private", "team", "firm"])
def test_it_is_changed_by_its_owner_and_a_firms_by_who_holds_the_power(share, save, people):
    view = save(share=share)
    allowed = {"staff", "owner"} if share == "firm" else {"staff"}
    for name, actor in vars(people).items():
        found = rights.visible(SavedView.objects.all(), actor, "change")
        assert found.exists() == (name in allowed) == rights.allows(actor, "delete", view)
        if name not in allowed:
            with pytest.raises(Refused):
                verbs.keep_view(view, by=actor, type=TOY, filter="")
            with pytest.raises(Refused):
                verbs.delete_view(view, by=actor)
    view.refresh_from_db()
    assert (view.filter, view.deleted_at) == ("stage is made", None)


def test_a_view_is_shared_with_ones_own_teams_alone(save, staff):
    other = Team.objects.exclude(pk__in=staff.team_ids).get()
    with pytest.raises(Invalid) as refused:
        save(share="team", team=other)
    assert "share" in refused.value.problems
    assert not SavedView.everything.exists()


def test_nothing_is_saved_that_cannot_be_listed(save):
    for parts in ({"filter": "nonsense is 1"}, {"sort": "nonsense"}, {"columns": ["secret"]}, {"sums": ["name:sum"]}):
        with pytest.raises(Invalid):
            save(**parts)
    assert not SavedView.everything.exists()


def test_the_dot_shows_what_differs_from_the_view_and_saving_takes_it_away(toys, save, staff, browse):
    view, client = save(sort="-pieces", columns=["name", "stage"]), browse(staff)
    dot = 'class="tab-dot"'
    assert dot not in client.get("/toys/", {"view": view.pk}).content.decode()
    changed = {"view": view.pk, "filter": "stage is idea", "columns": "name,pieces"}
    assert dot in client.get("/toys/", changed).content.decode()
    answer = client.post(f"/toys/views/{view.pk}/keep", query_params=changed)
    assert answer["Location"] == f"/toys/?view={view.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert dot not in page
    assert "Toy 2<" in page
    assert "Toy 3<" not in page
    view.refresh_from_db()
    assert (view.filter, view.sort, view.columns) == ("stage is idea", "-pieces", ["name", "pieces"])


def test_a_view_is_made_renamed_moved_and_deleted_and_each_can_be_taken_back(toys, staff, browse):
    client = browse(staff)
    for name in ("First", "Second"):
        sent = {"name": name, "share": "private"}
        client.post("/toys/views/new", sent, query_params={"filter": "stage is made", "sums": "price:sum"})
    first, second = SavedView.objects.order_by("position")
    assert (first.filter, first.sums) == ("stage is made", ["price:sum"])
    client.post(f"/toys/views/{second.pk}/move", query_params={"to": "front"})
    assert names(staff) == ["Second", "First"]
    client.post(f"/toys/views/{first.pk}/describe", {"name": "For all", "share": "firm"})
    assert names(staff) == ["Second", "For all"]
    client.post(f"/toys/views/{second.pk}/delete")
    assert names(staff) == ["For all"]
    changes.undo(Batch.objects.latest("pk").pk, staff)
    assert names(staff) == ["Second", "For all"]


def test_a_view_without_a_name_is_asked_for_one(toys, staff, browse):
    answer = browse(staff).post("/toys/views/new", {"name": " ", "share": "private"})
    assert answer.status_code == 422
    assert "A view needs a name" in answer.content.decode()
    assert not SavedView.everything.exists()


def test_a_view_whose_filter_fits_no_more_shows_nothing_and_what_is_wrong(toys, save, staff, owner, browse):
    view = save(name="Told", by=owner, share="firm", filter="secret > 3", columns=["name", "secret"])
    answer = browse(staff).get("/toys/", {"view": view.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "have no field &#34;secret&#34;" in page
    assert "Toy 1<" not in page
    assert f'href="/toys/?view={view.pk}&amp;filter="' in page


def test_columns_that_a_reader_may_not_know_of_are_left_out_of_a_shared_view(toys, save, staff, owner, browse):
    view = save(by=owner, share="firm", columns=["name", "secret"], sums=["secret:sum"])
    page = browse(staff).get("/toys/", {"view": view.pk}).content.decode()
    assert 'data-column="name"' in page
    assert "secret" not in page.lower()
    assert 'data-column="secret"' in browse(owner).get("/toys/", {"view": view.pk}).content.decode()


def test_a_view_of_somebody_else_is_as_good_as_gone(toys, save, mate, browse):
    view = save()
    client = browse(mate)
    assert "is gone, or it is not shared with you" in client.get("/toys/", {"view": view.pk}).content.decode()
    for deed in ("keep", "move", "delete", "describe"):
        assert client.post(f"/toys/views/{view.pk}/{deed}", {"name": "Mine", "share": "firm"}).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.deleted_at) == ("Made ones", None)


def test_a_list_begins_with_the_view_that_its_reader_chose(toys, save, staff, owner, browse):
    view, client = save(share="firm"), browse(staff)
    client.post("/toys/views/begin", query_params={"view": view.pk})
    assert client.get("/toys/")["Location"] == f"/toys/?view={view.pk}"
    assert 'href="/toys/?view=all"' in client.get("/toys/", {"view": view.pk}).content.decode()
    assert browse(owner).get("/toys/").status_code == 200
    verbs.delete_view(view, by=staff)
    assert client.get("/toys/").status_code == 200


def test_the_address_holds_what_differs_and_nothing_else(toys, save, staff, browse):
    view = save(sort="-pieces")
    page = browse(staff).get("/toys/", {"view": view.pk, "sort": "-pieces", "filter": "stage is idea"}).content.decode()
    assert f'hx-get="/toys/?view={view.pk}&amp;filter=stage+is+idea"' in page


def test_pinned_columns_stand_behind_the_first_and_are_kept_with_the_view(toys, staff, browse):
    client = browse(staff)
    asked = {"columns": "name,stage,pieces,price", "pinned": ["", "price", "pieces", "gone"]}
    heads = re.findall(r'<th scope="col" data-column="(\w+)"', client.get("/toys/", asked).content.decode())
    assert heads == ["name", "price", "pieces", "stage"]
    client.post("/toys/views/new", {"name": "Prices", "share": "private"}, query_params=asked)
    view = SavedView.objects.get()
    page = client.get("/toys/", {"view": view.pk}).content.decode()
    assert 'class="num pin pin-1"' in page
    assert 'class="tab-dot"' not in page
    menu = client.get("/toys/columns/price", {"view": view.pk}).content.decode()
    assert f"/toys/?view={view.pk}&amp;pinned=pieces%2Cgone" in menu
    assert "Pin this" not in client.get("/toys/columns/name", {"view": view.pk}).content.decode()


def test_a_list_costs_the_same_queries_with_one_row_and_with_thirty(toys, save, staff, queries_of, browse):
    one, many = (save(filter=f"pieces < {n}", sums=["price:sum"]) for n in (1, 1000))
    client = browse(staff)
    client.get("/toys/", {"view": one.pk})
    counts = {queries_of(lambda pk=view.pk: client.get("/toys/", {"view": pk})) for view in (one, many)}
    assert len(counts) == 1


def test_what_is_starred_is_in_the_side_bar_of_its_reader_alone(toys, save, staff, mate, browse):
    view, client = save(name="Made by us", share="firm"), browse(staff)
    toy = toys[4]
    client.post(f"/toys/views/{view.pk}/star")
    client.post(f"/toys/{toy.pk}/star")
    side = client.get("/toys/").content.decode().partition('id="favourites"')[2].partition("</ul>")[0]
    assert f'href="/toys/?view={view.pk}"' in side
    assert f'href="/toys/{toy.pk}/"' in side
    assert "Made by us" in side
    assert "Favourites" not in browse(mate).get("/toys/").content.decode()
    client.post(f"/toys/{toy.pk}/star")
    assert f'href="/toys/{toy.pk}/"' not in client.get("/toys/?view=mine").content.decode()


def test_a_favourite_that_is_no_longer_to_be_seen_is_left_out(toys, save, staff, mate, browse):
    view = save(name="Not for all", share="firm")
    client = browse(mate)
    client.post(f"/toys/views/{view.pk}/star")
    verbs.describe_view(view, by=staff, name="Not for all", share="private")
    assert "Not for all" not in client.get("/toys/").content.decode()


def test_no_star_for_what_is_not_there(staff, browse):
    client = browse(staff)
    assert client.post("/toys/999999/star").status_code == 404
    assert client.post("/toys/views/999999/star").status_code == 404


def test_programs_read_views_with_the_same_rights(toys, save, staff, mate, browse):
    view = save(columns=["name", "pieces"], sort="-pieces")
    client = browse(staff)
    (told,) = client.get("/api/v1/views").json()["items"]
    assert (told["id"], told["name"], told["type"], told["filter"]) == (view.pk, "Made ones", "toy", "stage is made")
    items = client.get("/api/v1/toys", {"view": view.pk, "limit": 2}).json()["items"]
    assert [(item["name"], item["pieces"]) for item in items] == [("Toy 29", 29), ("Toy 27", 27)]
    assert browse(mate).get("/api/v1/views").json()["items"] == []
    assert browse(mate).get("/api/v1/toys", {"view": view.pk}).status_code == 400


def test_a_view_is_not_changed_by_who_may_not_read_its_type(save, staff):
    view = save()
    staff.user.role.scopes = {"*": {"read": "none"}}
    with pytest.raises(Refused):
        verbs.save_view(by=staff, type=TOY, name="Another")
    assert SavedView.objects.get() == view
