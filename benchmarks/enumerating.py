"""Whether the clock tells which mail addresses are known here: pairs of wrong sign-ins, and of forgotten passwords."""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any
from urllib.parse import urlencode

from benchmarks import serving
from benchmarks.serving import Client

KNOWN = "ada@bench.example"
UNKNOWN = "eve@bench.example"
"""Asked for as often as the known one: what is asked for anew takes another way than what waits already."""
CHANCE = 0.01
WARM = 10


def told_apart(pairs: int, known: dict[str, Any], *, seed: int = 3) -> dict[str, float]:
    """How likely the difference between known and unknown addresses is chance (Mann-Whitney), for each way in."""
    port = serving.free_port()
    serve = [sys.executable, "-m", "goodwill", "serve", "--no-browser", "--port", str(port)]
    with serving.running(serve, port, "/sign-in") as (process, _seconds):
        serving.at_rest(process)
        client = Client(port, f"csrf={known['csrf']}", known["csrf"])
        ways: dict[str, Callable[[str], int]] = {
            "sign-in": lambda mail: client.post("/sign-in", _form(login=mail, password="wrong wrong wrong"))[0],
            "password forgotten": lambda mail: client.post("/password/forgotten", _form(email=mail))[0],
        }
        return {way: _chance(ask, pairs, random.Random(seed)) for way, ask in ways.items()}


def _form(**values: str) -> str:
    return urlencode(values)


def _chance(ask: Callable[[str], int], pairs: int, order: random.Random) -> float:
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(WARM + pairs):
        for is_known in order.sample((True, False), 2):
            _forget_tries()
            began = time.perf_counter()
            status = ask(KNOWN if is_known else UNKNOWN)
            if number >= WARM:
                taken[is_known].append(time.perf_counter() - began)
            if status not in (200, 302):
                raise RuntimeError(f"answered {status}")
    return mann_whitney(taken[True], taken[False])


def _forget_tries() -> None:
    """Limits on tries would end the measurement after a few."""
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.models import Cached, Throttle

    with workspaces.entered(workspaces.all_live()[0]):
        Cached.objects.all().delete()
        Throttle.objects.all().delete()


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """Two-sided p of the U test by its normal approximation, without correction for ties: clocks have none."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    ranks = sum(rank for rank, (_value, is_one) in enumerate(ranked, 1) if is_one)
    first, second = len(one), len(other)
    u = ranks - first * (first + 1) / 2
    deviation = sqrt(first * second * (first + second + 1) / 12)
    return 2 * statistics.NormalDist().cdf(-abs(u - first * second / 2) / deviation)
