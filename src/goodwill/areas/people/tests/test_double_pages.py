"""The pages of doubles: which there are, side by side, merging, telling apart, taking apart."""

import pytest

from goodwill.areas.people.models import DoublePair, NotTheSame, Party
from goodwill.areas.people.projections import doubles as kept
from goodwill.areas.people.queries.duplicates import Sought, likely_duplicates
from goodwill.areas.people.verbs import addresses, contacts, doubles, merge, notes, parties, tags
from goodwill.kernel import changes, jobs
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Batch
from goodwill.records.search import search

HTMX = {"HTTP_HX_REQUEST": "true"}


def look_through():
    kept.ask_for([kept.ALL])
    jobs.enqueue("find-doubles", key="firm")
    jobs.run_due()


@pytest.fixture
def three(owner):
    """One person three times, with something hanging on each."""
    one = parties.create_person(by=owner, name="Amara Bello", phone="020 7946 0112", mail="amara@bello.example")
    other = parties.create_person(by=owner, name="Amara Belo", role="Fleet manager", mail="amara@bello.example")
    third = parties.create_person(by=owner, name="A. Bello", language="en", phone="+44 20 7946 0112")
    for party, words in ((one, "one"), (other, "two"), (third, "three")):
        notes.write_note(party, by=owner, html=f"<p>{words}</p>")
        tags.tag(party, by=owner, tags=["VIP"])
    look_through()
    return one, other, third


def test_the_page_shows_the_group_once_with_its_reasons(three, owner, browse):
    page = browse(owner).get("/duplicates").content.decode()
    assert page.count('class="card double"') == 1
    assert "Same mail" in page
    assert "Same phone" in page  # why the third of them belongs to the pair
    assert "Amara Belo" in page
    assert "A. Bello" in page


def test_side_by_side_says_who_of_several_nobody_takes_for_the_same(three, owner, browse):
    stranger = parties.create_person(by=owner, name="Zoe Quist", mail="zoe@quist.example")
    client = browse(owner)
    alone = client.get("/duplicates/compare", {"id": [party.pk for party in three]}).content.decode()
    assert "Nothing here says" not in alone
    assert "double-why" in alone
    beside = client.get("/duplicates/compare", {"id": [three[0].pk, three[1].pk, stranger.pk]}).content.decode()
    assert "Nothing here says that Zoe Quist is one of them." in beside
    assert "double-why" not in beside


def test_on_a_phone_each_value_of_three_says_whose_it_is_below_the_others(three, owner, browse):
    client = browse(owner)
    page = client.get("/duplicates/compare", {"id": [party.pk for party in three]}).content.decode()
    assert 'class="compare many"' in page
    rows = page.partition("<tbody>")[2].count("<tr")
    for party in three:
        assert page.count(f'<td data-label="No. {party.pk}"') == rows
    two = client.get("/duplicates/compare", {"id": [party.pk for party in three[:2]]}).content.decode()
    assert 'class="compare"' in two


def test_the_same_town_alone_is_not_told_as_another_address(owner, browse):
    for mail in ("mia@dorn.example", "mia@other.example"):
        one = parties.create_person(by=owner, name="Mia Dornberger", mail=mail)
        addresses.add_address(one, by=owner, city="York")
    look_through()
    page = browse(owner).get("/duplicates").content.decode()
    assert "Same town" in page
    assert "Another address" not in page


def test_side_by_side_marks_what_differs_and_merges_as_chosen(three, owner, browse):
    one, other, third = three
    client = browse(owner)
    asked = "&".join(f"id={party.pk}" for party in three)
    page = client.get(f"/duplicates/compare?{asked}&keep={one.pk}").content.decode()
    assert 'class="differs"' in page
    sent = {"id": [party.pk for party in three], "keep": one.pk, "take-name": other.pk}
    answer = client.post("/duplicates/compare", sent, **HTMX)
    assert f"/go/party/{one.pk}" in answer["HX-Redirect"]
    one.refresh_from_db()
    assert (one.name, one.role, one.language) == ("Amara Belo", "Fleet manager", "en")
    assert 'class="card double"' not in client.get("/duplicates").content.decode()
    assert set(Party.everything.filter(merged_into=one)) == {other, third}
    side = client.get(f"/duplicates/of/{one.pk}").content.decode()
    assert "Merged into this" in side
    asked = client.get(f"/duplicates/with/{one.pk}").content.decode()
    assert f'name="id" value="{one.pk}"' in asked
    assert "/duplicates/compare" in asked


