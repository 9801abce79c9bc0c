"""What the home page tells of yesterday and of what somebody follows."""

from datetime import timedelta

from django.utils import timezone

from goodwill.areas.people.queries.news import followed, news
from goodwill.areas.people.verbs.follows import follow
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes, seen
from goodwill.kernel.actors import system


def test_the_same_deed_of_one_person_is_told_once(owner, staff):
    people = [create_person(by=owner, name=f"Person {number}") for number in range(5)]
    write_note(people[0], by=staff, html="<p>Hello</p>")
    first, second = news(owner)
    assert (first.who, first.what, first.parties, first.more) == (staff.name, "wrote a note about", [people[0]], 0)
    assert (second.who, second.what, len(second.parties), second.more) == (owner.name, "wrote down", 3, 2)


def test_what_goodwill_did_by_itself_is_no_news(owner):
    party = create_person(by=owner, name="Amara Bello")
    with changes.batch(system("job"), "place_on_map"):
        changes.update(party, source="Map")
    assert [one.who for one in news(owner)] == [owner.name]


def test_what_is_older_than_yesterday_is_no_news(owner):
    create_person(by=owner, name="Amara Bello")
    assert news(owner, timezone.now() + timedelta(days=3)) == []


def test_followed_parties_are_those_of_the_reader(owner, staff):
    amara = create_person(by=owner, name="Amara Bello")
    follow(amara, by=staff)
    assert followed(staff) == [amara]
    assert followed(owner) == []


def test_without_words_the_palette_offers_what_was_looked_at_last(owner, browse):
    client = browse(owner)
    for name in ("Amara Bello", "Jonas Dahl"):
        client.get(f"/people/{create_person(by=owner, name=name).pk}/")
        seen.flush()
    said = client.get("/search?q=", HTTP_HX_REQUEST="true").content.decode()
    assert "Looked at lately" in said
    assert said.index("Jonas Dahl") < said.index("Amara Bello")


def test_whoever_is_not_found_can_be_made_from_the_palette(owner, as_role, browse):
    create_person(by=owner, name="Amara Bello")

    def lines(actor, words):
        return browse(actor).get("/search", {"q": words}, HTTP_HX_REQUEST="true").content.decode()

    assert "/people/new?name=Jonas+Dahl" in lines(owner, " Jonas  Dahl")
    assert "/companies/new?name=Amara" in lines(owner, "Amara")
    assert "/new?" not in lines(owner, "amara bello")
    assert "/people/new" not in lines(as_role("read_only"), "Jonas Dahl")
