"""Fills firms of several sizes, serves each, and prints every figure beside its goal and two references of the run."""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def main() -> int:
    options = _options()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="goodwill-bench-"))
    try:
        if options.kills:
            print(json.dumps(_apart(folder / "killed", _killed, options)))
            return 0
        if options.repeats or options.events:
            found = _apart(folder / "repeated", _repeated if options.repeats else _told, options)
            print("\n".join(f"{what}: {figure:,}" for what, figure in found.items()))
            return 0
        if options.enumerate:
            from benchmarks.enumerating import CHANCE

            found = _apart(folder / "enumerated", _told_apart, options)
            for way, chance in found.items():
                print(f"{way}: p = {chance:.3f}, {'met' if chance > CHANCE else 'MISSED'} (above {CHANCE})")
            return 0
        if options.fields:
            from benchmarks import fields

            for size in options.sizes:
                figures = _apart(folder / f"fields-{size}", _own_fields, size)
                print("\n".join(fields.printed(size, figures)))
            return 0
        if options.duplicates:
            from benchmarks import duplicates

            duplicates.main(options.sizes, folder)
            return 0
        table = {size: _apart(folder / f"firm-{size}", _measured, options, size) for size in options.sizes}
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    from benchmarks.goals import printed

    print("\n".join(printed(table)))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="goodwill bench", description=__doc__)
    parser.add_argument("--sizes", default="10000", help="parties, with commas: 10000,100000,1000000")
    parser.add_argument("--keep", type=Path, help="folder in which the filled firms stay for the next run")
    parser.add_argument("--duplicates", action="store_true", help="how well and how fast duplicates are found, alone")
    parser.add_argument(
        "--fields", action="store_true", help="lists of a firm's own fields against built-in ones, alone"
    )
    parser.add_argument("--rows", type=int, default=20_000, help="rows of each import")
    parser.add_argument(
        "--full", action="store_true", help="mixed clients for five minutes, an import of 1,000,000 rows"
    )
    parser.add_argument("--only", default="", help="reading, writing or import alone")
    parser.add_argument(
        "--kills", type=int, default=0, help="kill the worker so often in one import of --rows, then undo"
    )
    parser.add_argument(
        "--enumerate", type=int, default=0, help="pairs of tries by which the clock may tell known addresses, alone"
    )
    parser.add_argument(
        "--repeats", type=int, default=0, help="keys that twenty clients send at the same moment, alone"
    )
    parser.add_argument("--events", type=int, default=0, help="events of a webhook whose receiver is down a day, alone")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",")]
    if options.full:
        options.rows = max(options.rows, 1_000_000)
    return options


def _apart(home: Path, function: Any, *given: Any) -> dict[str, float]:
    """In a process of its own, since a process reads its settings once."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        os.environ |= {"GOODWILL_HOME": str(home), "GOODWILL_KEY": "22" * 32}
        found = {}
        try:
            found = function(home, *given)
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os.write(writing, json.dumps(found).encode())
            os._exit(0 if found else 1)
    os.close(writing)
    with os.fdopen(reading) as result:
        found = json.loads(result.read() or "{}")
    if os.wait()[1]:
        sys.exit("The figures could not be taken.")
    return found


def _told_apart(home: Path, options: argparse.Namespace) -> dict[str, float]:
    from benchmarks.enumerating import told_apart

    _prepared(home, 100)
    return told_apart(options.enumerate, _known())


def _repeated(home: Path, options: argparse.Namespace) -> dict[str, float]:
    from benchmarks.repeating import repeat

    _prepared(home, 100)
    return repeat(options.repeats, _known())


def _told(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.telling import tell

    _prepared(home, 300)
    return tell(options.events)


def _killed(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.killing import kill_often

    _prepared(home, 0)
    return kill_often(options.rows, options.kills)


def _own_fields(home: Path, size: int) -> dict[str, float]:
    from benchmarks import fields, serving

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodwill.config.settings")
    is_new = not home.exists()
    _prepared(home, 0)
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import CustomField, User

    with workspaces.entered(workspaces.all_live()[0]):
        user = User.objects.get(email="ada@bench.example")
        if is_new:
            fields.fill(size, fields.make(Actor.of(user)), Actor.of(user))
        names = list(CustomField.objects.order_by("id").values_list("name", flat=True))
        cookie, csrf = _signed_in(user)
    port = serving.free_port()
    serve = [sys.executable, "-m", "goodwill", "serve", "--no-browser", "--port", str(port)]
    with serving.running(serve, port, "/sign-in"):
        return fields.measure(serving.Client(port, cookie, csrf), names)


def _signed_in(user: Any) -> tuple[str, str]:
    """The cookie of a session, and its token against forgery."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.middleware.csrf import _get_new_csrf_string

    from goodwill.kernel.sessions import SessionStore
    from goodwill.office.accounts import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    csrf = _get_new_csrf_string()
    return f"session={session.session_key}; csrf={csrf}", csrf


def _prepared(home: Path, size: int) -> dict[str, float]:
    if home.exists():
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodwill.config.settings")
        django.setup()
        return {}
    from goodwill.config import startup
    from goodwill.config.environment import current

    startup.prepare(current())
    return _fill(size)


