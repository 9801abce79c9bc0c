"""What every registered type keeps to, a type that a firm made keeps to as well."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from goodwill.kernel.actors import Actor
from goodwill.kernel.powers import BUILT_IN
from goodwill.records import registry
from goodwill.records.custom.verbs import make_field
from goodwill.records.custom_types import verbs
from goodwill.records.registry import RecordType
from goodwill.records.tests.contract import test_every_type as contract

PROMISES = [found for name, found in vars(contract).items() if name.startswith("test_")]
BY_ROLE = contract.test_each_role_does_what_its_rights_say_and_nothing_else
CASES = [(promise, role) for promise in PROMISES for role in (BUILT_IN if promise is BY_ROLE else [""])]


@pytest.fixture
def vehicle(owner: Actor) -> RecordType:
    verbs.make_type(by=owner, label="Vehicle", plural="Vehicles", title_label="Plate")
    for kind, label in (("text", "Make"), ("number", "Mileage"), ("date", "First seen"), ("yes_no", "Winter tyres")):
        make_field(by=owner, type="custom_vehicle", kind=kind, label=label)
    made = registry.get("custom_vehicle")
    assert made is not None
    return replace(made, sample=sample)


def sample(n: int) -> dict[str, Any]:
    return {
        "title": f"LX {n} ABC",
        "x_make": ("Škoda", "Fiat", "Ford")[n % 3],
        "x_mileage": n * 1000,
        "x_first_seen": f"2026-0{n % 9 + 1}-11",
        "x_winter_tyres": bool(n % 2),
    }


@pytest.mark.parametrize(("promise", "role"), CASES, ids=[f"{one.__name__[5:]}-{role}" for one, role in CASES])
def test_it_keeps_what_every_type_promises(
    promise: Callable[..., None], role: str, vehicle: RecordType, request: pytest.FixtureRequest
) -> None:
    given = {"type": vehicle, "role": role}
    for name in inspect.signature(promise).parameters.keys() - given.keys():
        given[name] = request.getfixturevalue(name)
    promise(**{name: given[name] for name in inspect.signature(promise).parameters})
