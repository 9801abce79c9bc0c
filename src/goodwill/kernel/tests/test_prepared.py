"""A prepared query answers what the queryset itself would, for other values and in other firms."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.actors import TEAMS, with_teams
from goodwill.kernel.models import Notice, User
from goodwill.kernel.prepared import prepared, steady


@prepared
def users_in(ids: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=ids).order_by("pk")


@prepared
def named(name: str, *, active: bool) -> QuerySet[User, str]:
    return User.objects.filter(name=name, is_active=active).values_list("email", flat=True)


@prepared
def notices_since(user: int, at, *, columns: tuple[str, ...]) -> QuerySet[Notice, dict]:
    return Notice.objects.filter(user=user, at__gte=at).order_by("-at").values(*columns)[:2]


def test_objects_come_with_what_was_joined_for_lists_of_any_length(firm, owner, staff):
    both = sorted([owner.user_id, staff.user_id])
    for ids in ([], both[:1], both, both * 2, [*both, 10_000_001], [*both, *range(10_000_000, 10_000_700)]):
        found = users_in(ids)
        assert [user.pk for user in found] == [pk for pk in both if pk in ids]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert [user.role.name for user in found] == [User.objects.get(pk=user.pk).role.name for user in found]
        assert len(asked) == len(found)


def test_values_and_shape_make_the_answer(firm, owner, staff):
    name = owner.user.name
    assert list(named(name, active=True)) == [owner.user.email]
    assert list(named(name, active=False)) == []
    assert list(named("' OR 1=1 --", active=True)) == []


def test_moments_and_limits_are_as_django_has_them(firm, owner):
    now = timezone.now()
    for days in range(4):
        Notice.objects.create(
            user=owner.user, kind="job", title=f"{days} days ago", at=now - timedelta(days=days), key=str(days)
        )
    for since in (now - timedelta(days=days, hours=1) for days in range(5)):
        plain = Notice.objects.filter(user=owner.user, at__gte=since).order_by("-at").values("title", "at")[:2]
        assert notices_since(owner.user_id, since, columns=("title", "at")) == list(plain)


def test_each_firm_answers_for_itself(own_firm, new_firm, owner):
    assert [user.pk for user in users_in([owner.user_id])] == [owner.user_id]
    with workspaces.entered(new_firm()):
        assert users_in([owner.user_id]) == []
    assert [user.pk for user in users_in([owner.user_id])] == [owner.user_id]


def test_a_value_that_django_changes_first_is_refused(firm):
    @prepared
    def beginning(name: str) -> QuerySet[User]:
        return User.objects.filter(name__startswith=name)

    with pytest.raises(ValueError, match="not a parameter"):
        beginning("Ada")


@steady
def user_again(pk: int) -> QuerySet[User]:
    return with_teams(User.objects.filter(pk=pk))


def test_what_is_asked_for_again_is_new_as_soon_as_it_changed_and_everybody_has_their_own(firm, owner):
    first, second = user_again(owner.user_id)[0], user_again(owner.user_id)[0]
    plain = with_teams(User.objects.filter(pk=owner.user_id)).get()
    names = [field.attname for field in User._meta.concrete_fields] + [TEAMS]
    assert [getattr(second, name) for name in names] == [getattr(plain, name) for name in names]
    with CaptureQueriesContext(connection) as asked:
        assert first.role == second.role == plain.role
    assert len(asked) == 0
    first.role.name, first.name = "Another", "Another"
    second.role.scopes["made_up"] = True
    third = user_again(owner.user_id)[0]
    assert (third.name, third.role.name) == (plain.name, plain.role.name)
    assert "made_up" not in third.role.scopes
    User.objects.filter(pk=owner.user_id).update(is_active=False)
    assert not user_again(owner.user_id)[0].is_active
    assert user_again(10_000_001) == []
