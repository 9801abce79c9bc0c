import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import Cached


def test_what_is_set_is_there_until_it_expires(firm):
    cache.set("history", [1.5, 2.5], 60)
    assert cache.get("history") == [1.5, 2.5]
    Cached.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert cache.get("history", "gone") == "gone"


def test_keys_are_not_readable_in_the_table(firm):
    cache.set("ip:203.0.113.7", 1)
    assert "203" not in Cached.objects.get().key


def test_counting_touching_deleting_and_clearing(firm):
    cache.set("tries", 1)
    assert cache.incr("tries", 2) == 3
    assert cache.touch("tries", 5)
    assert cache.delete("tries")
    assert not cache.touch("tries")
    with pytest.raises(ValueError, match="tries"):
        cache.incr("tries")
    cache.set_many({"a": 1, "b": None})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": None}
    cache.clear()
    assert cache.get("a") is None


def test_only_one_adds_a_lock_and_an_expired_one_can_be_taken(own_firm):
    got, gate = [], threading.Barrier(5)

    def run():
        gate.wait()
        with workspaces.entered(own_firm):
            got.append(cache.add("lock", True, 10))
        workspaces.close_all()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 4 + [True]
    Cached.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert cache.add("lock", True, 10)


def test_another_firm_has_another_cache(own_firm, new_firm):
    cache.set("name", "Harbour Bikes")
    with workspaces.entered(new_firm()):
        assert cache.get("name") is None
