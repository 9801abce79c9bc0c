"""The parts of the search index: few enough while texts are written one by one, and merged without loss."""

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from goodwill.kernel import jobs, search
from goodwill.kernel.models import Job
from goodwill.kernel.search import merging

WORDS = 400
ROOM = 4096 - 80 - 35
"""Bytes of a page, less its seal and what SQLite keeps of a row that is not to go on elsewhere."""


def parts():
    found = {}
    with connection.cursor() as cursor:
        for table in merging.TABLES:
            cursor.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx")
            (found[table],) = cursor.fetchone()
    return found


def longest():
    """Bytes of the longest piece of each index."""
    with connection.cursor() as cursor:
        for table in merging.TABLES:
            cursor.execute(f"SELECT max(length(block)) FROM {table}_data")
            (length,) = cursor.fetchone()
            yield length


def hits(text):
    return sorted(hit.ref_id for hit in search.find(text, Q(), limit=WORDS))


@pytest.fixture
def grown(own_firm):
    for number in range(WORDS):
        with transaction.atomic():
            search.keep_new([search.Document("thing", number, f"harbour {number:03d}x", ["zebrafish"])])
    return own_firm


def test_parts_are_merged_at_night_and_nothing_is_lost(grown):
    asked = ("harbour", "017x", "zebraf", "arbou")
    before = [hits(text) for text in asked]
    assert before[2] == list(range(WORDS))
    if connection.vendor == "sqlite":
        assert all(8 < number < 48 for number in parts().values())
    jobs.enqueue(merging.merge_all)
    jobs.run_due()
    assert [hits(text) for text in asked] == before
    if connection.vendor == "sqlite":
        assert all(number < 8 for number in parts().values())


def test_a_piece_of_an_index_takes_one_page_of_the_file(own_firm):
    with transaction.atomic():
        search.keep_new([search.Document("thing", number, f"quay {number * 7919}", []) for number in range(3000)])
    if connection.vendor == "sqlite":
        assert all(ROOM // 2 < length <= ROOM for length in longest())


def test_who_writes_much_has_the_parts_merged_afterwards(own_firm):
    with merging.merging_later():
        for number in range(100):
            with transaction.atomic():
                search.keep_new([search.Document("thing", number, f"harbour {number:03d}x", ["zebrafish"])])
        if connection.vendor == "sqlite":
            assert all(number >= 100 for number in parts().values())
        assert hits("zebraf") == list(range(100))
    jobs.run_due()
    assert hits("zebraf") == list(range(100))
    assert hits("017x") == [17]
    if connection.vendor == "sqlite":
        assert all(number < 8 for number in parts().values())
        with connection.cursor() as cursor:
            for table in merging.TABLES:
                cursor.execute(f"SELECT v FROM {table}_config WHERE k = 'crisismerge'")
                assert cursor.fetchone() == (16,)


def test_parts_are_merged_soon_where_the_process_that_writes_much_has_died(grown):
    never_left = merging.merging_later()
    never_left.__enter__()
    if connection.vendor == "sqlite":
        (asked,) = Job.objects.filter(name="merge-search", state=Job.State.WAITING)
        assert timezone.now() < asked.due <= timezone.now() + merging.AT_LATEST
        Job.objects.filter(pk=asked.pk).update(due=timezone.now())
        jobs.run_due()
        assert all(number < 8 for number in parts().values())
