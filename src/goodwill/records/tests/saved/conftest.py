from types import SimpleNamespace

import pytest


@pytest.fixture
def toys(owner):
    from goodwill.kernel import changes
    from goodwill.records.toys.models import Toy

    with changes.batch(owner, "create"):
        rows = [
            Toy(
                name=f"Toy {n}",
                pieces=n,
                price=n * 150 if n % 3 else None,
                currency=("GBP", "EUR")[n % 2],
                stage=("idea", "made")[n % 2],
                owner=owner.user,
            )
            for n in range(30)
        ]
        return changes.create_many(rows)


@pytest.fixture
def workshop(staff):
    from goodwill.kernel.models import Team

    return Team.objects.get(pk__in=staff.team_ids)


@pytest.fixture
def mate(staff, owner, workshop):
    """Somebody else in the team of `staff`, with the same role."""
    from goodwill.kernel import changes
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import Membership, User

    with changes.batch(owner, "create"):
        user = changes.create(User(email="mate@harbour.example", name="Mate", role=staff.user.role))
        changes.create(Membership(user=user, team=workshop))
    return Actor.of(User.objects.get(pk=user.pk))


@pytest.fixture
def people(as_role, staff, mate, owner):
    """By name: who saves the views, somebody of the same team, and two who are not in it."""
    return SimpleNamespace(staff=staff, mate=mate, owner=owner, read_only=as_role("read_only"))


@pytest.fixture
def save(staff, workshop):
    """A function that saves a view of toys, for `staff` if nobody else is named."""
    from goodwill.records.saved.verbs import save_view
    from goodwill.records.toys.records import TOY

    def make(name="Made ones", by=staff, **parts):
        if parts.get("share") == "team":
            parts.setdefault("team", workshop)
        return save_view(by=by, type=TOY, name=name, **{"filter": "stage is made", **parts})

    return make
