import pytest

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def maker(owner):
    from goodwill.kernel import changes
    from goodwill.records.toys.models import Maker

    with changes.batch(owner, "create"):
        return changes.create(Maker(name="Ålborg Works", city="Oslo", owner=owner.user))


@pytest.fixture
def toy(owner, maker):
    from goodwill.kernel import changes
    from goodwill.records.toys.models import Toy

    with changes.batch(owner, "create"):
        return changes.create(Toy(name=f"Duck {HOSTILE}", maker=maker, pieces=3, owner=owner.user))


@pytest.fixture
def part():
    """A function that asks for a part of a page, as htmx does, and returns its text."""

    def get(client, url, target):
        return client.get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET=target).content.decode()

    return get
