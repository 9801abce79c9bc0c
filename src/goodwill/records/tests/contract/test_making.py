from dataclasses import replace
from typing import Any

import pytest

from goodwill.kernel.actors import Actor
from goodwill.records.contract.making import NoSample, digest, make
from goodwill.records.toys.records import MAKER


def test_a_type_without_a_sample_is_named(firm: Any, owner: Actor) -> None:
    with pytest.raises(NoSample, match="maker is registered without sample="):
        make(replace(MAKER, sample=None), 1, owner)


def test_the_digest_tells_any_write_from_none(firm: Any, owner: Actor) -> None:
    before = digest()
    assert digest() == before
    make(MAKER, 1, owner)
    assert digest() != before
