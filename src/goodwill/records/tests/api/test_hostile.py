"""Requests that follow the description, and requests that break it: none may break the server."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from goodwill.kernel import api_keys
from goodwill.kernel.actors import Actor
from goodwill.records.contract.making import make
from goodwill.records.tests.api.test_api import Api
from goodwill.records.tests.api.test_definitions import make_garage
from goodwill.records.toys.records import MAKER, TOY

FEW = settings(
    max_examples=2,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MODES = list(schemathesis.GenerationMode)
BOTH = ("/toy", "/maker", "/files", "/views", "/firm")
"""What is asked in both ways; of the other types, whose routes are the same, every second route in each, and once."""
EXPECTED = {200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_no_request_breaks_the_server(
    firm: Any, browse: Callable[..., Client], owner: Actor, mode: schemathesis.GenerationMode, database_kind: str
) -> None:
    for n in range(2):
        make(TOY, n, owner)
        make(MAKER, n, owner)
    make_garage(Api(browse(owner)))
    key = api_keys.issue(by=owner, name="Test", per_minute=api_keys.MOST_PER_MINUTE).text
    client = browse(None, HTTP_AUTHORIZATION=f"Bearer {key}")
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    seen: set[int] = set()
    for number, result in enumerate(schema.get_all_operations()):
        operation = result.ok()
        if "/parts/" in operation.path and not operation.path.startswith("/people"):
            continue
        turn = database_kind == "sqlite" and number % len(MODES) == MODES.index(mode)
        if not turn and not operation.path.startswith(BOTH):
            continue

        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            sent = case.as_transport_kwargs(base_url="http://firm/api/v1")
            path = sent["url"].removeprefix("http://firm")
            data = sent.get("data") or b""
            headers = {name: str(value) for name, value in sent["headers"].items() if name != "Authorization"}
            answered = client.generic(
                sent["method"],
                path,
                data,
                content_type=headers.pop("Content-Type", "application/json"),
                query_params=sent.get("params") or {},
                headers=headers,
            )
            seen.add(answered.status_code)
            assert answered.status_code in EXPECTED, (case, answered.content)

        check()
    if mode is schemathesis.GenerationMode.POSITIVE:
        assert seen & {200, 201}
    assert 422 in seen
