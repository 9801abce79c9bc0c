import pytest

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Membership, Role, Team, User
from goodwill.kernel.powers import POWERS, built_in_roles


def test_users_are_seen_by_all_and_changed_by_those_who_may(as_role):
    assert rights.visible(User.objects.all(), as_role("read_only")).count() == User.objects.count()
    assert rights.visible(User.objects.all(), as_role("staff"), "change").count() == 0
    assert rights.visible(User.objects.all(), as_role("manager"), "change").count() == User.objects.count()


def test_somebody_who_was_deactivated_may_nothing_at_once(owner):
    with changes.batch(owner, "edit"):
        changes.update(owner.user, is_active=False)
    actor = Actor.of(User.objects.get(pk=owner.user_id))
    assert not actor.may("manage_users")
    assert not rights.allows(actor, "read", User)
    assert rights.visible(User.objects.all(), actor).count() == 0


def test_a_refusal_says_whom_to_ask(staff):
    with pytest.raises(Refused, match="owner"):
        rights.require(staff, "change", Team)


def test_parts_of_a_user_follow_the_power_over_users(as_role):
    membership = Membership.objects.first()
    assert rights.allows(as_role("manager"), "change", membership)
    assert not rights.allows(as_role("staff"), "change", membership)


def test_an_unknown_scope_in_a_role_counts_as_none(owner):
    role = Role.objects.get(builtin="staff")
    with changes.batch(owner, "edit"):
        changes.update(role, scopes={"*": {"read": "galaxy"}})
    actor = Actor.of(User.objects.get(role=role))
    assert actor.scope("anything", "read") == "none"


def test_an_owner_gets_a_power_that_came_with_a_newer_version_and_nobody_else_does(firm):
    with changes.batch(system(), "edit"):
        for role in Role.objects.filter(builtin__in=("owner", "staff")):
            changes.update(role, powers=["import"])
    built_in_roles()
    assert set(Role.objects.get(builtin="owner").powers) == set(POWERS)
    assert Role.objects.get(builtin="staff").powers == ["import"]
