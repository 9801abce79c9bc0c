"""What the description leaves out for its reader is refused before anything that was sent is looked at."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel.actors import Actor
from goodwill.records.contract.making import make
from goodwill.records.tests.test_field_rights import as_narrow
from goodwill.records.toys.models import Toy
from goodwill.records.toys.records import MAKER, TOY

METHODS = {"get", "post", "put", "patch", "delete"}
__all__ = ["as_narrow"]


@pytest.fixture
def narrow(as_narrow: Callable[..., Actor]) -> Actor:
    return as_narrow(fields={"price": "hidden"}, scopes={"*": {"read": "all"}, "toy": {"read": "all", "change": "own"}})


@pytest.mark.parametrize("role", ["narrow", "read_only", "owner"])
def test_a_method_that_is_not_described_is_refused_whatever_is_sent(
    role: str, narrow: Actor, owner: Actor, as_role: Callable[[str], Actor], browse: Callable[..., Client]
) -> None:
    made = {TOY.slug: make(TOY, 1, owner).pk, MAKER.slug: make(MAKER, 1, owner).pk}
    client: Any = browse(narrow if role == "narrow" else as_role(role))
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    asked = 0
    for path, operations in paths.items():
        slug = path.split("/")[1]
        if slug not in (*made, "firm", "views", "files"):
            continue
        address = re.sub(r"\{.*?\}", str(made.get(slug, 1)), path)
        for method in METHODS - operations.keys():
            answer = getattr(client, method)(f"/api/v1{address}?view=", b"", content_type="application/json")
            assert answer.status_code in (403, 404, 405), (method, address, answer.content)
            assert "Allow" in answer or answer.status_code != 405
            asked += 1
    assert asked > 50
    assert Toy.objects.count() == 1
