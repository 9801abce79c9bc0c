"""Rows read as objects are those of the ORM."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodwill.kernel.loading import loaded
from goodwill.kernel.models import Change, Profile, Team


def test_what_is_loaded_is_what_the_orm_makes(firm, owner, staff):
    for rows in (Team.objects.order_by("id"), Profile.objects.all(), Change.objects.order_by("-id")):
        usual = list(rows)
        assert usual
        for quickly, slowly in zip(loaded(rows), usual, strict=True):
            assert type(quickly) is type(slowly)
            assert quickly == slowly
            assert {**quickly.__dict__, "_state": 0} == {**slowly.__dict__, "_state": 0}
            assert (quickly._state.adding, quickly._state.db) == (False, connection.alias)


def test_what_is_loaded_can_be_changed_and_read_again(firm, staff):
    one = next(loaded(Team.objects.filter(pk__in=staff.team_ids)))
    one.name = "Workshop East"
    one.save()
    assert Team.objects.get(pk=one.pk).name == "Workshop East"
    one.refresh_from_db(fields=["name"])
    assert one.name == "Workshop East"


def test_it_is_one_query(firm, staff):
    with CaptureQueriesContext(connection) as asked:
        assert list(loaded(Team.objects.all()))
    assert len(asked) == 1
