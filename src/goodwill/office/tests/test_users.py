"""Inviting people, changing what they may do, closing and opening their access."""

import re

import pytest

from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Batch, Change, Membership, OutgoingMail, Role, Team, User
from goodwill.office import invitations
from goodwill.office.verbs import invitations as inviting, people, teams

PASSWORD = "correct horse battery"


def role(builtin):
    return Role.objects.get(builtin=builtin)


def written():
    return Change.objects.count(), OutgoingMail.objects.count()


@pytest.fixture
def invited(owner):
    return people.invite(by=owner, email="Nina@Harbour.example", name="Nina Reyes", role=role("manager"))


def second_owner(owner):
    second = people.invite(by=owner, email="second@harbour.example", name="Second", role=role("owner"))
    with changes.batch(owner, "edit"):
        for user in (second, owner.user):
            user.set_password(PASSWORD)
            changes.update(user, password=user.password)
    return second


def test_the_page_invites_by_a_mail_with_a_link(owner, browse):
    team = Team.objects.get(name="Office")
    sent = {"name": "Nina Reyes", "email": "nina@harbour.example", "role": role("staff").pk, "teams": [team.pk]}
    answer = browse(owner).post("/settings/users/invite", sent)
    nina = User.objects.get(email="nina@harbour.example")
    assert answer["Location"] == f"/settings/users/{nina.pk}"
    assert [row.team for row in nina.memberships.all()] == [team]
    assert invitations.link_for(nina).rpartition("/")[0] in OutgoingMail.objects.get().text


def test_what_is_no_address_gets_a_sentence(owner, browse):
    before = written()
    sent = {"name": "Eva", "email": "nonsense", "role": role("staff").pk}
    page = browse(owner).post("/settings/users/invite", sent).content.decode()
    assert "A mail address has an @ in it" in page
    assert "Problem(" not in page
    assert written() == before


def test_an_address_is_invited_once(owner, browse, invited):
    before = written()
    sent = {"name": "Again", "email": "NINA@harbour.example", "role": role("staff").pk}
    answer = browse(owner).post("/settings/users/invite", sent)
    assert answer.status_code == 422
    assert "Nobody was invited" in answer.content.decode()
    assert written() == before


@pytest.mark.parametrize("who", ["staff", "read_only"])
def test_who_does_not_manage_users_opens_and_changes_nothing(as_role, browse, invited, who):
    client, before = browse(as_role(who)), written()
    for page in ("/settings/users", "/settings/users/invite", f"/settings/users/{invited.pk}", "/settings/teams"):
        assert client.get(page).status_code == 403
    assert client.post(f"/settings/users/{invited.pk}/close").status_code == 403
    assert client.post("/settings/teams/new", {"name": "Mine"}).status_code == 403
    assert written() == before


def test_the_link_lets_in_once_and_only_by_post(owner, browse, invited):
    link = re.sub(r"^https?://[^/]+", "", invitations.link_for(invited))
    client = browse()
    assert client.get(link).status_code == 200
    assert User.objects.get(pk=invited.pk).version == invited.version
    assert client.post(link, {"name": "Nina", "password": PASSWORD})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)
    assert browse().get(link).status_code == 410
    assert browse().post(link, {"name": "Thief", "password": PASSWORD}).status_code == 410
    assert User.objects.get(pk=invited.pk).name == "Nina"


def test_a_weak_password_is_refused_at_its_field(owner, browse, invited):
    link = re.sub(r"^https?://[^/]+", "", invitations.link_for(invited))
    answer = browse().post(link, {"name": "Nina", "password": "password12"})
    assert answer.status_code == 422
    assert invitations.is_waiting(User.objects.get(pk=invited.pk))


def test_the_link_is_void_once_the_person_changed_or_was_closed(owner, browse, invited):
    link = re.sub(r"^https?://[^/]+", "", invitations.link_for(invited))
    people.deactivate(invited, by=owner)
    assert browse().get(link).status_code == 410
    people.reactivate(invited, by=owner)
    assert browse().get(link).status_code == 410
    assert browse().get(re.sub(r"^https?://[^/]+", "", invitations.link_for(invited))).status_code == 200


def test_a_changed_link_is_no_link(browse, owner, invited):
    link = re.sub(r"^https?://[^/]+", "", invitations.link_for(invited))
    assert browse().get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 404


def test_trying_links_is_throttled(own_firm, as_role, browse):
    client = browse()
    statuses = [client.get("/invitation/nothing.here").status_code for _try in range(31)]
    assert statuses == [404] * 30 + [429]


def test_a_manager_makes_no_owner_and_touches_none(as_role, browse):
    manager, owner = as_role("manager"), as_role("owner")
    staff, before = User.objects.get(role__builtin="staff"), written()
    with pytest.raises(Refused):
        people.invite(by=manager, email="new@harbour.example", name="New", role=role("owner"))
    with pytest.raises(Refused):
        people.change_access(staff, by=manager, role=role("owner"), teams=[])
    with pytest.raises(Refused):
        people.change_access(owner.user, by=manager, role=role("staff"), teams=[])
    with pytest.raises(Refused):
        people.deactivate(owner.user, by=manager)
    sent = {"name": "New", "email": "new@harbour.example", "role": role("owner").pk}
    assert browse(manager).post("/settings/users/invite", sent).status_code == 422
    assert browse(manager).post(f"/settings/users/{owner.user.pk}", {"role": role("staff").pk}).status_code == 403
    assert written() == before


