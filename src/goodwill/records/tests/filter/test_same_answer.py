"""The database and Python give the same answer, on whichever database the tests run."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.records.filter import apply, lookups, parse, predicate, to_text
from goodwill.records.filter.tree import Filter
from goodwill.records.tests.filter.trees import NOW, as_mapping, filters, join_team, toys
from goodwill.records.toys.records import MAKER, TOY

SETTINGS = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    "derandomize": True,
}


@pytest.fixture
def reader(as_role: Callable[[str], Any]) -> Actor:
    """Somebody who sees all toys, but only the makers of their team."""
    user = as_role("staff").user
    user.role.scopes = {**user.role.scopes, "maker": {"read": "team"}}
    user.time_zone = "Asia/Tokyo"
    join_team(User.objects.get(role__builtin="manager"))
    return Actor.of(user)


@pytest.mark.slow
@settings(max_examples=500, **SETTINGS)
@given(filter=filters)
@example(filter=parse("discount < 1000000000000"))
@example(filter=parse("not (discount < 1000000000000 and discount > -1000000000000)"))
@pytest.mark.parametrize("few", [lookups.FEW, -1], ids=["looked up", "row by row"])
def test_rows_and_mappings_pass_alike(
    reader: Actor, world: Any, few: int, monkeypatch: pytest.MonkeyPatch, filter: Filter
) -> None:
    monkeypatch.setattr(lookups, "FEW", few)
    made, mappings = world
    passes = predicate(filter, TOY, reader, NOW)
    found = apply(TOY.rows(reader), filter, TOY, reader, NOW).values_list("pk", flat=True)
    assert sorted(found) == [toy.pk for toy in made if passes(mappings[toy.pk])], to_text(filter)


@pytest.mark.slow
@settings(max_examples=60, **SETTINGS)
@given(filter=filters)
def test_rows_and_records_pass_alike(reader: Actor, filter: Filter, world: Any) -> None:
    made, _mappings = world
    passes = predicate(filter, TOY, reader, NOW)
    found = apply(TOY.rows(reader), filter, TOY, reader, NOW).values_list("pk", flat=True)
    assert sorted(found) == [toy.pk for toy in made if passes(toy)], to_text(filter)


@pytest.fixture
def world(reader: Actor) -> Any:
    made = sorted(toys(random.Random(7), 60), key=lambda toy: toy.pk)
    seen = {maker.pk: maker for maker in MAKER.rows(reader)}
    return made, {toy.pk: as_mapping(toy, seen) for toy in made}
