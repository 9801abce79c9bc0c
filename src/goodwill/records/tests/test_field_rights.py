"""A role's rights on fields, filters as scopes, and refused verbs: every way to a record obeys them."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Batch, User
from goodwill.records import scopes, search, writing
from goodwill.records.api.openapi import description_for
from goodwill.records.filter import FilterError
from goodwill.records.filter.editing import filter_fields
from goodwill.records.forms import parts_of
from goodwill.records.mcp.calling import call
from goodwill.records.mcp.tools import description_of
from goodwill.records.parameters import verbs_offered
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import foot_of
from goodwill.records.show import shown_fields
from goodwill.records.story import story_of
from goodwill.records.toys.models import Label, Maker, Toy
from goodwill.records.toys.records import MAKER, TOY


@pytest.fixture
def as_narrow(as_role):
    """A function that narrows the role of the built-in staff and gives somebody who holds it."""

    def narrow(*, fields=None, scopes=None, refused=()):
        user = User.objects.get(pk=as_role("staff").user_id)
        narrowed = {"field_rights": {"toy": fields} if fields else {}, "refused_verbs": {"toy": list(refused)}}
        with changes.batch(system(), "seed"):
            changes.update(user.role, **narrowed, scopes={**user.role.scopes, **(scopes or {})})
        return Actor.of(user)

    return narrow


@pytest.fixture
def toys(as_role):
    owner = as_role("owner").user
    with changes.batch(system(), "play"):
        north = changes.create(Maker(name="North", city="Oslo", country="NO", owner=owner))
        first = changes.create(Toy(name="Robot", price=900, pieces=3, story="Found in Bergen", maker=north))
        changes.create(Label(toy=first, kind="phone", value="+44 20 7946 0112"))
        changes.create(Label(toy=first, kind="tag", value="vip"))
        return first, changes.create(Toy(name="Kite", price=100, pieces=1, story="Flown"))


def told(ask):
    with pytest.raises((FilterError, QueryError)) as caught:
        ask()
    return caught.value.sentence


HIDDEN = dict.fromkeys(("price", "phones", "story", "pieces"), "hidden")


def test_a_hidden_field_is_answered_like_one_that_does_not_exist(as_narrow, toys):
    actor = as_narrow(fields=HIDDEN)
    for name in HIDDEN:
        for ask in (
            lambda name: Listing(TOY, actor, filter=f"{name} is empty"),
            lambda name: Listing(TOY, actor, filter=f"maker is #1 or not {name} is empty"),
            lambda name: Listing(TOY, actor, sort=name),
            lambda name: Listing(TOY, actor, sort=f"name,-{name}"),
            lambda name: Listing(TOY, actor, columns=[name]),
            lambda name: foot_of(Listing(TOY, actor), [f"{name}:average"]),
        ):
            try:
                hidden = told(lambda: ask(name))  # noqa: B023
            except pytest.fail.Exception:
                assert foot_of(Listing(TOY, actor), [f"{name}:average"]) == {}
                continue
            assert hidden.replace(name, "…") == told(lambda: ask("absent")).replace("absent", "…")  # noqa: B023
    assert not set(HIDDEN) & {choice.path for choice in filter_fields(TOY, actor)}


def test_it_is_in_no_list_page_form_history_or_schema(as_narrow, toys):
    actor = as_narrow(fields=HIDDEN)
    with changes.batch(system(), "play"):
        changes.update(toys[0], price=950, stage="made")
    fields = {column.name for column in Listing(TOY, actor).columns}
    fields |= {shown.field.name for shown in shown_fields(TOY, toys[0], actor)}
    fields |= {control.field.name for part in parts_of(TOY, actor) for control in part.controls}
    assert not fields & set(HIDDEN)
    assert {str(one.label) for one in story_of(toys[0], actor)[0].differences} == {"Stage"}
    schema = json.dumps([description_for(actor, [TOY], "/api"), description_of(TOY, actor)], default=str)
    assert not [name for name in HIDDEN if f'"{name}"' in schema]


def test_the_rows_behind_a_hidden_field_are_not_there_either(as_narrow, toys):
    actor = as_narrow(fields={"phones": "hidden"})
    assert [label.kind for label in rights.visible(Label.objects.all(), actor)] == ["tag"]
    phone = Label.objects.get(kind="phone")
    assert not rights.allows(actor, "read", phone)
    with pytest.raises(Refused), changes.batch(actor, "play"):
        changes.trash(phone)
    assert Label.objects.filter(kind="phone").exists()


def test_search_finds_by_what_is_shown_and_never_by_what_is_hidden(as_narrow, toys, owner):
    words = {"robot": True, "bergen": False, "7946": False, "berge": False}
    assert all(search.search(word, owner) for word in words)
    actor = as_narrow(fields=HIDDEN)
    assert {word: bool(search.search(word, actor, types=[TOY, MAKER])) for word in words} == words
    assert [one.title for one in search.search("north", actor)] == ["North"]


def test_what_is_only_read_is_shown_and_changed_by_no_way(as_narrow, toys, browse):
    actor, toy = as_narrow(fields={"price": "read"}), toys[0]
    assert Listing(TOY, actor, filter="price > 5").count().number == 1
    assert "price" not in {control.field.name for part in parts_of(TOY, actor, record=toy) for control in part.controls}
    with pytest.raises(Refused, match="Price"):
        writing.edit(TOY, toy, {"price": "5"}, by=actor)
    with pytest.raises(Refused, match="Price"):
        writing.create(TOY, {"name": "New", "price": "5"}, by=actor)
    with pytest.raises(Refused), changes.batch(actor, "any_verb"):
        changes.update_each({toy: {"price": 5}})
    page = browse(actor)
    assert page.post(f"/toys/{toy.pk}/fields/price", {"price": "5"}).status_code == 404
    assert page.post(f"/toys/{toy.pk}/edit", {"name": "Renamed"}).status_code == 303
    toy.refresh_from_db()
    assert (toy.name, toy.price) == ("Renamed", 900)


def test_what_is_hidden_is_refused_like_what_does_not_exist(as_narrow, toys):
    actor = as_narrow(fields={"price": "hidden"})
    said = []
    for name in ("price", "absent"):
        with pytest.raises(Invalid) as caught:
            writing.edit(TOY, toys[0], {name: "5"}, by=actor)
        said.append(caught.value.problems[name])
    assert said[0] == said[1]


def test_taking_back_does_not_change_a_field_that_is_not_theirs(as_narrow, toys):
    actor = as_narrow()
    with changes.batch(actor, "edit") as batch:
        changes.update(toys[0], price=5)
    with pytest.raises(Refused):
        changes.undo(batch.row.pk, as_narrow(fields={"price": "hidden"}))
    assert Toy.objects.get(pk=toys[0].pk).price == 5


SCOPES = [
    ('where maker.country is "NO"', ["Robot"]),
    ("where price > 5 or owner is me", ["Robot"]),
    ("where owner is me", []),
    ("where worth > 20", ["Kite", "Robot"]),
    ('where tags has "vip"', ["Robot"]),
    ('where "flown"', ["Kite"]),
    ("where nothing is here", []),
    ("where ", []),
    ("where not (", []),
]


@pytest.mark.parametrize(("scope", "seen"), SCOPES)
def test_a_filter_is_a_scope_in_the_database_and_for_one_record(as_narrow, toys, scope, seen):
    """It may speak of makers and prices that the actor does not see."""
    scopes_of = {"toy": {"read": scope, "change": scope}, "maker": {"read": scope.replace("price", "founded")}}
    actor = as_narrow(fields={"price": "hidden", "tags": "hidden"}, scopes=scopes_of)
    assert sorted(row["name"] for row in Listing(TOY, actor).rows()) == seen
    assert [toy.name for toy in toys if rights.allows(actor, "change", toy)] == [t.name for t in toys if t.name in seen]
    assert sorted(one.title for one in search.search("robot", actor)) == [name for name in seen if name == "Robot"]
    assert Listing(TOY, actor).count().number == len(seen)
    assert [rights.visible(Label.objects.filter(kind="phone"), actor).count()] == [int("Robot" in seen)]


def test_a_scope_is_said_to_be_broken(as_narrow, toys):
    assert scopes.proper("toy", 'maker.country is "no"') == "maker.country is NO"
    assert "nothing" in scopes.problem_of("toy", "nothing is here")
    assert scopes.problem_of("toy", "")
    assert scopes.problem_of("toy", "secret = 1") == ""


def test_scopes_that_speak_of_one_another_do_not_go_in_circles(as_narrow, toys):
    actor = as_narrow(scopes={"toy": {"read": 'where maker.name is "North"'}, "maker": {"read": "where owner is me"}})
    assert [row["name"] for row in Listing(TOY, actor).rows()] == ["Robot"]
    assert Listing(TOY, actor, columns=["maker"]).rows()[0]["maker"] is None


def test_a_refused_verb_has_no_button_and_is_refused(as_narrow, toys):
    free = {verb.name for verb in verbs_offered(TOY, toys[0], as_narrow())}
    actor = as_narrow(refused=["assign"])
    assert free - {verb.name for verb in verbs_offered(TOY, toys[0], actor)} == {"assign"}
    with pytest.raises(Refused, match="role"):
        verbs.get("toy", "assign").function(toys[0], by=actor, owner=actor.user)
    assert Toy.objects.get(pk=toys[0].pk).owner is None


def test_rights_ask_the_database_nothing_more(as_narrow, toys, queries_of):
    plain = queries_of(lambda: Listing(TOY, as_narrow()).rows())
    assert queries_of(lambda: Listing(TOY, as_narrow(fields=HIDDEN)).rows()) <= plain


def test_an_assistant_finds_without_the_columns_that_are_hidden(as_narrow, toys):
    actor = as_narrow(fields=dict.fromkeys(TOY.columns[1:], "hidden")).through_("mcp")
    found = call("find", {"type": "toy"}, actor)
    assert not found["isError"]
    assert {"name", *TOY.columns[1:]} & found["structuredContent"]["items"][0].keys() == {"name"}


def test_what_of_a_long_batch_is_out_of_reach_by_now_stays_and_is_counted(as_narrow, owner):
    """Only the first records of a batch are asked about before it is taken back; the others where it happens."""
    actor = as_narrow(scopes={"toy": {"read": "all", "create": "own", "change": "own", "delete": "own"}})
    with changes.batch(owner, "fill"):
        toys = changes.create_many([Toy(name=f"Toy {n}", owner=actor.user) for n in range(203)])
    with changes.batch(actor, "edit") as batch:
        changes.update_each({toy: {"pieces": 9} for toy in Toy.objects.select_for_update().order_by("pk")})
    with changes.batch(owner, "assign"):
        changes.update(toys[-1], owner=owner.user)
    result = changes.undo(batch.row.pk, actor)
    assert (result.undone, result.out_of_reach) == (202, 1)
    assert Toy.objects.get(pieces=9).pk == toys[-1].pk


def test_what_somebody_just_gave_away_is_theirs_to_take_back_until_it_is_touched(owner, as_narrow):
    giver = as_narrow(scopes={"*": dict.fromkeys(("read", "create", "change", "delete"), "own")})

    def given(name, **more):
        record = writing.create(TOY, {"name": name}, by=giver)
        with changes.batch(giver, "assign") as batch:
            changes.update(record, owner=owner.user, **more)
        return record, batch.id

    car, act = given("Car", pieces=3)
    assert not rights.allows(giver, "change", Toy.objects.get(pk=car.pk))
    changes.undo(act, giver)
    assert Toy.objects.get(pk=car.pk).owner_id == giver.user_id
    doll, act = given("Doll")
    with changes.batch(owner, "edit"):
        changes.update(Toy.objects.get(pk=doll.pk), pieces=5)
    with pytest.raises(Refused):
        changes.undo(act, giver)
    _ball, act = given("Ball")
    Batch.objects.filter(pk=act).update(at=timezone.now() - timedelta(days=2))
    with pytest.raises(Refused):
        changes.undo(act, giver)
    with changes.batch(owner, "edit") as others:
        changes.update(Toy.objects.get(pk=doll.pk), pieces=6)
    with pytest.raises(Refused):
        changes.undo(others.id, giver)
    assert Toy.objects.get(pk=doll.pk).owner_id == owner.user_id


def test_who_moves_a_record_out_of_sight_is_told_so_with_the_way_back(owner, as_narrow, browse):
    client = browse(as_narrow(scopes={"toy": dict.fromkeys(("read", "create", "change"), 'where name contains "car"')}))
    client.post("/toys/new", {"name": "Red car"})
    toy = Toy.objects.get()
    answered = client.post(f"/toys/{toy.pk}/fields/name", {"name": "Doll"}, follow=True)
    assert answered.redirect_chain == [("/toys/", 303)]
    page = answered.content.decode()
    assert "is not among the records that you may see any more" in page
    client.post(max(re.findall(r"/undo/\d+", page)))
    assert Toy.objects.get().name == "Red car"