def test_one_of_three_is_taken_apart_from_the_page_of_the_survivor(three, owner, browse):
    one, other, third = three
    contacts.add_contact(other, by=owner, kind="phone", value="+44 20 7946 0987")
    merge.merge(one, by=owner, others=[other.pk, third.pk])
    client = browse(owner)
    client.post(f"/duplicates/unmerge/{other.pk}", **HTMX)
    other.refresh_from_db()
    third.refresh_from_db()
    one.refresh_from_db()
    assert (other.merged_into, other.deleted_at) == (None, None)
    assert third.merged_into == one
    assert (one.role, one.language) == ("", "en")
    assert other.contact_points.get(deleted_at=None, kind="mail").fold == "amara@bello.example"
    assert [hit.id for hit in search("7946 0987", owner)] == [other.pk]
    client.post(f"/duplicates/unmerge/{third.pk}", **HTMX)
    third.refresh_from_db()
    assert third.merged_into is None
    assert Party.objects.get(pk=one.pk).language == ""


def test_what_was_told_apart_is_not_shown_again_and_can_be_taken_back(own_firm, three, owner, browse):
    one, other, _third = three
    client = browse(owner)
    client.post("/duplicates/apart", {"id": [one.pk, other.pk]}, **HTMX)
    assert client.get("/duplicates").content.decode().count("Same mail") == 0
    look_through()
    assert not DoublePair.objects.filter(one=one, other=other).exists()
    assert "Amara Belo" in client.get("/duplicates?show=apart").content.decode()
    told = NotTheSame.objects.get()
    client.post(f"/duplicates/together/{told.pk}", **HTMX)
    jobs.run_due()
    assert DoublePair.objects.filter(one=one, other=other).exists()


def test_telling_apart_is_undone_like_anything(three, owner):
    one, other, _third = three
    doubles.not_the_same(one, by=owner, others=[other.pk])
    doubles.not_the_same(other, by=owner, others=[one.pk])
    assert NotTheSame.objects.count() == 1
    changes.undo(Batch.objects.filter(verb="not_the_same").first().pk, owner)
    assert NotTheSame.objects.count() == 0


def test_one_that_was_told_apart_is_not_shown_while_its_twin_is_edited(three, owner):
    one, other, _third = three
    doubles.not_the_same(one, by=owner, others=[other.pk])
    sought = Sought(name="Amara Bello", mails=["amara@bello.example"])
    assert other.pk not in {each.party_id for each in likely_duplicates(sought, owner, of=one.pk)}


def test_a_merge_forgets_that_the_two_were_told_apart_and_keeps_it_of_others(three, owner):
    one, other, third = three
    doubles.not_the_same(one, by=owner, others=[other.pk])
    doubles.not_the_same(other, by=owner, others=[third.pk])
    merge.merge(one, by=owner, others=[other.pk])
    assert {frozenset((row.one_id, row.other_id)) for row in NotTheSame.objects.all()} == {
        frozenset((one.pk, third.pk))
    }
    merge.unmerge(Party.everything.get(pk=other.pk), by=owner)
    assert NotTheSame.objects.count() == 2


def test_all_certain_are_merged_in_the_background_and_undone_as_one(three, owner, browse):
    client = browse(owner)
    assert "Merge all certain" in client.get("/duplicates").content.decode()
    asked = client.get("/duplicates/merge-certain", **HTMX, HTTP_HX_TARGET="modal").content.decode()
    assert "1 group" in asked
    assert "<html" not in asked
    client.post("/duplicates/merge-certain", **HTMX)
    at_work = client.get("/duplicates").content.decode()
    assert "Merging certain doubles" in at_work
    assert "Merge all certain" not in at_work  # nobody starts it twice
    jobs.run_due()
    assert Party.objects.filter(name__startswith="Amara").count() == 1
    merged = Batch.objects.filter(verb="merge").order_by("-id").first()
    ended = client.get("/duplicates").content.decode()
    assert "1 entry was merged" in ended
    assert f'hx-post="/undo/{merged.pk}"' in ended
    changes.undo(merged.pk, owner)
    assert Party.objects.filter(name__startswith="Amara").count() == 2
    assert "1 entry was merged" not in client.get("/duplicates").content.decode()


