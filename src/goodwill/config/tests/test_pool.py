import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Barrier, get_ident

from goodwill.config.server.pool import Pool
from goodwill.config.tests.toy_client import PATIENCE


def test_threads_that_rest_let_go_what_they_keep_and_work_again():
    left: SimpleQueue[int] = SimpleQueue()
    pool = Pool(2, 8, lambda: left.put(get_ident()))
    together, worked = Barrier(2), SimpleQueue()

    def work() -> None:
        together.wait(PATIENCE)
        worked.put(get_ident())

    def both() -> set[int]:
        for _turn in range(2):
            pool.submit(work)
        return {worked.get(timeout=PATIENCE) for _turn in range(2)}

    threads = both()
    rested: set[int] = set()
    end = time.monotonic() + PATIENCE
    while rested != threads:
        assert time.monotonic() < end, "they never wait"
        pool.rest()
        with suppress(Empty):
            rested.add(left.get(timeout=0.05))
    assert both() == threads
    assert pool.asked == 4
    pool.close(PATIENCE)
