"""Requests that come again: many keys, each sent by twenty clients at the same moment, have their effect once."""

import json
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from benchmarks import serving
from benchmarks.serving import Client

TOGETHER = 20
BUSY = (429, 503)
"""Answers that ask to come again, which a program does."""


class Answer(NamedTuple):
    status: int
    id: int
    asked: int
    """How often until there was an answer that is none of `BUSY`."""


def repeat(keys: int, known: dict[str, Any]) -> dict[str, float]:
    """Figures of the run; raises where a key made none or two, was answered in two ways, or took another body."""
    port = serving.free_port()
    serve = [sys.executable, "-m", "goodwill", "serve", "--no-browser", "--port", str(port)]
    with serving.running(serve, port, "/sign-in", GOODWILL_PROCESSES="2") as (process, _seconds):
        serving.all_listen(port, 2)
        serving.at_rest(process)
        clients = [Client(port, known["cookie"], known["csrf"]) for _number in range(TOGETHER)]
        began = time.perf_counter()
        rounds = _all_at_once(clients, keys)
        seconds = time.perf_counter() - began
        others = [_asked(clients[0], number, f"Other {number}").status for number in range(0, keys, 10)]
    statuses = Counter(answer.status for answers in rounds for answer in answers)
    split = sum(len({answer[:2] for answer in answers}) > 1 for answers in rounds)
    made = {answers[0].id for answers in rounds}
    if statuses != {201: keys * TOGETHER} or split or len(made) != keys or set(others) != {422}:
        raise AssertionError(f"{statuses}, {split} keys with two answers, {len(made)} made, {Counter(others)}")
    return {
        "keys": keys,
        "requests": keys * TOGETHER,
        "objects": _made(),
        "two answers to a key": split,
        "other bodies refused": len(others),
        "asked again while busy": sum(answer.asked - 1 for answers in rounds for answer in answers),
        "requests/s": round(keys * TOGETHER / seconds, 1),
        "seconds": round(seconds),
    }


def _all_at_once(clients: list[Client], keys: int) -> list[list[Answer]]:
    """By key: what each client was answered, all of which ask as soon as the last one is ready."""
    ready = threading.Barrier(len(clients))

    def ask_each(client: Client) -> list[Answer]:
        found = []
        for number in range(keys):
            ready.wait(60)
            found.append(_asked(client, number, f"Repeat {number}"))
        return found

    with ThreadPoolExecutor(len(clients)) as pool:
        return [list(answers) for answers in zip(*pool.map(ask_each, clients), strict=True)]


def _asked(client: Client, number: int, name: str) -> Answer:
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"repeat {number}"}
    for asked in range(1, 200):
        status, body = client.post("/api/v1/people", json.dumps({"name": name}), **headers)
        if status not in BUSY:
            return Answer(status, json.loads(body).get("id", 0), asked)
        time.sleep(0.05 * asked)
    raise RuntimeError(f"busy for too long: {status}")


def _made() -> int:
    """What lies in the database, beside what was there."""
    from goodwill.areas.people.models import Party
    from goodwill.kernel import workspace as workspaces

    with workspaces.entered(workspaces.all_live()[0]):
        return int(Party.everything.filter(name__startswith="Repeat ").count())
