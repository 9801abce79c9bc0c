import io

import pytest


@pytest.fixture
def maker(owner):
    from goodwill.kernel import changes
    from goodwill.records.toys.models import Maker

    with changes.batch(owner, "create"):
        return changes.create(Maker(name="Ålborg Works", city="Oslo", owner=owner.user))


@pytest.fixture
def add(owner, maker):
    """A function that adds a file to the maker, as its owner."""
    from goodwill.records.files.verbs import attach

    def add(name="terms.txt", content=b"Delivery within nine days"):
        return attach(maker, io.BytesIO(content), name, by=owner)

    return add
