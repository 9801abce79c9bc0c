"""Roles: the table of rights, and that nobody gives more than they hold."""

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import reach_of
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Change, Role, User
from goodwill.kernel.powers import RIGHTS
from goodwill.office.authority import exceeds
from goodwill.office.verbs import roles

ALL = dict.fromkeys(RIGHTS, "all")


def table(**chosen):
    """What the page sends: everything to all, and what is chosen for a type, as toy__read="own"."""
    sent = {f"*.{right}": "all" for right in RIGHTS}
    return sent | {name.replace("__", "."): reach for name, reach in chosen.items()}


@pytest.fixture
def own(owner):
    return roles.make_role(by=owner, name="Workshop", like=Role.objects.get(builtin="staff"))


def test_a_role_begins_as_a_copy(owner, browse):
    staff = Role.objects.get(builtin="staff")
    answer = browse(owner).post("/settings/roles/new", {"name": "Workshop", "like": staff.pk})
    made = Role.objects.get(name="Workshop")
    assert answer["Location"] == f"/settings/roles/{made.pk}"
    assert (made.scopes, made.powers, made.builtin) == (staff.scopes, staff.powers, "")


def test_the_table_narrows_one_type_and_the_rest_follows_everything(owner, browse, own):
    sent = table(toy__read="own") | {"name": "Workshop", "powers": ["import"]}
    assert browse(owner).post(f"/settings/roles/{own.pk}", sent).status_code == 303
    own.refresh_from_db()
    assert own.scopes == {"*": ALL, "toy": dict.fromkeys(RIGHTS, "") | {"read": "own"}}
    assert own.powers == ["import"]


def test_what_is_not_said_of_a_type_goes_on_to_follow_everything(owner, browse, own):
    browse(owner).post(f"/settings/roles/{own.pk}", table(toy__export="none") | {"name": "Workshop"})
    sent = table(toy__export="none") | {"*.delete": "none", "name": "Workshop"}
    browse(owner).post(f"/settings/roles/{own.pk}", sent)
    own.refresh_from_db()
    assert {right: reach_of(own.scopes, "toy", right) for right in RIGHTS} == ALL | {"export": "none", "delete": "none"}
    page = browse(owner).get(f"/settings/roles/{own.pk}/on/toy").content.decode()
    assert "as everything (none)" in page


def test_a_type_without_a_choice_follows_everything_again(owner, browse, own):
    roles.change_role(own, by=owner, name="Workshop", scopes={"*": ALL, "toy": ALL | {"read": "own"}}, powers=[])
    browse(owner).post(f"/settings/roles/{own.pk}", table() | {"name": "Workshop"})
    own.refresh_from_db()
    assert own.scopes == {"*": ALL}


def test_the_owner_role_stays_as_it_is(owner, browse):
    role = Role.objects.get(builtin="owner")
    before = role.scopes, role.powers, Change.objects.count()
    assert browse(owner).post(f"/settings/roles/{role.pk}", table() | {"name": "Owner"}).status_code == 403
    role.refresh_from_db()
    assert (role.scopes, role.powers, Change.objects.count()) == before


def test_nobody_gives_a_power_or_reach_that_they_lack(as_role, owner, own):
    manager = as_role("manager")
    with pytest.raises(Refused):
        roles.change_role(own, by=manager, name="W", scopes={"*": ALL}, powers=["manage_settings"])
    narrow = Role(name="Narrow", scopes={"*": ALL, "toy": ALL | {"read": "own"}}, powers=["manage_users"])
    with changes.batch(owner, "edit"):
        changes.create(narrow)
        changes.update(manager.user, role=narrow)
    from goodwill.kernel.actors import Actor

    lead = Actor.of(User.objects.get(pk=manager.user_id))
    assert exceeds(Role(scopes={"*": ALL}), lead)
    assert not exceeds(Role(scopes={"*": ALL, "toy": {"read": "own"}}), lead)
    with pytest.raises(Refused):
        roles.change_role(narrow, by=lead, name="Narrow", scopes={"*": ALL}, powers=["manage_users"])
    with pytest.raises(Refused):
        roles.make_role(by=lead, name="Wide", like=Role.objects.get(builtin="read_only"))


def test_a_role_that_somebody_holds_is_not_removed(owner, browse, own, as_role):
    staff = as_role("staff").user
    with changes.batch(owner, "edit"):
        changes.update(staff, role=own)
    assert browse(owner).post(f"/settings/roles/{own.pk}/remove").status_code == 403
    assert Role.objects.filter(pk=own.pk).exists()
    with changes.batch(owner, "edit"):
        changes.update(staff, role=Role.objects.get(builtin="read_only"))
    browse(owner).post(f"/settings/roles/{own.pk}/remove")
    assert not Role.objects.filter(pk=own.pk).exists()


def test_who_does_not_manage_users_reads_no_roles(staff, browse, own):
    for page in ("/settings/roles", "/settings/roles/new", f"/settings/roles/{own.pk}"):
        assert browse(staff).get(page).status_code == 403
