from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goodwill.kernel import api_keys, changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import ApiKey, Change


def actor_of(text: str) -> Actor | None:
    key = api_keys.key_of(text)
    return None if key is None else api_keys.acting(key)


def test_a_key_comes_in_as_its_user(firm: Any, staff: Actor) -> None:
    made = api_keys.issue(by=staff, name="Website")
    actor = actor_of(made.text)
    assert actor is not None
    assert (actor.kind, actor.id, actor.name, actor.through) == ("api key", made.key.pk, "Website", "api")
    assert (actor.user, actor.team_ids) == (staff.user, staff.team_ids)


def test_the_key_itself_is_kept_nowhere(firm: Any, staff: Actor) -> None:
    made = api_keys.issue(by=staff, name="Website")
    kept = str(ApiKey.objects.filter(pk=made.key.pk).values().get())
    kept += str(list(Change.objects.filter(type="apikey").values_list("before", "after")))
    assert made.text not in kept
    assert made.key.digest not in str(list(Change.objects.filter(type="apikey").values_list("after")))
    assert made.text.startswith(made.key.start)


def test_wrong_and_late_keys_are_nobody(firm: Any, staff: Actor) -> None:
    made = api_keys.issue(by=staff, name="Website", days=1)
    assert actor_of(made.text + "x") is None
    assert actor_of("") is None
    ApiKey.objects.filter(pk=made.key.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert actor_of(made.text) is None


def test_the_key_of_somebody_who_left_is_nobody(firm: Any, staff: Actor) -> None:
    made = api_keys.issue(by=staff, name="Website")
    with changes.batch(system(), "leave"):
        changes.update(staff.user, is_active=False)
    assert actor_of(made.text) is None


def test_a_revoked_key_is_nobody_and_stays_so(firm: Any, staff: Actor, owner: Actor) -> None:
    made = api_keys.issue(by=staff, name="Website")
    with changes.batch(staff, "revoke") as batch:
        api_keys.revoke(made.key, by=staff)
    assert actor_of(made.text) is None
    with pytest.raises(Refused):
        changes.undo(batch.id, owner)
    assert actor_of(made.text) is None


def test_only_who_manages_users_revokes_the_keys_of_others(firm: Any, as_role: Callable[[str], Actor]) -> None:
    made = api_keys.issue(by=as_role("owner"), name="Website")
    with pytest.raises(Refused):
        api_keys.revoke(made.key, by=as_role("staff"))
    assert actor_of(made.text) is not None
    api_keys.revoke(made.key, by=as_role("manager"))
    assert actor_of(made.text) is None


@pytest.mark.parametrize("given", [{"name": " "}, {"name": "x", "days": 0}, {"name": "x", "days": 9999}])
def test_keys_need_a_name_and_an_end(firm: Any, staff: Actor, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        api_keys.issue(by=staff, **given)
    assert not ApiKey.objects.exists()


def test_many_uses_are_noted_once_in_a_while(
    firm: Any, staff: Actor, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    made = api_keys.issue(by=staff, name="Website")
    actor_of(made.text)
    assert ApiKey.objects.get(pk=made.key.pk).last_used_at is not None
    assert queries_of(lambda: actor_of(made.text)) == 1