def _measured(home: Path, options: argparse.Namespace, size: int) -> dict[str, float]:
    from benchmarks import importing, reading, serving

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodwill.config.settings")
    figures = _prepared(home, size)
    known = _known()
    if not (home / "plain.db").exists():
        serving.plain_copy(home / "plain.db", known["rows"])
    _references(figures, home)
    port = serving.free_port()
    serve = [sys.executable, "-m", "goodwill", "serve", "--no-browser", "--port", str(port)]
    with serving.running(serve, port, "/sign-in") as (process, _seconds):  # what is made once for a folder
        serving.at_rest(process, wait=1800)
    figures["queries"] = _queries(known)
    with serving.running(serve, port, "/sign-in") as (process, seconds):
        figures["start"] = seconds
        client = serving.Client(port, known["cookie"], known["csrf"])
        if options.only in ("", "reading"):
            serving.at_rest(process)
            figures |= reading.one_client(process, client, known)
            figures["memory"] = serving.at_rest(process)
        if options.only in ("", "import"):
            figures |= importing.measure(process, client, options.rows)
    if options.only in ("", "writing"):
        with serving.running(serve, port, "/sign-in", GOODWILL_PROCESSES="2") as (process, _seconds):
            serving.all_listen(port, 2)  # who comes before stays with the first page process
            serving.at_rest(process)
            clients = [serving.Client(port, known["cookie"], known["csrf"]) for _ in range(8)]
            mixed = 300 if options.full else 8
            figures |= reading.eight_clients(process, clients, known, seconds=4, mixed_seconds=mixed)
            figures["memory2"] = serving.at_rest(process)
    return figures


def _fill(size: int) -> dict[str, float]:
    from benchmarks.filling import fill, write_much
    from goodwill.desk.founding import Founding, found
    from goodwill.kernel import jobs, workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.search.merging import merge_all

    firm = workspaces.all_live()[0]
    with workspaces.entered(firm):
        owner = found(
            Founding("Bench", "Ada Bench", "ada@bench.example", "a long pass phrase", "GB", "GBP", "UTC", "en")
        )
        workspaces.directory().set_state(firm.id, "live")
        began = time.perf_counter()
        for done in fill(size, Actor.of(owner, through="import")):
            print(f"\r{done:,} of {size:,}", end="", file=sys.stderr)
        print(file=sys.stderr)
        seconds = time.perf_counter() - began
        if size:
            write_much(Actor.of(owner))
            jobs.enqueue(merge_all)  # as every night does
        return {"fill": size / seconds} if size else {}


def _known() -> dict[str, Any]:
    """A session, a key, and rows to ask for."""
    from benchmarks.filling import TALKERS
    from goodwill.areas.people.models import Party
    from goodwill.kernel import api_keys, workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    with workspaces.entered(workspaces.all_live()[0]):
        user = User.objects.get(email="ada@bench.example")
        cookie, csrf = _signed_in(user)
        people = (
            Party.objects.filter(kind="person", contact_points__isnull=False).distinct().order_by("name_sort", "id")
        )
        columns = ["id", "name", "role", "company__name", "primary_phone", "primary_mail", "phase", "city"]
        middle = people[people.count() // 2]
        name = middle.name
        return {
            "cookie": cookie,
            "csrf": csrf,
            "token": api_keys.issue(by=Actor.of(user), name="Bench", per_minute=api_keys.MOST_PER_MINUTE).text,
            "rows": [tuple(row) for row in people.values_list(*columns, "owner__name")],
            "id": middle.pk,
            "talkers": {notes: Party.objects.get(name=name).pk for name, notes in TALKERS.items()},
            "several": list(people.values_list("pk", flat=True)[:8]),
            "deep": _deep(Actor.of(user)),
            "city": middle.city,
            "company": people.exclude(company=None)[0].company_id,
            "searches": {
                "prefix": name[:4],
                "part": name[1:6],
                "digits": middle.primary_phone[-6:].replace(" ", ""),
                "mail": middle.primary_mail,
                "typo": name[:3] + name[4:],
            },
        }


def _deep(actor: Any) -> str:
    """The cursor of row 25,000 of the list of people, or of its last page."""
    from goodwill.records import registry
    from goodwill.records.query import Listing

    people = registry.get("person")
    assert people is not None
    rows = people.rows(actor).count()
    return Listing(people, actor, sort="name", offset=max(min(25_000, rows - 100), 0), size=1).page.next


def _queries(known: dict[str, Any]) -> float:
    """How many statements a party page takes, once the caches of a process are warm; the middle of three, since one of
    them may write down who looked at what.
    """
    from unittest.mock import patch

    from django.db.backends.utils import CursorWrapper
    from django.test import Client

    client = Client(headers={"cookie": known["cookie"], "host": "localhost"})
    client.get(f"/people/{known['id']}/")
    counts = []
    for _turn in range(3):
        with patch.object(CursorWrapper, "execute", autospec=True, side_effect=CursorWrapper.execute) as execute:
            answer = client.get(f"/people/{known['id']}/")
        if answer.status_code != 200:
            raise RuntimeError(f"answered {answer.status_code}")
        counts.append(execute.call_count)
    return statistics.median(counts)


def _references(figures: dict[str, float], home: Path) -> None:
    from benchmarks import reading, serving

    connection = sqlite3.connect(home / "plain.db")
    query = "SELECT * FROM row ORDER BY name, id LIMIT 50"
    taken = serving.taken(lambda: len(connection.execute(query).fetchall()) * 0)
    figures["raw"] = statistics.median(taken)
    port = serving.free_port()
    variables = {"BARE_DATABASE": str(home / "plain.db"), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    with serving.running(serving.bare_command(port), port, "/rows", **variables) as (process, _seconds):
        client = serving.Client(port)
        figures |= reading.timed(process, "bare", lambda: client.get("/rows")[0])


if __name__ == "__main__":
    sys.exit(main())
