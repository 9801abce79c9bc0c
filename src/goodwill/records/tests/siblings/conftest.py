import pytest


@pytest.fixture
def made(owner):
    """A function that makes a toy of the owner with these values."""
    from goodwill.kernel import changes
    from goodwill.records.toys.models import Toy

    def make(name, **values):
        with changes.batch(owner, "create"):
            return changes.create(Toy(name=name, owner=owner.user, **values))

    return make
