import pytest

from goodwill.kernel import changes, seen
from goodwill.kernel.actors import system
from goodwill.kernel.models import LastSeen, Seen, Team


@pytest.fixture(autouse=True)
def nothing_noted():
    seen._noted.clear()
    yield
    seen._noted.clear()


@pytest.fixture
def teams(owner):
    with changes.batch(owner, "create"):
        return [changes.create(Team(name=f"Team {number}")) for number in range(3)]


def test_looking_writes_nothing_until_it_is_written_together(owner, teams):
    for team in (*teams, teams[0]):
        seen.looked(team.ref, owner)
    assert not Seen.objects.exists()
    seen.flush()
    assert Seen.objects.count() == 3
    assert Seen.objects.get(ref_id=teams[0].pk).times == 2


def test_later_looks_are_added_to_the_earlier_ones(owner, staff, teams):
    for by in (owner, owner, staff):
        seen.looked(teams[0].ref, by)
        seen.flush()
    assert {(row.user_id, row.times) for row in Seen.objects.all()} == {(owner.user_id, 2), (staff.user_id, 1)}


def test_a_users_recent_records_come_newest_first(owner, teams):
    for team in (teams[2], teams[0], teams[2], teams[1]):
        seen.looked(team.ref, owner)
    seen.flush()
    assert seen.recent(owner, 2) == [teams[1].ref, teams[2].ref]


def test_what_a_program_reads_is_not_noted(teams):
    seen.looked(teams[0].ref, system())
    seen.flush()
    assert not Seen.objects.exists()


def test_when_somebody_was_active_last_is_one_row(owner):
    for _ in range(3):
        seen.active(owner)
        seen.flush()
    assert LastSeen.objects.get().user == owner.user


def test_many_looks_are_written_without_being_asked(own_firm, owner):
    for number in range(seen.FLUSH_AT):
        seen.looked(("team", number + 1), owner)
    assert Seen.objects.count() == seen.FLUSH_AT
