"""Fills firms of several sizes, serves each, and prints every figure beside two references of the same run."""

import argparse
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="goodwill bench", description=__doc__)
    parser.add_argument("--sizes", default="10000", help="parties, with commas: 10000,100000,1000000")
    parser.add_argument("--duplicates", action="store_true", help="how well and how fast duplicates are found, alone")
    parser.add_argument("--keep", type=Path, help="folder in which the filled firms stay for the next run")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    keep = parser.parse_args().keep
    folder = keep or Path(tempfile.mkdtemp(prefix="goodwill-bench-"))
    try:
        if parser.parse_args().duplicates:
            from benchmarks import duplicates

            table = duplicates.main(sizes, folder)
        else:
            table = {size: _measured(folder / f"firm-{size}", size) for size in sizes}
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    _print(table)
    return 0


def _measured(home: Path, size: int) -> dict[str, float]:
    """One size in a process of its own, since a process reads its settings once."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        os.environ |= {"GOODWILL_HOME": str(home), "GOODWILL_KEY": "22" * 32}
        os.write(writing, json.dumps(_measure(home, size)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as result:
        found: dict[str, float] = json.loads(result.read() or "{}")
    os.wait()
    return found


def _measure(home: Path, size: int) -> dict[str, float]:
    from benchmarks import serving
    from goodwill.config import startup
    from goodwill.config.environment import current

    figures: dict[str, float] = {}
    if not home.exists():
        startup.prepare(current())
        figures["fill, parties/s with ten notes each"] = _fill(size)
    else:
        import django

        django.setup()
    known = _known()
    if not (home / "plain.db").exists():
        serving.plain_copy(home / "plain.db", known["rows"])
    _references(figures, home)
    port = serving.free_port()
    serve = [sys.executable, "-m", "goodwill", "serve", "--no-browser", "--port", str(port)]
    with serving.running(serve, port, "/sign-in") as (process, seconds):
        figures["cold start to the first page, s"] = seconds
        client = serving.Client(port, known["cookie"], known["csrf"])
        for name, ask in _asks(client, known).items():
            figures[f"{name}, ms"] = serving.one_by_one(ask)
        clients = [serving.Client(port, known["cookie"], known["csrf"]) for _ in range(8)]
        figures["list page, 8 clients, pages/s"] = serving.eight_at_once(
            [lambda one=one: one.get("/people/")[0] for one in clients]
        )
        figures["memory of everything, MiB"] = serving.memory_of(process)
    return figures


def _fill(size: int) -> float:
    from benchmarks.filling import fill
    from goodwill.desk.founding import Founding, found
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor

    firm = workspaces.all_live()[0]
    with workspaces.entered(firm):
        owner = found(Founding("Bench", "Ada Bench", "ada@bench.example", "a long pass phrase", "GB", "GBP", "UTC"))
        workspaces.directory().set_state(firm.id, "live")
        began = time.perf_counter()
        for done in fill(size, Actor.of(owner)):
            print(f"\r{done:,} of {size:,}", end="", file=sys.stderr)
        print(file=sys.stderr)
        return size / (time.perf_counter() - began)


def _known() -> dict[str, Any]:
    """A session, and rows to ask for."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string

    from goodwill.areas.people.models import Party
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.models import User

    with workspaces.entered(workspaces.all_live()[0]):
        user = User.objects.get(email="ada@bench.example")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        csrf = _get_new_csrf_string()
        people = Party.objects.filter(kind="person").order_by("name_sort", "id")
        columns = ["id", "name", "role", "company__name", "primary_phone", "primary_mail", "phase", "city"]
        middle = people[people.count() // 2]
        return {
            "cookie": f"session={session.session_key}; csrf={csrf}",
            "csrf": csrf,
            "rows": [tuple(row) for row in people.values_list(*columns, "owner__name")],
            "id": middle.pk,
            "name": middle.name,
            "mail": middle.primary_mail,
            "digits": middle.primary_phone[-6:].replace(" ", ""),
            "company": people.exclude(company=None)[0].company_id,
        }


def _asks(client: Any, known: dict[str, Any]) -> dict[str, Callable[[], int]]:
    filtered = "/people/?filter="
    search = {"HX-Request": "true"}
    typo = known["name"][:3] + known["name"][4:]
    return {
        "list page, 50 rows": lambda: client.get("/people/")[0],
        "list filtered by company": lambda: client.get(filtered + quote(f"company is #{known['company']}"))[0],
        "list filtered by phase": lambda: client.get(filtered + quote("phase is customer"))[0],
        "party page": lambda: client.get(f"/people/{known['id']}/")[0],
        "search by a prefix": lambda: client.get("/search?q=" + quote(known["name"][:4]), **search)[0],
        "search by a part": lambda: client.get("/search?q=" + quote(known["name"][1:6]), **search)[0],
        "search by digits": lambda: client.get(f"/search?q={known['digits']}", **search)[0],
        "search by mail": lambda: client.get("/search?q=" + quote(known["mail"]), **search)[0],
        "search with a typo": lambda: client.get("/search?q=" + quote(typo), **search)[0],
        "create a person": lambda: client.post("/people/new", "name=Nora+Bench", **search)[0],
        "edit one field": _edit(client, known["id"]),
    }


def _edit(client: Any, pk: int) -> Callable[[], int]:
    turn = [0]

    def ask() -> int:
        turn[0] += 1
        status: int = client.post(f"/people/{pk}/fields/source", f"source=Fair+{turn[0]}", **{"HX-Request": "true"})[0]
        return status

    return ask


def _references(figures: dict[str, float], home: Path) -> None:
    from benchmarks import serving

    connection = sqlite3.connect(home / "plain.db")
    query = "SELECT * FROM row ORDER BY name, id LIMIT 50"
    figures["raw: the rows of the list, ms"] = serving.one_by_one(lambda: len(connection.execute(query).fetchall()) * 0)
    port = serving.free_port()
    variables = {"BARE_DATABASE": str(home / "plain.db"), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    with serving.running(serving.bare_command(port), port, "/rows", **variables):
        client = serving.Client(port)
        figures["bare: a table of 50 rows, ms"] = serving.one_by_one(lambda: client.get("/rows")[0])


def _print(table: dict[int, dict[str, float]]) -> None:
    sizes = sorted(table)
    names = list(dict.fromkeys(name for size in sizes for name in table[size]))
    print(f"{'':44}" + "".join(f"{size:>14,}" for size in sizes) + ("        growth" if len(sizes) > 1 else ""))
    for name in names:
        values = [table[size].get(name) for size in sizes]
        cells = "".join(f"{value:>14,.2f}" if value is not None else f"{'':>14}" for value in values)
        first, last = values[0], values[-1]
        growth = f"{last / first:>13.2f}x" if len(sizes) > 1 and first and last else ""
        print(f"{name:44}{cells}{growth}")


if __name__ == "__main__":
    sys.exit(main())