def test_the_question_tells_in_how_many_something_differs(three, owner, browse):
    one, other, _third = three
    for party, mail in ((one, "amara@home.example"), (other, "bello@work.example")):
        parties.create_person(by=owner, name=party.name, phone="+44 1632 960456", mail=mail)
    look_through()
    asked = browse(owner).get("/duplicates/merge-certain").content.decode()
    assert "In 1 of them a mail, phone, address or company differs" in asked


def test_a_role_that_may_not_merge_is_not_offered_it(three, owner, as_role, browse):
    staff = as_role("staff")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, refused_verbs={"party": ["merge"]})
    client = browse(staff)
    assert "Merge all certain" not in client.get("/duplicates").content.decode()
    assert client.post("/duplicates/merge-certain", **HTMX).status_code == 403
    jobs.run_due()
    assert Party.objects.filter(name__startswith="Amara").count() == 2


def test_whom_to_merge_with_is_told_from_namesakes_and_found_by_phone_and_number(three, owner, browse):
    one, other, third = three
    company = parties.create_company(by=owner, name="Bello Bakery", phone="+44 20 7946 0112")
    addresses.add_address(third, by=owner, city="Leeds")
    client = browse(owner)

    def offered(asked):
        return client.get(f"/duplicates/with/{one.pk}/options", {"q": asked}).content.decode()

    by_name = offered("amara")
    assert f"Fleet manager · amara@bello.example · No. {other.pk}" in by_name
    assert f'data-value="{one.pk}"' not in by_name
    assert "Leeds" in offered(f"No. {third.pk}")
    by_phone = offered("7946 0112")
    assert f'data-value="{third.pk}"' in by_phone
    assert f'data-value="{company.pk}"' not in by_phone  # no company is merged with a person
    assert f'data-value="{other.pk}"' in offered(f"No. {other.pk}")
    assert "Type a name" in client.get(f"/duplicates/with/{company.pk}/options").content.decode()


def test_a_selection_of_a_list_goes_side_by_side(three, owner, browse):
    client = browse(owner)
    answer = client.get("/people/bulk/merge", {"id": [party.pk for party in three]}, **HTMX)
    assert answer["HX-Redirect"].startswith("/duplicates/compare?id=")
    alone = client.get("/people/bulk/merge", {"id": [three[0].pk]}, **HTMX)
    assert alone.status_code == 422
    assert "/people/bulk/merge" in client.get("/people/").content.decode()


def test_who_may_not_see_both_sees_no_pair_and_merges_nothing(three, owner, as_role, browse):
    one, other, third = three
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    staff = as_role("staff")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": own})
        changes.update(one, owner=staff.user)
    client = browse(staff)
    assert "Amara" not in client.get("/duplicates").content.decode()
    asked = {"id": [one.pk, other.pk], "keep": one.pk}
    assert client.get("/duplicates/compare", asked).status_code == 404
    assert client.post("/duplicates/compare", asked, **HTMX).status_code == 404
    assert client.post("/duplicates/apart", {"id": [one.pk, other.pk]}, **HTMX).status_code == 404
    assert Party.objects.filter(pk__in=[one.pk, other.pk, third.pk]).count() == 3


def test_who_may_see_but_not_change_both_cannot_merge(three, owner, as_role, browse):
    one, other, _third = three
    rights = dict.fromkeys(("create", "change", "delete", "export"), "own") | {"read": "all"}
    staff = as_role("staff")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": rights})
    client = browse(staff)
    assert "Amara Belo" in client.get("/duplicates").content.decode()
    beside = client.get("/duplicates/compare", {"id": [one.pk, other.pk]}).content.decode()
    assert "not change all of them" in beside
    assert 'type="radio"' not in beside
    assert "Keep this one" not in beside
    refused = client.post("/duplicates/compare", {"id": [one.pk, other.pk], "keep": one.pk})
    assert refused.status_code in (403, 422)
    assert client.post(f"/duplicates/unmerge/{other.pk}", **HTMX).status_code == 404
    assert Party.objects.filter(pk=other.pk).exists()
    with pytest.raises(Invalid):
        doubles.not_the_same(one, by=owner, others=[10**9])


def test_the_home_page_says_how_many_there_are(three, owner, browse):
    assert "likely one and the same" in browse(owner).get("/").content.decode()
