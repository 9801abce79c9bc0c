from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_fields(request: pytest.FixtureRequest) -> None:
    """Games have a field of every kind that a firm can make, and computed ones: they keep the promises, too."""
    declared: Any = request.node.callspec.params.get("type") if hasattr(request.node, "callspec") else None
    if declared is None or declared.name != "game":
        return
    from goodwill.records.custom.verbs import make_field
    from goodwill.records.tests.custom.every_kind import EVERY_KIND

    owner = request.getfixturevalue("as_role")("owner")
    for label, given in EVERY_KIND.items():
        make_field(by=owner, type="game", label=label, **given)
    make_field(by=owner, type="game", kind="formula", label="Doubled", formula="[Wheels] * 2")
    rollup = {"source": "game.x_sequel_of", "how": "count"}
    make_field(by=owner, type="game", kind="relation", label="Sequel of", target="toy")
    make_field(by=owner, type="game", kind="rollup", label="Sequels", rollup=rollup)
