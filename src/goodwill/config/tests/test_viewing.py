"""Looking as somebody else: nothing more is seen, nothing is changed, and it ends; who sees a record, and why."""

import re

import pytest

from goodwill.areas.people.models import Note, Party, Task
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import ApiKey, Batch, Change, Role, Team, User, Viewing
from goodwill.office.queries.seeing import who_sees
from goodwill.office.verbs.viewing import look_as

OWN = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")


@pytest.fixture
def narrow(as_role):
    """The built-in staff with a narrow role: their own contacts, without the birthday."""
    user = as_role("staff").user
    with changes.batch(system(), "seed"):
        fields = {"party": {"birthday": "hidden", "phase": "read"}}
        role = changes.create(Role(name="Narrow", scopes={"*": OWN}, powers=["import"], field_rights=fields))
        changes.update(user, role=role)
    return Actor.of(User.objects.get(pk=user.pk))


@pytest.fixture
def people(owner, narrow):
    with changes.batch(owner, "play"):
        mine = changes.create(Party(kind="person", name="Anna Mine", owner=narrow.user))
        return mine, changes.create(Party(kind="person", name="Ben Other", owner=owner.user))


def test_an_owner_sees_what_they_see_and_changes_nothing_until_it_stops(owner, narrow, people, browse):
    page, (mine, other) = browse(owner), people
    assert page.post(f"/settings/users/{narrow.user_id}/look").status_code == 303
    seen = page.get("/people/").content.decode()
    assert ("Anna Mine" in seen, "Ben Other" in seen, "Nothing can be changed" in seen) == (True, False, True)
    assert page.get(f"/people/{other.pk}/").status_code == 404
    before = Change.objects.count()
    for method, address, sent in (
        ("post", f"/people/{mine.pk}/edit", {"name": "Changed"}),
        ("post", f"/people/{mine.pk}/follow", {}),
        ("post", f"/settings/users/{narrow.user_id}/look", {}),
        ("post", "/settings/keys/new", {"name": "Key"}),
        ("patch", f"/api/v1/people/{mine.pk}", {}),
        ("delete", f"/api/v1/people/{mine.pk}", {}),
        ("get", "/people/export.csv", {}),
        ("get", "/me", {}),
        ("get", "/notices", {}),
        ("get", "/settings/keys", {}),
        ("get", "/settings/roles", {}),
    ):
        assert getattr(page, method)(address, sent).status_code in (403, 404), address
    assert Change.objects.count() == before
    mine.refresh_from_db()
    assert mine.name == "Anna Mine"
    assert not ApiKey.objects.exists()
    assert page.post("/settings/look/stop").status_code == 303
    assert "Ben Other" in page.get("/people/").content.decode()
    assert [batch.verb for batch in Batch.objects.order_by("-id")[:2]] == ["stop_looking", "look_as"]
    assert Viewing.objects.get().ended_at is not None


def test_what_is_their_own_affair_stays_so(owner, narrow, browse):
    with changes.batch(narrow, "write_note"):
        changes.create(Note(text="Private thoughts", html="<p>Private thoughts</p>"))
    page = browse(owner)
    page.post(f"/settings/users/{narrow.user_id}/look")
    assert "Private thoughts" not in page.get("/notes/").content.decode()
    assert "Private thoughts" in browse(narrow).get("/notes/").content.decode()


def test_as_a_role_one_stays_oneself_with_less(owner, narrow, people, browse):
    page = browse(owner)
    assert page.post(f"/settings/roles/{narrow.role.pk}/look").status_code == 303
    seen = page.get("/people/").content.decode()
    assert ("Anna Mine" in seen, "Ben Other" in seen) == (False, True)
    assert page.get("/settings/users").status_code == 403


def test_nobody_sees_more_by_it(owner, as_role, narrow, browse):
    manager = as_role("manager")
    for who, whom in ((manager, {"user": owner.user}), (manager, {"role": owner.role}), (narrow, {"user": owner.user})):
        with pytest.raises(Refused):
            look_as(by=who, **whom)
    with changes.batch(system(), "seed"):
        changes.update(manager.role, scopes={"*": {**OWN, "read": "team"}})
    lead = Actor.of(User.objects.get(pk=manager.user_id))
    with pytest.raises(Refused):
        look_as(by=lead, user=narrow.user)
    assert not Viewing.objects.exists()


def test_it_ends_with_the_session_and_with_the_right_to_it(owner, as_role, narrow, browse):
    manager = as_role("manager")
    page = browse(manager)
    page.post(f"/settings/users/{narrow.user_id}/look")
    assert "Nothing can be changed" in page.get("/people/").content.decode()
    page.post("/sign-out")
    page.force_login(manager.user)
    assert "Nothing can be changed" not in page.get("/people/").content.decode()
    page.post(f"/settings/users/{narrow.user_id}/look")
    with changes.batch(system(), "seed"):
        changes.update(manager.role, powers=[])
    assert "Nothing can be changed" not in page.get("/people/").content.decode()


def test_who_sees_a_record_and_why(owner, narrow, people, browse):
    mine, other = people
    with changes.batch(owner, "play"):
        team = Team.objects.get(name="Workshop")
        changes.update(other, team=team)
        changes.update(narrow.role, scopes={"*": {**OWN, "read": "team", "change": "where owner is me"}})
    told = {one.user.name: one for one in who_sees(other, owner)}
    assert told["Owner"].held == ("read", "change", "delete", "export")
    assert "sees all" in told["Owner"].why
    assert (told["Staff"].held, "Workshop" in told["Staff"].why) == (("read",), True)
    assert "Birthday" in told["Staff"].hidden
    own = {one.user.name: one for one in who_sees(mine, owner)}["Staff"]
    assert ("Looks after it" in own.why, own.held[-1], own.locked) == (True, "export", ("Phase",))
    assert browse(owner).get(f"/settings/who-sees/party/{other.pk}").status_code == 200
    assert browse(narrow).get(f"/settings/who-sees/party/{other.pk}").status_code == 403
    assert browse(owner).get("/settings/who-sees/party/999999").status_code == 404


OFFERS = re.compile(r'hx-(?:post|put|patch|delete)="|method="post"|data-edit(?:able|=)|draggable="true"|type="file"')
"""What writes when it is used."""


def test_nothing_is_offered_that_could_not_be_done(owner, as_role, people, browse):
    mine, _other = people
    colleague = as_role("manager").user
    with changes.batch(system(), "play"):
        changes.create(Task(title="Call back", owner=colleague, about_type="party", about_id=mine.pk))
    lists = (f"/{slug}/{way}" for slug in ("people", "tasks") for way in ("", "?as=board", "?as=calendar", "?as=map"))
    pages = ("/", f"/people/{mine.pk}/", f"/people/{mine.pk}/menu", "/clean-data", *lists)
    page = browse(owner)
    before = {url: page.get(url).content.decode() for url in pages}
    assert all(OFFERS.search(before[url]) for url in ("/", f"/people/{mine.pk}/", "/people/", "/people/?as=board"))
    page.post(f"/settings/users/{colleague.pk}/look")
    for url in pages:
        answered = page.get(url)
        body = answered.content.decode()
        main = body[body.find("<main") :]
        assert answered.status_code == 200, url
        assert OFFERS.findall(main) == [], url
        assert not re.search(r'href="[^"]*/(new|edit)["?]', main), url
    assert "Anna Mine" in page.get("/people/").content.decode()
    assert page.get(f"/people/{mine.pk}/edit").status_code in (403, 404)