def test_a_manager_never_sees_the_link_of_an_owner_to_be(as_role, browse, owner):
    coming = people.invite(by=owner, email="boss@harbour.example", name="Boss", role=role("owner"))
    page = browse(as_role("manager")).get(f"/settings/users/{coming.pk}").content.decode()
    assert "/invitation/" not in page
    with pytest.raises(Refused):
        inviting.send_invitation(coming, by=as_role("manager"))


def test_the_last_owner_stays(owner, browse):
    before = written()
    with pytest.raises(Refused, match="last owner"):
        people.change_access(owner.user, by=owner, role=role("staff"), teams=[])
    assert browse(owner).post(f"/settings/users/{owner.user.pk}/close").status_code == 403
    assert written() == before


def test_somebody_who_never_came_in_is_no_second_owner(owner):
    waiting = people.invite(by=owner, email="second@harbour.example", name="Second", role=role("owner"))
    with pytest.raises(Refused, match="last owner"):
        people.change_access(owner.user, by=owner, role=role("staff"), teams=[])
    assert invitations.is_waiting(waiting)


def test_with_a_second_owner_the_first_may_go(owner):
    second_owner(owner)
    people.change_access(owner.user, by=owner, role=role("manager"), teams=[])
    assert User.objects.get(pk=owner.user_id).role == role("manager")


def test_a_role_that_was_taken_away_does_not_come_back_by_undo(owner, as_role):
    manager, second = as_role("manager"), second_owner(owner)
    people.change_access(second, by=owner, role=role("manager"), teams=[])
    batch = Change.objects.latest("id").batch_id
    with pytest.raises(Refused):
        changes.undo(batch, manager)
    assert User.objects.get(pk=second.pk).role == role("manager")


def test_a_team_that_was_left_does_not_come_back_by_undo(owner, as_role):
    staff = as_role("staff").user
    people.change_access(staff, by=owner, role=staff.role, teams=[])
    with pytest.raises(Refused):
        changes.undo(Change.objects.latest("id").batch_id, owner)
    assert not Membership.objects.filter(user=staff).exists()


def test_closing_the_access_ends_every_session(own_firm, as_role, browse):
    owner, staff = as_role("owner"), as_role("staff")
    client = browse(staff)
    client.get("/")
    people.deactivate(staff.user, by=owner)
    assert client.get("/").status_code == 302
    people.reactivate(staff.user, by=owner)
    assert client.get("/").status_code == 302


def test_who_sees_by_team_joins_none_by_themselves(owner, as_role):
    narrow = Role(name="Team lead", scopes={"*": {"read": "team", "change": "team"}}, powers=["manage_users"])
    staff = as_role("staff")
    with changes.batch(owner, "edit"):
        changes.create(narrow)
        changes.update(staff.user, role=narrow)
    lead, office = as_role_of(staff.user), Team.objects.get(name="Office")
    with pytest.raises(Refused):
        teams.change_members(by=lead, team=office, members=[staff.user])
    assert not Membership.objects.filter(team=office).exists()


def as_role_of(user):
    from goodwill.kernel.actors import Actor

    return Actor.of(User.objects.get(pk=user.pk))


def test_a_team_is_renamed_and_gets_members(owner, browse):
    office, staff = Team.objects.get(name="Office"), User.objects.get(role__builtin="staff")
    browse(owner).post(f"/settings/teams/{office.pk}", {"name": "Front desk", "members": [staff.pk]})
    office.refresh_from_db()
    assert office.name == "Front desk"
    assert [row.user for row in Membership.objects.filter(team=office)] == [staff]


def test_a_new_team_begins_with_its_members_and_goes_with_them(owner, browse):
    staff = User.objects.get(role__builtin="staff")
    browse(owner).post("/settings/teams/new", {"name": "Loan bikes", "members": [staff.pk]})
    team = Team.objects.get(name="Loan bikes")
    assert [row.user for row in Membership.objects.filter(team=team)] == [staff]
    assert Batch.objects.latest("id").verb == "make_team"
    refused = browse(owner).post("/settings/teams/new", {"name": "Loan bikes", "members": [owner.user_id]})
    assert refused.status_code == 422
    assert Membership.objects.filter(team=team).count() == 1


def test_two_teams_of_one_name_are_refused_with_a_sentence(owner, browse):
    answer = browse(owner).post("/settings/teams/new", {"name": "Office"})
    assert answer.status_code == 422
    with pytest.raises(Invalid):
        teams.make_team(by=owner, name="Office")


def test_the_list_tells_when_somebody_was_here_last(staff, browse):
    from goodwill.kernel import seen
    from goodwill.office.queries.people import people as listed

    browse(staff).get("/me")
    seen.flush()
    when = {row.user.pk: row.seen_at for row in listed(active=True)}
    assert when[staff.user_id] is not None
