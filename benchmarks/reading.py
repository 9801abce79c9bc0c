"""Pages, search and writes of one filled firm, asked for over HTTP."""

import gzip
import itertools
import json
import re
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from benchmarks import serving
from benchmarks.serving import Client, Process

Figures = dict[str, float]
Ask = Callable[[], int]
SWAP = {"HX-Request": "true"}
_ASSETS = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
_IMPORTS = re.compile(rb'(?:from|import)\s*"([^"]+\.js)"|url\("?([^")]+\.css)"?\)|@import\s*"([^"]+)"')
_numbers = itertools.count(int(time.time() * 1000) % 10**10)  # nobody of an earlier run in the same firm comes again
_SOUNDS = "btfklmnprs"


def one_client(process: Process, client: Client, known: dict[str, Any]) -> Figures:
    figures: Figures = {}
    for key, ask in _asks(client, known).items():
        figures |= timed(process, key, ask)
    slowest = 0.0
    for key, text in known["searches"].items():
        taken = serving.taken(lambda text=text: client.get("/search?q=" + quote(text), **SWAP)[0])
        figures[key] = statistics.median(taken)
        slowest = max(slowest, serving.p95(taken))
    return figures | {"search95": slowest, "weight": page_weight(client)}


def timed(process: Process, key: str, ask: Ask) -> Figures:
    """The median of the clock, and what an answer takes of the processor."""
    used = serving.cpu_of(process)
    taken = serving.taken(ask)
    cpu = (serving.cpu_of(process) - used) / (len(taken) + serving.WARM)
    return {key: statistics.median(taken), f"{key}_cpu": cpu}


def eight_clients(
    process: Process, clients: list[Client], known: dict[str, Any], *, seconds: float, mixed_seconds: float
) -> Figures:
    """Answers per second of all together, what one takes of the server's processors, and how many were none."""
    figures: Figures = {}
    acts: dict[str, list[Ask]] = {
        "api8": [_api(one, known["token"]) for one in clients],
        "list8": [lambda one=one: one.get("/people/")[0] for one in clients],
        "create8": [creating(one) for one in clients],
        "made8": [making(one, known["token"]) for one in clients],
        "mixed": [_mixture(one, known, turn) for turn, one in enumerate(clients)],
    }
    for key, asks in acts.items():
        used = serving.cpu_of(process)
        found = serving.together(asks, mixed_seconds if key == "mixed" else seconds)
        cpu = (serving.cpu_of(process) - used) / max(len(found.taken), 1)
        figures |= {key: found.rate, f"{key}_cpu": cpu, f"{key}_errors": found.errors}
    return figures | {"mixed95": serving.p95(found.taken)}


def _asks(client: Client, known: dict[str, Any]) -> dict[str, Ask]:
    filtered = "/people/?filter="
    return {
        "api": _api(client, known["token"]),
        "list": lambda: client.get("/people/")[0],
        "deep": lambda: client.get(f"/people/?after={known['deep']}")[0],
        "company": lambda: client.get(filtered + quote(f"company is #{known['company']}"))[0],
        "city": lambda: client.get(filtered + quote(f'city is "{known["city"]}"'))[0],
        "phase": lambda: client.get(filtered + quote("phase is customer"))[0],
        "party": lambda: client.get(f"/people/{known['id']}/")[0],
        "party50": lambda: client.get(f"/people/{known['talkers'][50]}/")[0],
        "party1000": lambda: client.get(f"/people/{known['talkers'][1000]}/")[0],
        "create": creating(client),
        "made": making(client, known["token"]),
        "edit": editing(client, known["id"]),
    }


def _api(client: Client, token: str) -> Ask:
    return lambda: client.get("/api/v1/people?limit=25&sort=name", Authorization=f"Bearer {token}", Cookie="")[0]


def creating(client: Client) -> Ask:
    """What a person does who adds somebody: the page looks for doubles, then it is saved."""

    def ask() -> int:
        name, mail = _somebody("+")
        first: int = client.get(f"/likely/person?name={name}&mail={mail}", **SWAP)[0]
        return max(first, client.post("/people/new", f"name={name}&mail={mail}", **SWAP)[0])

    return ask


def making(client: Client, token: str) -> Ask:
    """What a program does: one request that looks for doubles and saves."""
    headers = {"Authorization": f"Bearer {token}", "Cookie": "", "Content-Type": "application/json"}

    def ask() -> int:
        name, mail = _somebody(" ")
        return client.post("/api/v1/people?doubles=refuse", json.dumps({"name": name, "mail": mail}), **headers)[0]

    return ask


def _somebody(space: str) -> tuple[str, str]:
    family = _word(next(_numbers))
    return f"Nora{space}{family}", f"nora.{family.lower()}@create.example"


def _word(number: int) -> str:
    """A family name for each number that sounds like no other one."""
    return "Bench" + "".join(f"{_SOUNDS[int(digit)]}a" for digit in str(number))


def editing(client: Client, pk: int) -> Ask:
    return lambda: client.post(f"/people/{pk}/fields/source", f"source=Fair+{next(_numbers)}", **SWAP)[0]


def _mixture(client: Client, known: dict[str, Any], turn: int) -> Ask:
    """Four reads, then a write; each client edits somebody of its own."""
    pk = known["several"][turn]
    prefix = known["searches"]["prefix"]
    acts: list[Ask] = [
        lambda: client.get("/people/")[0],
        lambda: client.get(f"/people/{pk}/")[0],
        lambda: client.get("/search?q=" + quote(prefix), **SWAP)[0],
        lambda: client.get(f"/people/?after={known['deep']}")[0],
        editing(client, pk) if turn % 2 else creating(client),
    ]
    rounds = itertools.cycle(acts[turn % 5 :] + acts[: turn % 5])

    def ask() -> int:
        return next(rounds)()

    return ask


def page_weight(client: Client) -> float:
    """KiB of the style sheets and modules that the first page loads, as they are sent."""
    page = client.get("/people/")[1]
    waiting, seen, size = [found.decode() for found in _ASSETS.findall(page)], set(), 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        status, body = client.get(path, **{"Accept-Encoding": "gzip, br"})
        size += len(body) if status == 200 else 0
        plain = client.get(path)[1]
        plain = gzip.decompress(plain) if plain[:2] == b"\x1f\x8b" else plain
        for names in _IMPORTS.findall(plain):
            name = next(filter(None, names)).decode()
            if name.startswith((".", "/")) and not name.startswith("//"):
                waiting.append(_joined(path, name))
    return size / 1024


def _joined(path: str, name: str) -> str:
    if name.startswith("/"):
        return name
    parts = path.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
