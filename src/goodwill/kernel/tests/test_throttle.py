import threading

import pytest

from goodwill.kernel import throttle, workspace as workspaces
from goodwill.kernel.errors import TooMany
from goodwill.kernel.models import Throttle


def tries(count, limit=5, per=3600, key="anna@harbour.example"):
    done = 0
    for _ in range(count):
        try:
            throttle.hit("sign-in", key, limit=limit, per=per)
        except TooMany:
            continue
        done += 1
    return done


def test_after_the_limit_a_try_is_refused_with_a_sentence_and_a_time(firm):
    assert tries(5) == 5
    with pytest.raises(TooMany) as refused:
        throttle.hit("sign-in", "anna@harbour.example", limit=5, per=3600)
    assert "wait" in refused.value.sentence
    assert 0 < refused.value.retry_after <= 7200


def test_purposes_and_keys_are_counted_apart(firm):
    assert tries(9) == 5
    assert tries(9, key="ben@harbour.example") == 5
    assert throttle.hit("reset", "anna@harbour.example", limit=5, per=3600) == 4


def test_the_table_does_not_tell_who_tried(firm):
    tries(1)
    (row,) = Throttle.objects.all()
    assert "anna" not in row.bucket
    assert len(row.bucket) == 64


def test_refused_tries_do_not_count(firm):
    assert tries(9) == 5
    assert Throttle.objects.get().count == 5


def test_a_purpose_cannot_run_into_a_key(firm):
    assert throttle.bucket_of("reset", "b c") != throttle.bucket_of("reset b", "c")


def test_what_was_tried_in_the_window_before_counts_for_its_part(firm):
    limit = {"limit": 4, "per": 100}
    for _ in range(4):
        throttle.hit("sign-in", "anna", now=1000, **limit)
    with pytest.raises(TooMany) as refused:
        throttle.hit("sign-in", "anna", now=1110, **limit)
    moment = 1110 + refused.value.retry_after
    assert throttle.hit("sign-in", "anna", now=moment, **limit) == 0
    assert throttle.hit("sign-in", "anna", now=1175, **limit) == 1
    assert throttle.hit("sign-in", "anna", now=1400, **limit) == 3


def test_a_count_from_the_future_does_not_lock_out_for_ever(firm):
    tries(5)
    Throttle.objects.update(window=10**9)
    assert tries(1) == 1


def test_many_at_the_same_moment_get_no_more_than_the_limit(own_firm):
    let_in, gate = [], threading.Barrier(6)

    def run():
        gate.wait()
        with workspaces.entered(own_firm):
            let_in.append(tries(4, limit=10))
        workspaces.close_all()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_in) == 10
