from typing import Any

import pytest

from goodwill.records.tests.custom.every_kind import EVERY_KIND


@pytest.fixture
def fields(firm: Any, owner: Any) -> dict[str, Any]:
    """A field of every kind on toys, by its label."""
    from goodwill.records.custom.verbs import make_field

    return {label: make_field(by=owner, type="toy", label=label, **given) for label, given in EVERY_KIND.items()}


@pytest.fixture
def filled(fields: Any, owner: Any) -> dict[str, Any]:
    """A value for each of them, as a program gives it."""
    from goodwill.records import registry, writing

    maker = writing.create(registry.get("maker"), {"name": "Ravensburger"}, by=owner)
    return {
        "x_motto": "Größer ist besser",
        "x_manual": "First this.\nThen that.",
        "x_wheels": 4,
        "x_length": "12.50",
        "x_cost": "99.95",
        "x_margin": "12.5",
        "x_recall_day": "2026-03-15",
        "x_seen_at": "2026-03-15T14:30:00+00:00",
        "x_opens_at": "9:05",
        "x_colour": "sea_blue",
        "x_colours": ["red", "green"],
        "x_loud": True,
        "x_shop": "https://example.com/toy",
        "x_maker_mail": "hello@example.com",
        "x_hot_line": "+442079460000",
        "x_tester": owner.user_id,
        "x_rival": maker.pk,
    }
